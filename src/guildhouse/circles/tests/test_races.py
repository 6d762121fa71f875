"""Races for circles through real connections: two hosts at once, and seats that change meanwhile."""

import time
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
from guildhouse.rooms.tests.rooming import NOON, ask, members
from guildhouse.rooms.tests.scenes import Race, at, broken
from guildhouse.testing.cast import Cast

TRIES = 8


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
        assert any([one for one in scene(cast, race) if not one.startswith("Error")] for _try in range(TRIES))
    finally:
        for model in models_[::-1]:
            model.objects.all().delete()
        _unique(one_row, unique=True)
        for model, constraints in stated.items():
            without(model, constraints)


@pytest.fixture(autouse=True)
def _widened(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a little time pass between looking whether there are circles and writing them."""
    look = queries.arrangement_of

    def slowly(room: Room) -> Arrangement | None:
        found = look(room)
        time.sleep(0.1)
        return found

    monkeypatch.setattr(queries, "arrangement_of", slowly)


def unlock(monkeypatch: pytest.MonkeyPatch) -> None:
    def unlocked(room: Room) -> Room:
        return Room.objects.select_related("community").get(pk=room.pk)

    for module in (forming, repairing):
        monkeypatch.setattr(module, "lock", unlocked)
    monkeypatch.setattr(history, "writers_turn", nullcontext)
    if connection.vendor == "sqlite":
        monkeypatch.setattr(
            history, "transaction", SimpleNamespace(atomic=nullcontext, on_commit=lambda do: do())
        )


def without(model: type[models.Model], wanted: list[models.BaseConstraint]) -> None:
    """Let a table have these constraints and no others."""
    before, model._meta.constraints = model._meta.constraints, wanted
    with connection.schema_editor() as editor:
        if connection.vendor == "sqlite":
            editor._remake_table(model)  # type: ignore[attr-defined]
            return
        for constraint in before:
            if constraint not in wanted:
                editor.remove_constraint(model, constraint)
        for constraint in wanted:
            if constraint not in before:
                editor.add_constraint(model, constraint)


def _unique(field: models.Field, *, unique: bool) -> None:
    """One arrangement a room, or as many as like."""
    old = field.clone()
    old.set_attributes_from_name(field.name)
    old.model, old.column = field.model, field.column
    old._unique = not unique
    field._unique = unique
    with connection.schema_editor() as editor:
        if connection.vendor == "sqlite":
            editor._remake_table(field.model)  # type: ignore[attr-defined]
        else:
            editor.alter_field(field.model, old, field, strict=False)
