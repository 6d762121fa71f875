"""What the tests of circles share: a room in triads with so many who come, and who sits where."""

from typing import Any

from guildhouse.circles import queries
from guildhouse.people.models import Person
from guildhouse.rooms.models import Room, Seat
from guildhouse.rooms.tests.rooming import ask, members, open_room
from guildhouse.testing.cast import Cast


def triads(cast: Cast, people: int, **stated: Any) -> tuple[Room, list[Person]]:
    """A room in triads to which so many have said yes."""
    fields = {"format": "triads", "capacity": 60, "minutes": 120, **stated}
    room = open_room(cast.weavers, cast.ana, **fields)
    here = members(cast.weavers, people)
    for person in here:
        ask(room, person)
    room.refresh_from_db()
    return room, here


def table(room: Room) -> list[list[frozenset[int]]]:
    """Who sits with whom, round by round."""
    return [
        [frozenset(member.person for member in circle.members) for circle in one.circles]
        for one in queries.circles_of(room)
    ]


def seated(room: Room) -> set[int]:
    """Everybody who has a seat for good."""
    return set(Seat.objects.filter(room=room, state__in=Seat.COMING).values_list("person", flat=True))
