"""Who has not presented yet: read off the rooms of this community alone, and of whoever still belongs to it."""

from datetime import timedelta

import pytest

from guildhouse.communities import actions as communities
from guildhouse.communities.models import Community, Membership
from guildhouse.history.actors import Actor
from guildhouse.kit import clock
from guildhouse.people.models import Person
from guildhouse.rooms import actions, memory
from guildhouse.rooms.memory import Part
from guildhouse.rooms.models import Room, Seat
from guildhouse.rooms.tests.pages.helping import look, path_of, words
from guildhouse.rooms.tests.rooming import DAY, NOON, ask, members, open_room
from guildhouse.testing.cast import Cast

HELD = DAY - timedelta(days=8)
THEN = NOON + timedelta(days=2)


def held(community: Community, host: Person, *people: Person, roles: tuple[str, ...] = ()) -> Room:
    """A room of the first days of March that was held; the first of these people presented in it."""
    room = open_room(community, host, format="five-step-intervision", capacity=8, wall_date=HELD)
    for person, role in zip(people, roles or ("presenter", *["member"] * 7), strict=False):
        ask(room, person, role=role)
    with clock.at(room.ends_at):
        actions.pass_time()
    return Room.objects.get(pk=room.pk)


def turns(cast: Cast) -> str:
    """What the host of a room to come reads about who could present in it."""
    room = open_room(cast.weavers, cast.ana, format="five-step-intervision", capacity=8)
    page = words(look(cast.ana, path_of(room, "host/"), THEN))
    return page.partition("Who could be Presenter")[2].partition("Will it work?")[0]


def test_what_somebody_presented_in_another_community_is_not_told_here(cast: Cast) -> None:
    person = members(cast.weavers, 1)[0]
    Membership.objects.create(community=cast.glass, person=person, level="active", joined_at=NOON)
    held(cast.glass, cast.glass.called_by, person)
    assert f"{person} not yet" in turns(cast)
    held(cast.weavers, cast.ana, person)
    assert f"{person} last on" in turns(cast)


@pytest.mark.parametrize("state", ["absent", "excused", "withdrawn"])
def test_who_was_to_present_and_did_not_come_has_not_presented(state: str, cast: Cast) -> None:
    person = members(cast.weavers, 1)[0]
    room = held(cast.weavers, cast.ana, person)
    with clock.at(room.ends_at):
        if state == "withdrawn":
            Seat.objects.filter(room=room, person=person).update(state=state)
        else:
            seat = Seat.objects.get(room=room, person=person)
            actions.note_attendance(room, {seat.pk: state}, actor=Actor(cast.ana))
    assert f"{person} not yet" in turns(cast)


def test_whoever_left_is_neither_offered_nor_listed_by_those_they_met(cast: Cast) -> None:
    gone, stays = members(cast.weavers, 2)
    held(cast.weavers, cast.ana, gone, stays)
    assert f"together with {gone}" in words(look(stays, "/me/rooms/", THEN))
    with clock.at(THEN):
        communities.leave(cast.weavers, actor=Actor(gone))
    assert f"{gone} " not in turns(cast)
    assert "together with" not in words(look(stays, "/me/rooms/", THEN))
    mine = words(look(gone, "/me/rooms/", THEN))
    assert (str(stays) in mine, "You presented" in mine) == (False, False)


def test_whoever_gave_up_their_seat_neither_has_the_role_nor_is_asked(cast: Cast) -> None:
    room = open_room(cast.weavers, cast.ana, format="five-step-intervision", capacity=8)
    said_yes, silent = members(cast.weavers, 2)
    for person in (said_yes, silent):
        ask(room, person, role="member")
    with clock.at(NOON):
        for person in (said_yes, silent):
            actions.ask_to_take(room, person, "presenter", actor=Actor(cast.ana))
        actions.answer_role_ask(room, actor=Actor(said_yes), yes=True)
        page = words(look(cast.ana, path_of(room, "host/")))
        assert (f"{said_yes} has the role" in page, f"answered yet: {silent}" in page) == (True, True)
        for person in (said_yes, silent):
            actions.withdraw(room, actor=Actor(person))
    page = words(look(cast.ana, path_of(room, "host/")))
    assert ("has the role" in page, "answered yet" in page) == (False, False)


def test_a_year_later_it_is_as_if_nobody_had_presented(cast: Cast) -> None:
    person = members(cast.weavers, 1)[0]
    room = held(cast.weavers, cast.ana, person)
    year = timedelta(days=365)
    found = memory.last_presented(cast.weavers.pk, [person.pk], room.starts_at)
    assert found == {person.pk: room.starts_at}
    assert memory.last_presented(cast.weavers.pk, [person.pk], room.starts_at + timedelta(seconds=1)) == {}
    assert "You have not been in a room yet." in words(
        look(person, "/me/rooms/", room.starts_at + year * 1.1)
    )


def test_one_s_own_page_looks_at_the_newest_alone(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "MOST_OF_ONE", 2)
    person = members(cast.weavers, 1)[0]
    rooms = [held(cast.weavers, cast.ana, person) for _room in range(3)]
    seats = memory.newest_seats(person.pk)
    found = memory.parts_of(person.pk, seats, NOON)
    assert [(one.room, one.part) for one in found] == [(room.pk, Part.PRESENTED) for room in rooms[1:]]
    assert {one.room for one in memory.parts_of(cast.ana.pk, [], NOON)} == {room.pk for room in rooms[1:]}
