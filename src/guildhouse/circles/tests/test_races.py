"""Races for circles through real connections: two hosts at once, and seats that change meanwhile."""

import threading
from contextlib import nullcontext
from functools import partial
from types import SimpleNamespace

import pytest
from django.db import connection, models

from guildhouse.circles import actions, queries
from guildhouse.circles.actions import forming, repairing
from guildhouse.circles.invariants import violations
from guildhouse.circles.models import Arrangement, Circle, CircleMember, Round
from guildhouse.circles.tests.circling import seated, table, triads
from guildhouse.history import actions as history
from guildhouse.history.actors import Actor
from guildhouse.rooms import actions as rooms
from guildhouse.rooms.models import Room
from guildhouse.rooms.tests.racing import breaks
from guildhouse.rooms.tests.rooming import NOON, ask, members
from guildhouse.rooms.tests.scenes import Race, at, broken
from guildhouse.testing.cast import Cast


def wrongs(room: Room) -> list[str]:
    """What is wrong with the circles of a room, whoever formed them."""
    found = list(violations())
    formed = Arrangement.objects.filter(room=room).count()
    if formed != 1:
        found.append(f"The circles were formed {formed} times.")
    for circles in table(room):
        there = sorted(person for circle in circles for person in circle)
        if there != sorted(set(there)):
            found.append("Somebody is in two circles of a round.")
    return found


def two_hosts(cast: Cast, race: Race) -> list[str]:
    """Two hosts form the circles at once, for three rounds and for four."""
    room, _here = triads(cast, 9)
    form = partial(at, NOON, actions.form, room, actor=cast.actor("ana"))
    outcomes = race(form(rounds=3, seed=1), form(rounds=4, seed=2))
    rounds = len(table(room))
    odd = [] if rounds in (3, 4) else [f"There are {rounds} rounds."]
    return [*broken(outcomes), *wrongs(room), *odd]


def two_menders(cast: Cast, race: Race) -> list[str]:
    """A host and the clock mend the same circles at once, after one left and two came."""
    room, here = triads(cast, 9)
    at(NOON, actions.form, room, actor=cast.actor("ana"), rounds=2, seed=1)()
    at(NOON, rooms.withdraw, room, actor=Actor(here[0]))()
    for person in members(cast.weavers, 2):
        ask(room, person)
    mend = partial(at, NOON, actions.repair, room)
    outcomes = race(mend(actor=cast.actor("ana")), mend(actor=cast.actor("ana")))
    found = [*broken(outcomes), *wrongs(room)]
    if any(
        sorted(one for circle in circles for one in circle) != sorted(seated(room)) for circles in table(room)
    ):
        found.append("Not everybody who comes is in a circle of each round.")
    changed = [outcome.value.circles for outcome in outcomes if outcome.value]
    return found if changed.count(0) == 1 else [*found, f"They changed {changed} circles."]


SCENES = [two_hosts, two_menders]


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.__name__)
def test_a_race_for_circles_leaves_everybody_in_one_a_round(scene, race: Race, cast: Cast):
    assert scene(cast, race) == []


@pytest.mark.once
@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.__name__)
def test_without_lock_and_constraint_the_same_race_breaks_a_promise(
    scene, race: Race, cast: Cast, monkeypatch: pytest.MonkeyPatch
):
    unlock(monkeypatch)
    models_ = (Arrangement, Round, Circle, CircleMember)
    stated = {model: list(model._meta.constraints) for model in models_}
    try:
        for model in models_:
            without(model, [])
        one_row = Arrangement._meta.get_field("room")
        _unique(one_row, unique=False)
        assert breaks(scene, cast, race)
    finally:
        for model in models_[::-1]:
            model.objects.all().delete()
        _unique(one_row, unique=True)
        for model, constraints in stated.items():
            without(model, constraints)


@pytest.fixture(autouse=True)
def _widened(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let whoever looked whether there are circles wait for another who looks, if one comes within a second."""
    look, meeting = queries.arrangement_of, threading.Barrier(2)

    def slowly(room: Room) -> Arrangement | None:
        found = look(room)
        try:
            meeting.wait(1)
        except threading.BrokenBarrierError:
            meeting.reset()
        return found

    monkeypatch.setattr(queries, "arrangement_of", slowly)


def unlock(monkeypatch: pytest.MonkeyPatch) -> None:
    def unlocked(room: Room) -> Room:
        return Room.objects.select_related("community").get(pk=room.pk)

    for module in (forming, repairing):
        monkeypatch.setattr(module, "lock", unlocked)
    monkeypatch.setattr(history, "writers_turn", nullcontext)
    # SQLite's checks would else run inside the write transaction.
    atomic = SimpleNamespace(atomic=nullcontext, on_commit=lambda do: do())
    monkeypatch.setattr(history, "transaction", atomic)


def without(model: type[models.Model], wanted: list[models.BaseConstraint]) -> None:
    """Let a table have these constraints and no others."""
    model._meta.constraints = wanted
    with connection.schema_editor() as editor:
        editor._remake_table(model)  # type: ignore[attr-defined]  # of SQLite


def _unique(field: models.Field, *, unique: bool) -> None:
    """One arrangement a room, or as many as like."""
    field._unique = unique
    field.__dict__.pop("unique", None)  # it is remembered
    with connection.schema_editor() as editor:
        editor._remake_table(field.model)  # type: ignore[attr-defined]  # of SQLite
