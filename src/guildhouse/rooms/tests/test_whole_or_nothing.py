"""An act on a seat happens whole or not at all, and by the clock as it is once its turn has come."""

import time
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from guildhouse.history import actions as history
from guildhouse.history.actions import one_act
from guildhouse.history.actors import Actor
from guildhouse.kit import clock
from guildhouse.rooms import actions
from guildhouse.rooms.actions import asking, seating
from guildhouse.rooms.invariants import violations
from guildhouse.rooms.models import Room, Seat
from guildhouse.rooms.tests.rooming import ask, members, open_room
from guildhouse.rooms.tests.scenes import Race
from guildhouse.testing.cast import Cast


class Pulled(Exception):
    """The plug was pulled."""


def pull_the_plug(*_arguments: object, **_said: object) -> None:
    raise Pulled


def test_a_seat_without_its_fact_is_no_seat(
    transactional_db: None, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = open_room(cast.weavers, cast.ana)
    monkeypatch.setattr(seating, "record", pull_the_plug)
    with pytest.raises(Pulled):
        ask(room, cast.bo)
    assert not Seat.objects.exists()
    assert Room.objects.get(pk=room.pk).held == 0


def test_outside_a_transaction_a_seat_would_stay_without_its_fact(
    transactional_db: None, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = open_room(cast.weavers, cast.ana)
    monkeypatch.setattr(seating, "record", pull_the_plug)
    monkeypatch.setattr(history, "transaction", SimpleNamespace(atomic=nullcontext))
    monkeypatch.setattr(seating, "lock", lambda locked: locked)
    monkeypatch.setattr(
        asking, "lock", lambda locked: Room.objects.select_related("community").get(pk=locked.pk)
    )
    monkeypatch.setattr(asking, "_hold_membership", lambda person, locked: None)
    with pytest.raises(Pulled):
        ask(room, cast.bo)
    seat = Seat.objects.get()
    assert list(violations()) == [
        f"Seat {seat.pk} is confirmed, but the last that history says of it is nothing."
    ]


def waiting_for_the_lock(cast: Cast, race: Race) -> str:
    """Somebody gives up a seat just before the cut-off, and their turn comes just after; what becomes of the line."""
    room = open_room(cast.weavers, cast.ana, capacity=1)
    first, second = members(cast.weavers, 2)
    ask(room, first)
    ask(room, second)
    cutoff = datetime.now(UTC) + timedelta(seconds=0.6)
    Room.objects.filter(pk=room.pk).update(
        starts_at=cutoff + timedelta(hours=2), ends_at=cutoff + timedelta(hours=3)
    )

    def hold() -> None:
        with one_act():
            seating.lock(room)
            time.sleep(1)

    def withdraw() -> None:
        time.sleep(0.3)
        actions.withdraw(room, actor=Actor(first))

    race(hold, withdraw)
    return Seat.objects.get(room=room, person=second).state


def test_whoever_waits_past_the_cutoff_for_their_turn_promotes_nobody(race: Race, cast: Cast) -> None:
    assert waiting_for_the_lock(cast, race) == "waitlisted"


def test_a_clock_read_before_the_turn_would_promote_inside_the_cutoff(
    race: Race, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = clock.now()
    monkeypatch.setattr(asking, "clock", SimpleNamespace(now=lambda: asked))
    assert waiting_for_the_lock(cast, race) == "confirmed"
