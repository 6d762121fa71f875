"""Two who lead, and many hands, at the same moment: each ends well, and each would not without the lock."""

from collections.abc import Callable
from contextlib import nullcontext
from functools import partial
from types import SimpleNamespace

import pytest
from django.db import connection

from guildhouse.history import actions as history
from guildhouse.history.actors import Actor
from guildhouse.history.models import Fact
from guildhouse.kit import clock
from guildhouse.live import actions
from guildhouse.live.actions import frame, hands, leading
from guildhouse.live.models import Run
from guildhouse.live.tests.running import begun, minute
from guildhouse.rooms.models import Room
from guildhouse.rooms.tests.rooming import ask, members
from guildhouse.testing.cast import Cast

Race = Callable[..., list]
TRIES = 8


def two_leaders(cast: Cast, race: Race) -> list[str]:
    """Both press on; the room goes on by one step, and history tells of one."""
    room = begun(cast)
    go_on = partial(actions.next_step, room, move=1, actor=Actor(cast.ana))
    with clock.at(minute(room, 5)):
        race(go_on, go_on)
    run = Run.objects.get(room=room)
    told = Fact.objects.filter(kind="live.went_to_step", subject_id=run.pk).count()
    return [] if (run.index, run.move, told) == (1, 2, 1) else [f"step {run.index}, told {told} times"]


def many_hands(cast: Cast, race: Race) -> list[str]:
    """Each is on every screen: the version counts every one of them."""
    room = begun(cast, capacity=6)
    people = members(cast.weavers, 4)
    for person in people:
        ask(room, person)
    with clock.at(minute(room, 5)):
        race(*(partial(actions.raise_hand, room, actor=Actor(person)) for person in people))
    run = Run.objects.get(room=room)
    up = run.hands.count()
    return [] if run.version == 1 + up else [f"{up} hands, version {run.version}"]


SCENES = [two_leaders, many_hands]


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.__name__)
def test_what_happens_at_the_same_moment_happens_once_and_is_shown(scene, race: Race, cast: Cast):
    assert scene(cast, race) == []


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.__name__)
def test_without_the_lock_the_same_moment_breaks_it(scene, race: Race, cast: Cast, monkeypatch):
    monkeypatch.setattr(history, "writers_turn", nullcontext)
    for module in (frame, leading, hands):
        monkeypatch.setattr(module, "locked", _unlocked)
    if connection.vendor == "sqlite":
        plain = SimpleNamespace(atomic=nullcontext, on_commit=lambda do: do())
        monkeypatch.setattr(history, "transaction", plain)
    assert any(scene(cast, race) for _try in range(TRIES))


def _unlocked(room: Room) -> Run | None:
    import time

    run = Run.objects.select_related("room__community").filter(room=room).first()
    time.sleep(0.05)
    return run
