"""Long walks through the same rules as the room machine: fewer surprises than Hypothesis finds, but deeper in."""

import random
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from guildhouse.rooms.models import Room
from guildhouse.rooms.tests.test_room_machine import PEOPLE, RoomMachine
from guildhouse.testing.cast import Cast

STEPS = 50
LIMITS = (1, 2, 3, None)
INVARIANTS = [
    name for name, found in vars(RoomMachine).items() if hasattr(found, "hypothesis_stateful_invariant")
]


def moves(draw: random.Random) -> list[Callable[[RoomMachine], None]]:
    """What can happen next, each as often as it should."""
    who = draw.randrange(PEOPLE)
    short, really = draw.random() < 0.4, draw.random() < 0.15
    several = draw.sample(range(PEOPLE), 3)
    return [
        lambda room: room.several_ask(several, short),
        lambda room: room.ask(who, draw.choice(["", "participant", "observer"]), short),
        lambda room: room.withdraw(who),
        lambda room: room.withdraw(several[1]),
        lambda room: room.accept(who),
        lambda room: room.say_short_notice(who, short),
        lambda room: room.approve(set(several)),
        lambda room: room.decline(who, short),
        lambda room: room.invite(who, ""),
        lambda room: room.remove(who) if really else room.promote(who),
        lambda room: room.promote(several[2]),
        lambda room: room.set_limits(draw.choice(LIMITS), draw.choice(LIMITS)),
        lambda room: room.move(draw.randint(-2, 4)) if really else room.several_ask(several, short),
        lambda room: room.edit(
            draw.choice([{"freed": "offer"}, {"freed": "promote"}, {"cutoff_minutes": 3000}]), short
        ),
        lambda room: room.time_passes(draw.choice([1, 2])),
        lambda room: room.the_cutoff_comes(really),
        lambda room: room.note_attendance(who, "attended"),
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(8))
def test_a_long_walk_keeps_every_promise(seed: int, cast: Cast) -> None:
    draw = random.Random(seed)
    room: Any = type("Walk", (RoomMachine,), {"cast": cast})()
    room.open(
        asked=draw.randint(2, PEOPLE),
        observers=draw.choice([None, 1]),
        lapse=False,
        line=Room.Line.values[seed % 4],
        freed=Room.Freed.values[seed % 2],
        needs_approval=seed in (2, 5),
        capacity=draw.randint(1, 3),
    )
    # A third of the walk lies before the cut-off, if the room is not moved.
    room.now = room.cutoff - timedelta(hours=3)
    try:
        for _step in range(STEPS):
            draw.choice(moves(draw))(room)
            for name in INVARIANTS:
                getattr(room, name)()
        room.the_start_comes(True)
        room.nothing_is_violated()
    finally:
        room.teardown()
