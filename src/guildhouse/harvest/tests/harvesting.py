"""What the tests of the harvest share: a room that is under way or over, and cards dropped in it."""

from datetime import datetime, timedelta
from typing import Any

from guildhouse.communities.models import Community
from guildhouse.harvest import actions
from guildhouse.harvest.models import Card
from guildhouse.history.actors import Actor
from guildhouse.kit import clock
from guildhouse.people.models import Person
from guildhouse.rooms import actions as rooms
from guildhouse.rooms.models import Room
from guildhouse.rooms.tests.rooming import NOON, ask, open_room
from guildhouse.testing.cast import Cast

LINE = "The heddle decides, not the hand."


def live_room(community: Community, host: Person, *coming: Person, **fields: Any) -> Room:
    """A room that has just begun, with these people in it."""
    room = open_room(community, host, **{"capacity": 12, **fields})
    for person in coming:
        ask(room, person)
    return begun(room)


def begun(room: Room) -> Room:
    """The same room a minute into it."""
    with clock.at(room.starts_at):
        rooms.pass_time()
    return Room.objects.select_related("community", "series").get(pk=room.pk)


def over(room: Room) -> Room:
    """The same room once it is held."""
    with clock.at(room.ends_at + timedelta(minutes=1)):
        rooms.pass_time()
    return Room.objects.select_related("community", "series").get(pk=room.pk)


def during(room: Room) -> datetime:
    """A moment in the middle of the room."""
    return room.starts_at + (room.ends_at - room.starts_at) / 2


def dropped(
    room: Room,
    person: Person,
    kind: str = "insight",
    text: str = LINE,
    at: datetime | None = None,
    **said: Any,
) -> Card:
    """A card somebody drops, while the room is under way unless another moment is said."""
    with clock.at(at or during(room)):
        return actions.drop(room, kind=kind, text=text, actor=Actor(person), **said)


def evening(cast: Cast, *coming: Person, **fields: Any) -> Room:
    """A room of the weavers that Ana hosts, with Ana, Bo and whoever else is named in it, under way.

    Lessons may leave it, names and stories stay.
    """
    stated = {"format": "after-action-review", **fields}
    return live_room(cast.weavers, cast.ana, cast.ana, cast.bo, *coming, **stated)


__all__ = ["LINE", "NOON", "begun", "dropped", "during", "evening", "live_room", "over"]
