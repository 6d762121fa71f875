"""The clock of a room, with invented plans, buttons and moments."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from guildhouse.live import clockwork
from guildhouse.live.clockwork import MILLISECOND, MINUTE, Course, Leg, Plan, between, now, spread

BEGAN = datetime(2027, 3, 10, 17, 3, 12, 345678, UTC)


@st.composite
def bounds(draw: st.DrawFn, most: int = 40) -> tuple[int, int, int]:
    three = sorted(draw(st.tuples(*[st.integers(1, most)] * 3)))
    return three[0], three[1], three[2]


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    lengths = draw(st.lists(bounds(), min_size=1, max_size=8))
    legs = [
        Leg(step, 0, 0, 1, 1, minutes, least, most, name=(("en", f"Step {step}"),))
        for step, (least, minutes, most) in enumerate(lengths)
    ]
    return Plan(tuple(legs), draw(st.integers(1, 300)))


MOVES = ("forward", "back", "longer", "pause", "go_on")
moves = st.lists(st.tuples(st.sampled_from(MOVES), st.integers(-5_000_000, 40 * 60_000_000)), max_size=25)


def courses(plan: Plan, pressed: list[tuple[str, int]]):
    """Every course on the way, with the moment it was reached."""
    at = BEGAN
    course = clockwork.start(plan, at, BEGAN + timedelta(minutes=plan.minutes))
    yield course, at
    for move, later in pressed:
        at += timedelta(microseconds=later)
        course = getattr(clockwork, move)(plan, course, at)
        yield course, at


@given(st.lists(bounds(), min_size=1, max_size=12), st.integers(-100, 600))
def test_a_sum_is_spread_within_least_and_most_and_kept_where_it_can_be(ranges, total):
    lengths = spread(ranges, total)
    assert all(least <= one <= most for (least, _, most), one in zip(ranges, lengths, strict=True))
    least, most = sum(one for one, _, _ in ranges), sum(one for _, _, one in ranges)
    assert sum(lengths) == min(max(total, least), most)


@given(plans(), moves)
def test_no_length_is_ever_negative(plan, pressed):
    for course, at in courses(plan, pressed):
        moment = now(plan, course, at)
        numbers = (moment.spent, moment.left, moment.over, moment.rested, moment.shortened, moment.behind)
        assert min((*numbers, *moment.lengths, *course.spent)) >= 0
        assert 0 <= course.index <= plan.last


@given(plans(), moves)
def test_every_millisecond_since_the_beginning_is_in_a_leg_or_in_a_pause(plan, pressed):
    seen = BEGAN
    for course, at in courses(plan, pressed):
        seen = max(seen, at)
        moment = now(plan, course, seen)
        # Of the coming legs what is spent already, where somebody went back.
        gone = sum(course.spent[: course.index]) + moment.spent + sum(course.spent[course.index + 1 :])
        assert gone + moment.rested == between(BEGAN, max(seen, course.since))


@given(plans(), moves)
def test_the_sum_is_the_rooms_as_long_as_the_coming_legs_allow(plan, pressed):
    for course, at in courses(plan, pressed):
        moment = now(plan, course, at)
        coming = list(zip(plan.legs, course.spent, moment.lengths, strict=True))[course.index + 1 :]
        fixed = moment.rested + sum(moment.lengths[: course.index + 1])
        least = sum(leg.takes(spent)[0] for leg, spent, _ in coming)
        most = sum(leg.takes(spent)[2] for leg, spent, _ in coming)
        whole = fixed + sum(length for _, _, length in coming)
        assert whole == min(max(course.total, fixed + least), fixed + most)
        assert moment.behind == max(0, fixed + least - course.total)


@given(plans(), moves, st.integers(0, 10**9))
def test_a_course_that_was_kept_tells_the_same_of_any_moment(plan, pressed, later):
    *_, (course, at) = courses(plan, pressed)
    kept = Course(**{name: getattr(course, name) for name in Course.__slots__})
    read = clockwork.plan_from_json(clockwork.plan_to_json(plan))
    moment = at + timedelta(microseconds=later)
    assert now(read, kept, moment) == now(plan, course, moment)


@given(plans(), moves, st.integers(0, 3_600_000))
def test_time_that_passes_changes_nothing_but_what_is_left(plan, pressed, later):
    *_, (course, at) = courses(plan, pressed)
    at = max(at, course.since)
    before, after = now(plan, course, at), now(plan, course, at + later * MILLISECOND)
    if course.paused_at is not None:
        assert (after.left, after.spent, after.over) == (before.left, before.spent, before.over)
        assert after.rested == before.rested + later
    else:
        assert after.spent == before.spent + later
        assert after.left == max(0, before.left - later)


@given(plans(), moves)
def test_more_time_is_two_minutes_from_what_was_left(plan, pressed):
    *_, (course, at) = courses(plan, pressed)
    more = clockwork.longer(plan, course, at)
    assert now(plan, more, at).left == now(plan, course, at).left + 2 * MINUTE
    assert now(plan, more, at).over == 0
