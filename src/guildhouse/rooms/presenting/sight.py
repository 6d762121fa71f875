"""One room as one person stands before it: everything the pages of a room decide by, in few queries."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from guildhouse.communities.models import Block
from guildhouse.communities.policy import Standing
from guildhouse.kit.prepared import prepared
from guildhouse.people.models import Person
from guildhouse.rooms import policy, queries
from guildhouse.rooms.models import Host, Merging, RoleAsk, Room, RoomRole, Seat, StandingSeat, TimePoll
from guildhouse.rooms.presenting import words

# What apps above rooms need to know of a room, by its name and for a person's id: it is asked in the room's own
# query and read from the room. Filled in `AppConfig.ready`.
ALSO_ASKED: dict[str, Callable[[int], Combinable]] = {}


@dataclass(frozen=True, slots=True)
class Sight:
    """A room, who looks at it, its roles, and the moment."""

    room: Room
    viewer: policy.Viewer
    roles: list[RoomRole]
    at: datetime

    @property
    def seat(self) -> Seat | None:
        return self.viewer.seat

    @property
    def is_host(self) -> bool:
        return self.viewer.is_host

    @property
    def has_living_seat(self) -> bool:
        return self.seat is not None and self.seat.is_living

    @property
    def is_ahead(self) -> bool:
        return self.room.state in Room.SEATABLE and not self.room.has_started(self.at)

    @property
    def is_late(self) -> bool:
        """Whether the cut-off has passed: seats are no longer given without asking."""
        return self.at >= self.room.cutoff_at

    @property
    def seats_rows(self) -> list[words.SeatsRow]:
        return words.seats_rows(self.room, self.roles)

    def role(self, key: str) -> RoomRole | None:
        """The room's role of this key."""
        return next((role for role in self.roles if role.key == key), None)

    def role_name(self, role: RoomRole) -> str:
        return words.role_name(self.room.format, role.key)


def room_before(person: Person | None, slug: str, public_id: str) -> Any:
    """The room at an address, if this person may know of it, with what they are to it; else None."""
    found = _room_seen(slug, public_id) if person is None else _room_before(person.pk, slug, public_id)
    return found[0] if found else None


def room_to_act_in(person: Person | None, slug: str, public_id: str) -> Room | None:
    """The room at an address, if this person may know of it; nothing of it is read but its keys."""
    found = _room_to_act_in(person.pk, slug, public_id) if person else []
    return found[0] if found else None


@prepared
def _room_to_act_in(person: int, slug: str, public_id: str) -> QuerySet[Room]:
    rooms = Room.objects.visible_to(Person(pk=person)).filter(community__slug=slug, public_id=public_id)
    return rooms.only("community")


@prepared
def _room_seen(slug: str, public_id: str) -> QuerySet[Room]:
    return _rooms(None, slug, public_id)


@prepared
def _room_before(person: int, slug: str, public_id: str) -> QuerySet[Room]:
    standing = StandingSeat.objects.living().filter(series=OuterRef("series"), person=person)
    return _rooms(Person(pk=person), slug, public_id).annotate(
        hosted=Exists(Host.objects.filter(room=OuterRef("pk"), person=person)),
        in_group=Exists(standing),
        blocked=Exists(Block.objects.in_force().filter(community=OuterRef("community"), person=person)),
        # Whether anything is asked of people here: almost never, and then it is looked up.
        is_merging=Exists(Merging.objects.filter(room=OuterRef("pk"), ended_at=None)),
        is_polling=Exists(TimePoll.objects.filter(room=OuterRef("pk"), ended_at=None)),
        asks_role=Exists(
            RoleAsk.objects.filter(seat__room=OuterRef("pk"), seat__person=person, answered_at=None)
        ),
        **{name: ask(person) for name, ask in ALSO_ASKED.items()},
    )


def _rooms(person: Person | None, slug: str, public_id: str) -> QuerySet[Room]:
    rooms = Room.objects.visible_to(person).filter(community__slug=slug, public_id=public_id)
    asking = Seat.objects.filter(room=OuterRef("pk"), state=Seat.State.REQUESTED).order_by()
    many = asking.values("room").annotate(many=Count("pk")).values("many")
    rooms = rooms.select_related("community", "series", "created_by")
    return rooms.annotate(asking=Coalesce(Subquery(many), 0))


def before(room: Any, standing: Standing, at: datetime) -> Sight:
    """The sight of a room that `room_before` gave; two queries, one for somebody signed out."""
    found = _roles(room.pk)
    if standing.person is None:
        return Sight(room, policy.Viewer(standing), found, at)
    seat = queries.seat_of(standing.person, room)
    viewer = policy.Viewer(
        standing=standing,
        seat=seat,
        is_named_host=room.hosted,
        is_in_fixed_group=room.in_group,
        has_left=queries.has_left(standing, room, seat),
    )
    return Sight(room, viewer, found, at)


@prepared
def _roles(room: int) -> QuerySet[RoomRole]:
    waiting = Count("seats", filter=Q(seats__state=Seat.State.WAITLISTED))
    return RoomRole.objects.filter(room=room).annotate(waiting=waiting).order_by("position", "pk")
