"""A room whose people are asked for something, and what is sent about it."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from guildhouse.history.actors import Actor
from guildhouse.rooms import actions as rooms
from guildhouse.rooms.models import Room
from guildhouse.testing.small_house import room

WORDS = "Some words."
DAY = "2099-01-01"
# As in `acts.SENT`.
SENT: dict[str, dict[str, Any]] = {
    "room-conversion": {"to": "after-action-review"},
    "room-merging": {"into": "@roomy"},
    "room-times": {"day_1": DAY, "hour_1": "18:00"},
    "room-time-choice": {"stop": "yes"},
    "room-role-asking": {"person": "@joe", "role": "host"},
    "room-role": {"yes": "yes"},
    "room-merge-answer": {"yes": "yes"},
    "room-times-answer": {},
    "room-check-in": {"code": "12345"},
    "room-excuse": {"why": WORDS},
}


def asking(where: Room, house: SimpleNamespace) -> Room:
    """A room whose people are asked to come to another one, at which time it should be, and Bo to take a role."""
    ana = Actor(house.ana)
    house.roomy = room(house.weavers, house.ana, 10, purpose="Of a state")
    rooms.name_host(house.roomy, house.oli, actor=ana)
    rooms.propose_merge(where, house.roomy, actor=ana)
    rooms.propose_times(where, [(where.wall_date + timedelta(days=7), where.wall_time)], actor=ana)
    rooms.ask_to_take(where, house.bo, "host", actor=ana)
    return Room.objects.get(pk=where.pk)
