"""What becomes of a case when its room becomes another one, gets another format, or moves to another day."""

from datetime import timedelta

import pytest

from guildhouse.cases import actions, queries
from guildhouse.cases.invariants import violations
from guildhouse.cases.models import Case
from guildhouse.cases.tests.casing import SAID, bring, opened, read, refused
from guildhouse.history.actors import Actor
from guildhouse.history.models import Fact
from guildhouse.kit import clock
from guildhouse.kit.rules import Refused
from guildhouse.people.models import Person
from guildhouse.rooms import actions as rooms
from guildhouse.rooms.models import ProposedTime, Room
from guildhouse.rooms.tests.pages.helping import look, path_of, words
from guildhouse.rooms.tests.rooming import NOON, ask, member, open_room
from guildhouse.testing.cast import Cast


@pytest.fixture
def joe(cast: Cast) -> Person:
    """A member with a seat in the other room."""
    return member(cast.weavers, "Joe")


@pytest.fixture
def other(cast: Cast, joe: Person, room: Room) -> Room:
    """The room that Bo and Eve are asked to come to."""
    other = open_room(cast.weavers, cast.ana, capacity=9, purpose="Reading two looms")
    ask(other, joe)
    with clock.at(NOON):
        rooms.propose_merge(room, other, actor=Actor(cast.ana))
    return Room.objects.select_related("community").get(pk=other.pk)


def come(room: Room, person: Person) -> None:
    with clock.at(NOON):
        rooms.answer_merge(room, actor=Actor(person), yes=True)


def test_a_case_goes_along_to_the_other_room_and_is_opened_there_anew(
    cast: Cast, room: Room, other: Room, eve: Person, joe: Person
) -> None:
    case = opened(room, cast.bo)
    read(case, eve)
    come(room, cast.bo)
    case.refresh_from_db()
    assert (case.room_id, Fact.objects.filter(kind="cases.came_along").count()) == (other.pk, 1)
    assert "Nobody but you sees it." in words(look(cast.bo, path_of(other, "cases/")))
    assert "Who read it E Eve" in words(look(cast.bo, path_of(other, "cases/mine/")))
    assert [refused(case, person) for person in (eve, joe)] == ["not_coming", "not_open"]
    come(room, eve)
    assert refused(case, eve) == "not_open"
    with clock.at(NOON):
        actions.open_to_room(other, actor=Actor(cast.bo))
        assert list(violations()) == []
    assert [read(case, person) for person in (eve, joe)] == [SAID, SAID]
    assert {one.person for one in queries.readers(case)} == {eve, joe}


def test_who_does_not_come_along_keeps_the_case_and_nobody_reads_it(
    cast: Cast, room: Room, other: Room, eve: Person
) -> None:
    case = opened(room, cast.bo)
    come(room, eve)
    with clock.at(NOON):
        rooms.answer_merge(room, actor=Actor(cast.bo), yes=False)
    case.refresh_from_db()
    assert (case.room_id, Room.objects.get(pk=room.pk).state) == (room.pk, "cancelled")
    assert (read(case, cast.bo), refused(case, eve)) == (SAID, "not_coming")


def test_who_has_a_case_in_the_other_room_already_keeps_both(cast: Cast, room: Room, other: Room) -> None:
    there = [bring(one, cast.bo) for one in (room, other) if ask(one, cast.bo)]
    come(room, cast.bo)
    assert [Case.objects.get(pk=one.pk).room_id for one in there] == [room.pk, other.pk]


def test_another_format_changes_nothing_about_a_case(cast: Cast, room: Room, eve: Person) -> None:
    for number in range(2):
        ask(room, member(cast.weavers, f"More{number}"))
    case = opened(room, cast.bo)
    with clock.at(NOON):
        rooms.convert(room, "wise-crowds", actor=Actor(cast.ana))
    assert read(case, eve) == SAID
    with clock.at(NOON):
        assert actions.stay(room, actor=Actor(cast.bo), days=3).days == 3


def test_a_case_stays_as_long_after_the_day_that_was_chosen(cast: Cast, room: Room, eve: Person) -> None:
    case = opened(room, cast.bo, days=3)
    later = room.wall_date + timedelta(days=40)
    with clock.at(NOON):
        rooms.propose_times(room, [(later, room.wall_time)], actor=Actor(cast.ana))
        chosen = ProposedTime.objects.get().public_id
        moved = rooms.choose_time(room, chosen, actor=Actor(cast.ana))
    assert read(case, eve, at=moved.ends_at + timedelta(days=3, seconds=-1)) == SAID
    with pytest.raises(Refused, match="has expired"):
        read(case, eve, at=moved.ends_at + timedelta(days=3))
