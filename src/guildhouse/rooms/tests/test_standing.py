"""Those who come to every date: fixed groups, and people who take all that remain."""

from datetime import date, timedelta

import pytest

from guildhouse.history.actors import SYSTEM, Actor
from guildhouse.history.models import Fact
from guildhouse.kit import clock
from guildhouse.kit.rules import Refused
from guildhouse.rooms import actions
from guildhouse.rooms.models import Room, Seat, Series, StandingSeat
from guildhouse.rooms.tests.rooming import NOON, ask, fact_count, member, members, state_of
from guildhouse.rooms.tests.scenes import weekly
from guildhouse.testing.cast import Cast

UNTIL = {"last_on": date(2027, 3, 31)}


def rooms_of(series: Series) -> list[Room]:
    return list(Room.objects.filter(series=series).order_by("occurrence_on"))


def come(series: Series, cast: Cast, **said: str) -> list[Seat]:
    with clock.at(NOON):
        return actions.come_to_all(series, actor=Actor(cast.bo), **said)


def states(series: Series, cast: Cast) -> list[str]:
    return [state_of(room, cast.bo) for room in rooms_of(series)]


def test_coming_to_all_is_a_seat_in_each_date_and_giving_up_one_leaves_the_others(cast: Cast) -> None:
    series = weekly(cast, capacity=1, **UNTIL)
    ask(rooms_of(series)[1], cast.ana)
    assert [seat.state for seat in come(series, cast)] == [
        "confirmed",
        "waitlisted",
        "confirmed",
        "confirmed",
        "confirmed",
    ]
    with clock.at(NOON):
        actions.withdraw(rooms_of(series)[0], actor=Actor(cast.bo))
    assert states(series, cast) == ["withdrawn", "waitlisted", "confirmed", "confirmed", "confirmed"]


def test_coming_to_all_twice_changes_nothing(cast: Cast) -> None:
    series = weekly(cast, capacity=3, **UNTIL)
    first, count = come(series, cast), fact_count()
    assert come(series, cast) == first
    assert fact_count() == count


def test_whoever_comes_to_all_is_seated_in_new_dates_before_they_are_shown(cast: Cast) -> None:
    series = weekly(cast, capacity=1)
    come(series, cast)
    with clock.at(NOON + timedelta(days=14)):
        assert actions.materialise(series) == 2
    newest = rooms_of(series)[-1]
    assert state_of(newest, cast.bo) == "confirmed"
    facts = list(Fact.objects.filter(data__room=newest.pk).values_list("pk", flat=True))
    shown = Fact.objects.get(kind="rooms.published", subject_id=newest.pk)
    assert max(facts) < shown.pk


def test_where_the_host_answers_each_request_a_standing_seat_asks_in_new_dates_too(cast: Cast) -> None:
    series = weekly(
        cast, capacity=3, needs_approval=True, question="Which loom?", confidentiality="Stays here."
    )
    come(series, cast, answer="A floor loom.", accepts="Bo")
    with clock.at(NOON + timedelta(days=14)):
        actions.materialise(series)
    seat = Seat.objects.get(room=rooms_of(series)[-1], person=cast.bo)
    assert (seat.state, seat.answer, seat.accepted_name) == ("requested", "A floor loom.", "Bo")


def test_dates_to_which_a_host_said_no_stay_so_when_coming_to_all(cast: Cast) -> None:
    series = weekly(cast, capacity=3, **UNTIL)
    seat = ask(rooms_of(series)[0], cast.bo)
    with clock.at(NOON):
        actions.remove(seat.room, seat, actor=Actor(cast.ana), reason="Not this one.")
    assert len(come(series, cast)) == 4
    assert states(series, cast)[0] == "removed"


def test_coming_to_all_needs_a_person_dates_and_a_way_in(cast: Cast) -> None:
    series = weekly(cast, capacity=3, **UNTIL)
    with clock.at(NOON), pytest.raises(Refused, match="belongs to a person"):
        actions.come_to_all(series, actor=SYSTEM)
    with clock.at(NOON), pytest.raises(Refused, match="Join the community"):
        actions.come_to_all(series, actor=Actor(cast.cy))
    with clock.at(NOON + timedelta(days=60)), pytest.raises(Refused, match="no dates"):
        actions.come_to_all(series, actor=Actor(cast.bo))
    assert not StandingSeat.objects.exists()


def test_stopping_gives_up_every_seat_to_come_and_the_standing_one(cast: Cast) -> None:
    series = weekly(cast, capacity=1, **UNTIL)
    come(series, cast)
    waiting = member(cast.weavers, "Waiting")
    ask(rooms_of(series)[0], waiting)
    with clock.at(NOON):
        actions.stop_coming_to_all(series, actor=Actor(cast.bo))
        count = fact_count()
        actions.stop_coming_to_all(series, actor=Actor(cast.bo))
    assert fact_count() == count
    assert set(states(series, cast)) == {"withdrawn"}
    assert state_of(rooms_of(series)[0], waiting) == "confirmed"
    assert not StandingSeat.objects.living().exists()


def test_a_fixed_group_is_seated_by_its_convener_without_asking(cast: Cast) -> None:
    series = weekly(cast, capacity=3, access="fixed", needs_approval=True, **UNTIL)
    with pytest.raises(Refused, match="fixed group"):
        ask(rooms_of(series)[0], cast.bo)
    with clock.at(NOON):
        with pytest.raises(Refused, match="whoever planned"):
            actions.add_to_group(series, cast.bo, actor=Actor(cast.bo))
        with pytest.raises(Refused, match="made of members"):
            actions.add_to_group(series, cast.cy, actor=Actor(cast.ana))
        actions.add_to_group(series, cast.bo, actor=Actor(cast.ana))
    assert set(states(series, cast)) == {"confirmed"}


def test_a_date_given_up_by_one_of_the_group_stays_given_up_however_often_they_are_added(cast: Cast) -> None:
    series = weekly(cast, capacity=3, **UNTIL)
    with clock.at(NOON):
        actions.add_to_group(series, cast.bo, actor=Actor(cast.ana))
        actions.withdraw(rooms_of(series)[0], actor=Actor(cast.bo))
        count = fact_count()
        actions.add_to_group(series, cast.bo, actor=Actor(cast.ana))
    assert fact_count() == count
    assert states(series, cast)[0] == "withdrawn"


def test_the_group_gets_requests_granted_and_a_place_in_line_where_no_seat_is_left(cast: Cast) -> None:
    series = weekly(cast, capacity=1, needs_approval=True, **UNTIL)
    asked, full, *_rest = rooms_of(series)
    ask(asked, cast.bo), ask(full, cast.ana)
    with clock.at(NOON):
        actions.add_to_group(series, cast.bo, actor=Actor(cast.ana))
    assert states(series, cast) == ["confirmed", "waitlisted", "confirmed", "confirmed", "confirmed"]


def test_a_group_larger_than_its_room_waits_in_the_order_it_was_made(cast: Cast) -> None:
    series = weekly(cast, capacity=2)
    people = members(cast.weavers, 3)
    for person in people:
        with clock.at(NOON):
            actions.add_to_group(series, person, actor=Actor(cast.ana))
    with clock.at(NOON + timedelta(days=7)):
        actions.materialise(series)
    newest = rooms_of(series)[-1]
    assert [state_of(newest, person) for person in people] == ["confirmed", "confirmed", "waitlisted"]
