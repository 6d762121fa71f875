"""What can be asked about rooms and seats."""

from datetime import date, datetime
from typing import Any

from django.db.models import Count, Max, Q, QuerySet

from guildhouse.communities.models import Community, Membership
from guildhouse.communities.policy import Standing
from guildhouse.communities.queries import standing as standing_in
from guildhouse.history.models import Version
from guildhouse.kit.prepared import prepared
from guildhouse.people.models import Person
from guildhouse.rooms.models import CalendarFeed, Host, Room, RoomRole, Seat, StandingSeat
from guildhouse.rooms.policy import Viewer


def viewer(person: Person | None, room: Room, standing: Standing | None = None) -> Viewer:
    """The person before the room, for its policies; `standing` is read when it is not given."""
    standing = standing or standing_in(person, room.community)
    if person is None:
        return Viewer(standing)
    seat = seat_of(person, room)
    fixed = room.series_id is not None and room.access == Room.Access.FIXED
    return Viewer(
        standing=standing,
        seat=seat,
        is_named_host=bool(_hosts(person.pk, room.pk)),
        is_in_fixed_group=fixed
        and StandingSeat.objects.living().filter(series=room.series_id, person=person).exists(),
        has_left=has_left(standing, room, seat),
    )


def seat_of(person: Person, room: Room) -> Seat | None:
    """The person's seat in the room with its role, whatever became of it."""
    found = _seats(person.pk, room.pk)
    return found[0] if found else None


@prepared
def _seats(person: int, room: int) -> QuerySet[Seat]:
    return Seat.objects.filter(room=room, person=person).select_related("role")


def has_left(standing: Standing, room: Room, seat: Seat | None) -> bool:
    """Whether somebody left the room's community since they took their seat; asked of guests alone."""
    if standing.person is None or standing.is_member or seat is None or seat.state not in Seat.COMING:
        return False
    return bool(_left(standing.person.pk, room.community_id, seat.asked_at))


@prepared
def _left(person: int, community: int, after: datetime) -> QuerySet[Membership, Any]:
    here = Membership.objects.filter(person=person, community=community, ended_at__gt=after)
    return here.values_list("pk")


@prepared
def _hosts(person: int, room: int) -> QuerySet[Host, Any]:
    return Host.objects.filter(room=room, person=person).values_list("pk")


def place_in_line(seat: Seat) -> int:
    """How many people of the same role get a seat before this one, plus one; 0 when not in line."""
    if seat.state != Seat.State.WAITLISTED or seat.number is None:
        return 0
    ahead = _ahead_of(seat.room_id, seat.role_id, seat.line_key, seat.number)
    return (ahead[0][0] if ahead else 0) + 1


@prepared
def _ahead_of(room: int, role: int, line_key: int, number: int) -> QuerySet[Seat, Any]:
    ahead = Seat(line_key=line_key, number=number).ahead()
    line = Seat.objects.filter(ahead, room=room, role=role)
    return line.order_by().values("room").annotate(many=Count("pk")).values_list("many")


@prepared
def roles(room: int) -> QuerySet[RoomRole]:
    """The roles of a room, in their order."""
    return RoomRole.objects.filter(room=room).order_by("position", "pk")


def participants(room: Room, viewer: Viewer) -> list[Seat]:
    """Those who come, for the confirmed and the hosts; nobody else gets a list."""
    if not (viewer.is_host or viewer.is_coming):
        return []
    coming = Seat.objects.filter(room=room, state__in=(Seat.State.CONFIRMED, *Seat.PRESENCE))
    return list(coming.select_related("person", "role").order_by("role__position", "asked_at", "pk"))


def community_rooms(community: Community, person: Person | None, at: datetime) -> list[Room]:
    """The coming rooms of one community that the person may see, next one first."""
    rooms = Room.objects.visible_to(person).upcoming(at).filter(community=community)
    return list(rooms.select_related("community").order_by("starts_at", "pk"))


def rooms_ahead(community: int, at: datetime) -> int:
    """How many rooms of a community are planned or published and still to come."""
    states = (Room.State.DRAFT, *Room.SEATABLE)
    return Room.objects.filter(community=community, state__in=states, starts_at__gt=at).count()


def rooms_lately(community: int, since: datetime) -> dict[str, int]:
    """The rooms that began or begin after this moment: how many were published since, held, or fell through."""
    return Room.objects.filter(community=community, starts_at__gt=since).aggregate(
        published=Count("pk", filter=Q(published_at__gt=since)),
        held=Count("pk", filter=Q(state=Room.State.HELD)),
        fallen=Count("pk", filter=Q(state__in=(Room.State.CANCELLED, Room.State.LAPSED))),
    )


def planned_before(person: Person | None, seen: QuerySet[Room]) -> tuple[Room | None, bool]:
    """Of these rooms the one this person planned last, else the one published last; and whether it is theirs."""
    mine = seen.filter(created_by=person).order_by("-pk").first() if person is not None else None
    if mine is not None:
        return mine, True
    return seen.exclude(state=Room.State.DRAFT).order_by("-pk").first(), False


def rhythm_of(room: Room) -> tuple[date | None, date | None]:
    """The day of the room before this one that was like it, and the last date its series has."""
    if room.series_id is not None:
        dated = Room.objects.filter(series=room.series_id).aggregate(latest=Max("occurrence_on"))
        return None, dated["latest"]
    same = Room.objects.filter(community=room.community_id, format=room.format, wall_date__lt=room.wall_date)
    same = same.filter(Q(purpose=room.purpose) | Q(created_by=room.created_by_id), state=Room.State.HELD)
    before = same.order_by("-wall_date", "-pk").values_list("wall_date", flat=True).first()
    return before, None


def owner_of_feed(token_hash: str) -> tuple[int, str] | None:
    """Whose calendar answers at the address of this hash, and in which language they read; None when nobody's does.

    Nobody's does once its owner is gone, locked out or erased.
    """
    return next(iter(_owners(token_hash)), None)


def version_around(person: int, since: datetime) -> tuple[tuple[int, int], ...]:
    """When anything last changed in the communities a person belongs or belonged to, and in those of their rooms."""
    return tuple(_versions_around(person, since))


@prepared
def _owners(token_hash: str) -> QuerySet[CalendarFeed, tuple[int, str]]:
    feeds = CalendarFeed.objects.answering().filter(token_hash=token_hash)
    return feeds.values_list("person", "person__language")


@prepared
def _versions_around(person: int, at: datetime) -> QuerySet[Version, tuple[int, int]]:
    rooms = Room.objects.filter(ends_at__gt=at).values("community")
    around = (
        Q(pk__in=Membership.objects.filter(person=person).values("community"))
        | Q(pk__in=rooms.filter(pk__in=Seat.objects.filter(person=person).values("room")))
        | Q(pk__in=rooms.filter(pk__in=Host.objects.filter(person=person).values("room")))
    )
    return Version.objects.filter(around).order_by("pk").values_list("pk", "number")
