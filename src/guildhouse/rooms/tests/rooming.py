"""What the tests of rooms share: opening a room, asking for seats, and reading what became of them."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from guildhouse.communities.models import Community, Membership
from guildhouse.history.actors import Actor
from guildhouse.history.models import Fact
from guildhouse.kit import clock
from guildhouse.people.models import Person
from guildhouse.rooms import actions
from guildhouse.rooms.models import Room, Seat

NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)
DAY = date(2027, 3, 10)
EVENING = time(18)

Opener = Callable[..., Room]


def open_room(community: Community, host: Person, **fields: Any) -> Room:
    """A published room at six in the evening of 10 March 2027 in Rome, unless `fields` say otherwise."""
    room = draft_room(community, host, **fields)
    with clock.at(NOON):
        return actions.publish(room, actor=Actor(host))


def draft_room(community: Community, host: Person, **fields: Any) -> Room:
    """A room that is only planned."""
    stated = {"purpose": "Reading a loom", "capacity": 2, "wall_date": DAY, "wall_time": EVENING}
    with clock.at(NOON):
        return actions.plan(community, actor=Actor(host), zone="Europe/Rome", **{**stated, **fields})


def member(community: Community, name: str, level: str = Membership.Level.ACTIVE) -> Person:
    """Somebody who belongs to the community."""
    person = Person.objects.create(
        name=name, email=f"{name.lower()}@example.org", claimed_at=NOON, zone="Europe/Rome", language="en"
    )
    Membership.objects.create(community=community, person=person, level=level, joined_at=NOON)
    return person


def members(community: Community, count: int) -> list[Person]:
    """So many people who belong to the community."""
    so_far = Person.objects.count()
    return [member(community, f"M{so_far + number}") for number in range(count)]


def ask(room: Room, person: Person, at: datetime = NOON, **said: Any) -> Seat:
    """Ask for a seat at a moment."""
    with clock.at(at):
        return actions.ask(room, actor=Actor(person), **said)


def state_of(room: Room, person: Person) -> str:
    """The state of somebody's seat, or "" when they have none."""
    return Seat.objects.filter(room=room, person=person).values_list("state", flat=True).first() or ""


def facts_of(seat: Seat) -> list[str]:
    """What history says of a seat, oldest first, without the name of the app."""
    found = Fact.objects.filter(subject_type="rooms.seat", subject_id=seat.pk).order_by("pk")
    return [kind.removeprefix("rooms.") for kind in found.values_list("kind", flat=True)]


def fact_count() -> int:
    """How much history there is; what changes nothing writes nothing."""
    return Fact.objects.count()


def before_start(room: Room, **before: float) -> datetime:
    """A moment before the room starts: `before_start(room, hours=1)`."""
    return room.starts_at - timedelta(**before)
