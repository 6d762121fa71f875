"""The house finds what should never be so, and says nothing while all is well."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from guildhouse.communities.models import Block
from guildhouse.history.models import Fact
from guildhouse.kit import clock
from guildhouse.rooms.invariants import violations
from guildhouse.rooms.models import Merging, RoleAsk, Room, RoomRole, Seat, TimePoll
from guildhouse.rooms.tests.racing import without_constraints
from guildhouse.rooms.tests.rooming import NOON, ask, members, open_room
from guildhouse.testing.cast import Cast

Seeding = Callable[[Room, Seat, Seat], object]


def found(moment=NOON) -> list[str]:
    with clock.at(moment):
        return list(violations())


def full_room(cast: Cast) -> tuple[Room, Seat, Seat]:
    room = open_room(cast.weavers, cast.ana, capacity=1)
    first, second = (ask(room, person) for person in members(cast.weavers, 2))
    return room, first, second


SEEDED: dict[str, tuple[Seeding, str]] = {
    "held": (lambda room, one, two: Room.objects.filter(pk=room.pk).update(held=0), "says 0 held"),
    "waiting": (lambda room, one, two: Room.objects.filter(pk=room.pk).update(waiting=5), "5 waiting"),
    "role": (
        lambda room, one, two: RoomRole.objects.filter(room=room).update(held=7),
        "says 7 held, but has 1",
    ),
    "format": (
        lambda room, one, two: Room.objects.filter(pk=room.pk).update(format="23456789abcd-1"),
        "which neither house nor community has",
    ),
    "number": (lambda room, one, two: Seat.objects.filter(pk=two.pk).update(number=9), "never drew"),
    "leftover": (
        lambda room, one, two: Room.objects.filter(pk=room.pk).update(state="held"),
        "no longer waits",
    ),
    "cancelled": (
        lambda room, one, two: Room.objects.filter(pk=room.pk).update(state="cancelled"),
        "does not take place",
    ),
    "fact": (
        lambda room, one, two: Fact.objects.filter(subject_id=one.pk).delete(),
        "history says of it is nothing",
    ),
    "state": (
        lambda room, one, two: Seat.objects.filter(pk=two.pk).update(state="requested"),
        "says of it is rooms.seat_waitlisted",
    ),
    "free": (
        lambda room, one, two: Room.objects.filter(pk=room.pk).update(capacity=2),
        "though a seat is free",
    ),
    "time": (
        lambda room, one, two: Room.objects.filter(pk=room.pk).update(
            starts_at=room.starts_at - timedelta(hours=1)
        ),
        "as the clock in Europe/Rome says",
    ),
    "offer": (
        lambda room, one, two: Seat.objects.filter(pk=one.pk).update(
            state="offered", expires_at=NOON - timedelta(hours=1)
        ),
        "ran out at",
    ),
}


@pytest.mark.parametrize("name", SEEDED)
def test_each_seeded_violation_is_found_and_nothing_before_it(name: str, cast: Cast) -> None:
    room, first, second = full_room(cast)
    assert found() == []
    seed, sentence = SEEDED[name]
    seed(room, first, second)
    assert any(sentence in one for one in found())


def test_a_seat_in_a_role_of_another_room_is_found(cast: Cast) -> None:
    room, first, _second = full_room(cast)
    other = open_room(cast.weavers, cast.ana)
    Seat.objects.filter(pk=first.pk).update(role=other.roles.get())
    assert any(f"Seat {first.pk} is in room {room.pk}, but its role" in one for one in found())


def test_a_blocked_person_s_living_seat_is_found(cast: Cast) -> None:
    _room, first, _second = full_room(cast)
    Block.objects.create(community=cast.weavers, person=first.person, by=cast.ana, reason="Shouted.", at=NOON)
    assert any("is blocked" in one for one in found())


def test_a_room_that_nobody_began_is_found_after_a_while(cast: Cast) -> None:
    room, _first, _second = full_room(cast)
    assert not any("should have begun" in one for one in found(room.starts_at + timedelta(minutes=5)))
    assert any("should have begun" in one for one in found(room.starts_at + timedelta(minutes=11)))


def test_what_nobody_can_answer_any_more_and_is_still_asked_is_found(cast: Cast) -> None:
    room, first, _second = full_room(cast)
    other = open_room(cast.weavers, cast.ana)
    Merging.objects.create(room=room, into=other, began_at=NOON, ends_at=NOON)
    TimePoll.objects.create(room=room, began_at=NOON)
    RoleAsk.objects.create(seat=first, role_key="host", why="asked", asked_at=NOON)
    assert found() == []
    Room.objects.filter(pk=room.pk).update(state="live")
    assert sum("still asks" in one for one in found()) == 3


def test_an_oversold_room_and_role_are_found(transactional_db: None, cast: Cast) -> None:
    room, _first, second = full_room(cast)
    with without_constraints("room_not_oversold", "role_not_oversold"):
        Seat.objects.filter(pk=second.pk).update(state="confirmed")
        Room.objects.filter(pk=room.pk).update(held=2, waiting=0)
        RoomRole.objects.filter(room=room).update(held=2, capacity=1)
        sentences = found()
    assert any(f"Room {room.pk} holds 2 seats for 1 people" in one for one in sentences)
    assert any("holds 2 seats for 1 people" in one and one.startswith("Role") for one in sentences)
