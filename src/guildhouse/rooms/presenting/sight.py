"""One room as one person stands before it: everything the pages of a room decide by, in few queries."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from guildhouse.communities.policy import Standing
from guildhouse.people.models import Person
from guildhouse.rooms import policy
from guildhouse.rooms.models import Host, Room, RoomRole, Seat, StandingSeat
from guildhouse.rooms.presenting import words


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


def rooms_before(person: Person | None, slug: str) -> QuerySet[Room]:
    """The rooms of one community this person may see, with what the person is to each of them."""
    rooms = Room.objects.visible_to(person).filter(community__slug=slug)
    rooms = rooms.select_related("community", "series", "created_by")
    asking = Count("seats", filter=Q(seats__state=Seat.State.REQUESTED), distinct=True)
    rooms = rooms.annotate(asking=asking)
    if person is None:
        return rooms
    standing = StandingSeat.objects.living().filter(series=OuterRef("series"), person=person)
    return rooms.annotate(
        hosted=Exists(Host.objects.filter(room=OuterRef("pk"), person=person)),
        in_group=Exists(standing),
    )


def before(room: Any, standing: Standing, at: datetime) -> Sight:
    """The sight of a room that `rooms_before` gave; two queries, one for somebody signed out."""
    roles = RoomRole.objects.filter(room=room).order_by("position", "pk")
    waiting = Count("seats", filter=Q(seats__state=Seat.State.WAITLISTED))
    found: list[RoomRole] = [*roles.annotate(waiting=waiting)]
    if standing.person is None:
        return Sight(room, policy.Viewer(standing), found, at)
    seat = Seat.objects.filter(room=room, person=standing.person).select_related("role").first()
    viewer = policy.Viewer(
        standing=standing, seat=seat, is_named_host=room.hosted, is_in_fixed_group=room.in_group
    )
    return Sight(room, viewer, found, at)
