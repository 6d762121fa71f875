"""What the tests of running rooms share: an evening, and who comes to it."""

from datetime import datetime, timedelta
from typing import Any

from guildhouse.history.actors import Actor
from guildhouse.kit import clock
from guildhouse.live import actions, queries
from guildhouse.live.models import Run
from guildhouse.people.models import Person
from guildhouse.rooms import queries as rooms
from guildhouse.rooms.models import Room
from guildhouse.rooms.tests.rooming import ask, open_room
from guildhouse.testing.cast import Cast


def evening(cast: Cast, **fields: Any) -> Room:
    """A room of an hour that Ana hosts and Bo comes to: a goal, work, harvest."""
    room = open_room(cast.weavers, cast.ana, **{"format": "working-session", "minutes": 60, **fields})
    ask(room, cast.bo)
    return room


def begun(cast: Cast, after: float = 0, **fields: Any) -> Room:
    """The same, with its steps begun so many minutes after it began."""
    room = evening(cast, **fields)
    at(room, after, actions.begin, cast.ana)
    return room


def minute(room: Room, number: float) -> datetime:
    """The moment so many minutes after the beginning of the room."""
    return room.starts_at + timedelta(minutes=number)


def at(room: Room, number: float, act: Any, person: Person, *args: Any, **said: Any) -> Any:
    """Act so many minutes after the beginning."""
    with clock.at(minute(room, number)):
        return act(room, *args, actor=Actor(person), **said)


def press(room: Room, number: float, act: Any, person: Person) -> Run:
    """Press a button on the page as it is now."""
    return at(room, number, act, person, move=Run.objects.get(room=room).move)


def screen(room: Room, person: Person | None, number: float) -> queries.Screen:
    """What somebody sees so many minutes after the beginning."""
    room = Room.objects.select_related("community").get(pk=room.pk)
    return queries.screen(room, rooms.viewer(person, room), minute(room, number))
