"""The belts of the product taken off, to show that a race test would see the violation they prevent."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection, models

from guildhouse.history import actions as history
from guildhouse.rooms.actions import (
    asking,
    ending,
    hosting,
    limits,
    merging,
    passing,
    planning,
    seating,
    series,
    standing,
)
from guildhouse.rooms.models import Room, RoomRole, Seat, Series
from guildhouse.rooms.tests.scenes import Race
from guildhouse.testing.cast import Cast
from guildhouse.testing.races import Outcome

TRIES = 8
MODULES = (asking, ending, hosting, limits, merging, passing, planning, seating, series, standing)


def widen(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a little time pass between looking whether a seat is free, or still open, and taking or closing it."""
    look, at_line, go = seating.is_free, seating._next_in_line, seating.step

    def slowly_is_free(room: Room, role: RoomRole) -> bool:
        free = look(room, role)
        time.sleep(0.03)
        return free

    def slowly_next(*arguments: object) -> Seat | None:
        found = at_line(*arguments)
        time.sleep(0.03)
        return found

    def slowly_step(seat: Seat, to: Seat.State, **fields: Any) -> Seat:
        # A request: longer than the clock needs to let all go whom the start did not reach.
        time.sleep(0.1 if to == Seat.State.REQUESTED else 0.03)
        return go(seat, to, **fields)

    monkeypatch.setattr(seating, "_next_in_line", slowly_next)
    for module in (asking, passing):
        monkeypatch.setattr(module, "step", slowly_step)
    for module in (seating, hosting, merging, standing):
        monkeypatch.setattr(module, "is_free", slowly_is_free)


def unlock(monkeypatch: pytest.MonkeyPatch, *, apart: bool = False) -> None:
    """Switch off every lock; on SQLite also the transaction, as its checks would else run inside the write lock.

    `apart` does so on PostgreSQL too, for acts that begin by changing the room's counters: those lock its row.
    """

    def found(room: Room) -> Room:
        return Room.objects.select_related("community").get(pk=room.pk)

    def found_series(one: Series) -> Series:
        return Series.objects.select_related("community").get(pk=one.pk)

    monkeypatch.setattr(asking, "_hold_membership", lambda person, room: None)
    monkeypatch.setattr(history, "writers_turn", nullcontext)
    for module in MODULES:
        monkeypatch.setattr(module, "lock", found, raising=False)
        monkeypatch.setattr(module, "lock_series", found_series, raising=False)
        monkeypatch.setattr(module, "lock_community", lambda community: community, raising=False)
    if apart or connection.vendor == "sqlite":
        monkeypatch.setattr(
            history, "transaction", SimpleNamespace(atomic=nullcontext, on_commit=lambda do: do())
        )


def unlocked(
    race: Race, unlock: Callable[[pytest.MonkeyPatch], None], monkeypatch: pytest.MonkeyPatch
) -> Race:
    """The same race with every lock off while it lasts, and no longer."""

    def at_once(*acts: Callable[[], Any]) -> list[Outcome]:
        with monkeypatch.context() as loosened:
            unlock(loosened)
            return race(*acts)

    return at_once


def breaks(scene: Callable[[Cast, Race], list[str]], cast: Cast, race: Race) -> bool:
    """Whether one of some tries breaks a promise in the rows themselves: an act that failed is none."""
    return any(not wrong.startswith("Error") for _try in range(TRIES) for wrong in scene(cast, race))


@contextmanager
def without_constraints(
    *names: str, of: Sequence[type[models.Model]] = (Seat, RoomRole, Room)
) -> Iterator[None]:
    """Take these constraints off while the block runs; all rows of these models are gone after it."""
    stated = {model: list(model._meta.constraints) for model in of}
    for model, constraints in stated.items():
        _have_constraints(model, [one for one in constraints if one.name not in names])
    try:
        yield
    finally:
        for emptied in of:
            emptied._default_manager.all().delete()
        for model, constraints in stated.items():
            _have_constraints(model, constraints)


def _have_constraints(model: type[models.Model], wanted: list[models.BaseConstraint]) -> None:
    before, model._meta.constraints = model._meta.constraints, wanted
    with connection.schema_editor() as editor:
        if connection.vendor == "sqlite":
            editor._remake_table(model)  # type: ignore[attr-defined]  (removing one by one brings the others back)
            return
        for constraint in before:
            if constraint not in wanted:
                editor.remove_constraint(model, constraint)
        for constraint in wanted:
            if constraint not in before:
                editor.add_constraint(model, constraint)
