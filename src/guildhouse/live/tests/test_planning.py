"""From a format to the plan of one room."""

from hypothesis import given
from hypothesis import strategies as st

from guildhouse.live.clockwork import plan_from_json, plan_to_json
from guildhouse.live.planning import plan_of, rounds_in
from guildhouse.rooms import formats

anything = st.sampled_from(formats.BUILT_IN)


def planned(key: str, people: int, minutes: int) -> list[tuple[int, int, int, int]]:
    plan = plan_of(formats.get(key), people=people, minutes=minutes)
    return [(leg.step + 1, leg.round, leg.turn, leg.minutes) for leg in plan.legs]


def test_triads_take_three_rounds_and_everybody_plays_each_part_once():
    assert planned("triads", 15, 120) == [
        (step, number, 1, minutes)
        for number in (1, 2, 3)
        for step, minutes in ((1, 30), (2, 3), (3, 5), (4, 2))
    ]


def test_an_hour_of_triads_is_the_same_three_rounds_with_shorter_steps():
    short = planned("triads", 15, 60)
    assert (len(short), sum(minutes for *_leg, minutes in short)) == (12, 60)


def test_an_evening_twice_as_long_takes_two_cases():
    assert [rounds_in(formats.get("balint"), 8, minutes) for minutes in (45, 60, 90)] == [1, 1, 2]


def test_a_step_for_each_person_is_a_leg_for_each():
    legs = planned("story-circle", 5, 60)
    stories = [turn for step, _round, turn, _minutes in legs if step == 2]
    assert len(stories) == max(stories) > 1 or len({number for _step, number, *_rest in legs}) > 1


@given(anything, st.integers(1, 60), st.integers(5, 720))
def test_minutes_add_up_to_the_rooms_as_far_as_each_step_allows(key: str, people: int, minutes: int):
    plan = plan_of(formats.get(key), people=people, minutes=minutes)
    assert plan.legs
    assert all(leg.least <= leg.minutes <= leg.most for leg in plan.legs)
    least, most = sum(leg.least for leg in plan.legs), sum(leg.most for leg in plan.legs)
    assert sum(leg.minutes for leg in plan.legs) == min(max(minutes, least), most)


@given(anything, st.integers(1, 60), st.integers(5, 720))
def test_a_plan_that_was_kept_is_the_same(key: str, people: int, minutes: int):
    import json

    plan = plan_of(formats.get(key), people=people, minutes=minutes)
    assert plan_from_json(json.loads(json.dumps(plan_to_json(plan)))) == plan
