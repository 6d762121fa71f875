"""Machines before the cases of a room: nothing of them before everybody agrees, and nobody is told who does not."""

import pytest

from guildhouse.cases import actions
from guildhouse.cases.models import Agreement
from guildhouse.cases.tests.casing import SAID, machine_in, marks_in, opened, read, refused
from guildhouse.history.actors import Actor
from guildhouse.kit import clock
from guildhouse.kit.rules import Refused
from guildhouse.people.models import Person
from guildhouse.rooms import actions as rooms
from guildhouse.rooms.models import Room
from guildhouse.rooms.tests.pages.helping import look, path_of, send, words
from guildhouse.rooms.tests.rooming import NOON, ask, member
from guildhouse.testing.cast import Cast


def agree(room: Room, *people: Person) -> None:
    with clock.at(NOON):
        for person in people:
            actions.agree(room, actor=Actor(person))


@pytest.fixture
def machine(cast: Cast, room: Room) -> Person:
    """A machine with a seat."""
    return machine_in(room)


def test_a_machine_reads_only_while_everybody_agrees(
    cast: Cast, room: Room, eve: Person, machine: Person
) -> None:
    case = opened(room, cast.bo)
    assert refused(case, machine) == "machine"
    agree(room, cast.bo)
    assert refused(case, machine) == "machine"
    agree(room, eve)
    assert read(case, machine) == SAID
    with clock.at(NOON):
        actions.disagree(room, actor=Actor(eve))
    assert refused(case, machine) == "machine"


def test_whoever_comes_later_has_not_agreed(cast: Cast, room: Room, eve: Person, machine: Person) -> None:
    case = opened(room, cast.bo)
    agree(room, cast.bo, eve)
    assert read(case, machine) == SAID
    ask(room, member(cast.weavers, "Late"))
    assert refused(case, machine) == "machine"


def test_a_presenter_without_a_seat_is_asked_too(
    cast: Cast, room: Room, eve: Person, machine: Person
) -> None:
    case = opened(room, cast.ana)
    agree(room, cast.bo, eve)
    assert refused(case, machine) == "machine"
    agree(room, cast.ana)
    assert read(case, machine) == SAID
    with clock.at(NOON):
        actions.withdraw(case, actor=Actor(cast.ana))
    Agreement.objects.filter(person=cast.ana).delete()
    with pytest.raises(Refused, match="decide about this"):
        agree(room, cast.ana)


def test_a_machine_does_not_agree_and_nobody_agrees_twice(cast: Cast, room: Room, machine: Person) -> None:
    with pytest.raises(Refused, match="decide about this"):
        agree(room, machine)
    agree(room, cast.bo, cast.bo)
    assert Agreement.objects.count() == 1


def test_a_machine_is_shown_nothing_before_everybody_agrees(cast: Cast, room: Room, eve: Person) -> None:
    machine, case, begun = machine_in(room), opened(room, cast.bo), room.starts_at
    with clock.at(begun):
        rooms.pass_time()
    shown = {part: look(machine, path_of(room, part), at=begun) for part in ("", "live/", "cases/")}
    assert [page.status_code for page in shown.values()] == [200] * 3
    assert [part for part, page in shown.items() if marks_in(page) or "is open" in words(page)] == []
    one = path_of(room, f"cases/{case.public_id}/")
    assert one not in shown["cases/"].content.decode()
    assert "only when everybody in it agrees" in words(shown["cases/"])
    assert look(machine, one, at=begun).status_code == 404
    for person in (eve, cast.bo):
        send(person, path_of(room, "cases/machines/"), at=begun, agree="yes")
    assert marks_in(look(machine, one, at=begun)) == ["situation", "question", "wish"]


def test_nobody_is_told_who_agrees_that_machines_read(cast: Cast, room: Room, eve: Person) -> None:
    Room.objects.filter(pk=room.pk).update(welcomes_agents=True)
    opened(room, cast.ana)
    page, was = path_of(room, "cases/"), words(look(cast.ana, path_of(room, "host/")))
    for person in (eve, cast.ana):
        assert "You do not agree" in words(look(person, page))
        assert send(person, page + "machines/", agree="yes").status_code == 302
        assert "You agree." in words(look(person, page))
    send(eve, page + "machines/", agree="no")
    assert words(look(cast.ana, path_of(room, "host/"))) == was
