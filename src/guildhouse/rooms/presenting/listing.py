"""The list of rooms: one query for a page of them, and what each row says to whoever reads it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import CharField, Exists, F, FilteredRelation, OuterRef, Q, QuerySet, Value
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhouse.communities.models import Block, Community
from guildhouse.communities.policy import Standing
from guildhouse.communities.queries import Belonging
from guildhouse.kit.prepared import prepared
from guildhouse.people.models import Person
from guildhouse.rooms import policy
from guildhouse.rooms.formats import BUILT_IN
from guildhouse.rooms.formats.known import known
from guildhouse.rooms.models import Host, Room, RoomRole, Seat, StandingSeat
from guildhouse.rooms.models.room import LONGER_THAN_ANY
from guildhouse.rooms.presenting import words

PAGE = 50
SHOWN = (
    *(
        "public_id",
        "community",
        "series",
        "format",
        "purpose",
        "mode",
        "place",
        "zone",
        "starts_at",
        "ends_at",
    ),
    *("state", "access", "access_level", "welcomes_visitors", "welcomes_agents", "welcomes_observers"),
    *("capacity", "held", "waiting", "needs_approval", "freed", "cutoff_minutes"),
    *("community__slug", "community__name"),
)
SEATS_SHOWN = (*Room.AHEAD, Room.State.DRAFT)
SEAT_SAYS = {
    Seat.State.INVITED: "wait",
    Seat.State.REQUESTED: "wait",
    Seat.State.WAITLISTED: "wait",
    Seat.State.OFFERED: "mine",
    Seat.State.CONFIRMED: "mine",
}


@dataclass(frozen=True, slots=True)
class Filters:
    """What the list is narrowed to."""

    format: str = ""
    mode: str = ""
    free: bool = False
    community: str = ""
    past: bool = False
    page: int = 1
    most: int = PAGE


@dataclass(frozen=True, slots=True)
class Row:
    """One room in the list, as `room_row` draws it."""

    href: str
    title: str
    start: datetime
    end: datetime
    zone: str
    format: str
    mode: str
    community: str
    community_href: str
    seats: tuple[words.SeatsRow, ...]
    verdict: str
    verdict_kind: str
    state_kind: str
    state_words: str


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the list, by day; `more` when another one follows."""

    days: list[tuple[date, list[Row]]]
    count: int
    more: bool


def page_of(
    person: Person | None,
    at: datetime,
    filters: Filters,
    mine: Iterable[Belonging] = (),
    community: Community | None = None,
) -> Page:
    """A page of the rooms this person may see, in one query; `mine` are the person's belongings."""
    read = _read if filters == Filters(most=filters.most) else _read.plain  # type: ignore[attr-defined]
    rooms = _with_roles(
        read(person and person.pk, community and community.pk, at, at - LONGER_THAN_ANY, filters)
    )
    known(room.format for room, _roles in rooms)
    standings = _standings(person, mine)
    days: dict[date, list[Row]] = {}
    for room, roles in rooms[: filters.most]:
        viewer = _viewer(person, room, standings)
        row = _row(room, roles, viewer, at, show_community=community is None)
        days.setdefault(words.day_of(room), []).append(row)
    count = min(len(rooms), filters.most)
    return Page(sorted(days.items(), reverse=filters.past), count, len(rooms) > filters.most)


def communities_to_choose(person: Person | None) -> list[tuple[str, str]]:
    """Address and name of each community with rooms this person may see."""
    return _with_rooms(person and person.pk)


@prepared
def _with_rooms(person: int | None) -> QuerySet[Community, Any]:
    seen = Community.objects.visible_to(None if person is None else Person(pk=person))
    rows = seen.filter(pk__in=Room.objects.filter(state__in=Room.AHEAD).values("community"))
    return rows.order_by("name", "pk").values_list("slug", "name")


@prepared
def _read(
    person: int | None, community: int | None, at: datetime, after: datetime, filters: Filters
) -> QuerySet[Room]:
    start = (filters.page - 1) * filters.most
    reader = None if person is None else Person(pk=person)
    ids = _narrowed(reader, at, after, filters, community).values("pk")[start : start + filters.most + 1]
    return _for_reading(ids, reader, filters.past)


def _narrowed(
    person: Person | None, at: datetime, after: datetime, filters: Filters, community: int | None
) -> QuerySet[Room]:
    rooms = Room.objects.visible_to(person)
    if filters.past:
        rooms = rooms.filter(Q(state=Room.State.HELD) | Q(ends_at__lte=at)).exclude(state=Room.State.DRAFT)
    else:
        told = Q(state__in=(*Room.AHEAD, Room.State.DRAFT))
        if person is not None:  # that a room does not take place concerns those who meant to come
            told |= Q(pk__in=person.seats.involving().values("room"))
        rooms = rooms.filter(told, ends_at__gt=at, starts_at__gt=after)
    if community is not None:
        rooms = rooms.filter(community=community)
    elif filters.community:
        rooms = rooms.filter(community__slug=filters.community)
    if filters.format:
        rooms = rooms.filter(_in_format(filters.format))
    if filters.mode:
        rooms = rooms.filter(mode=filters.mode)
    if filters.free:
        rooms = rooms.open_to_requests(at).filter(
            _free(), Exists(RoomRole.objects.filter(_free(), room=OuterRef("pk")))
        )
    return rooms.order_by(*(("-starts_at", "-pk") if filters.past else ("starts_at", "pk")))


def _in_format(key: str) -> Q:
    """Rooms in a built-in format, or in any edition of a community's own."""
    return Q(format=key) if key in BUILT_IN else Q(format__startswith=f"{key}-")


def _free() -> Q:
    return Q(capacity=None) | Q(held__lt=F("capacity"))


def _for_reading(ids: QuerySet[Room, Any], person: Person | None, past: bool) -> QuerySet[Room]:
    """The rooms with everything a row needs: one result for each role of each room."""
    rooms = Room.objects.filter(pk__in=ids).select_related("community").only(*SHOWN)
    rooms = rooms.annotate(
        role_id=F("roles__pk"),
        role_key=F("roles__key"),
        role_held=F("roles__held"),
        role_capacity=F("roles__capacity"),
    )
    if person is not None:
        rooms = rooms.annotate(
            my=FilteredRelation("seats", condition=Q(seats__person=person)),
            my_state=F("my__state"),
            my_role=F("my__role"),
            may_ask_again=F("my__may_ask_again"),
            hosted=Exists(Host.objects.filter(room=OuterRef("pk"), person=person)),
            in_group=Exists(StandingSeat.objects.living().filter(series=OuterRef("series"), person=person)),
            blocked=Exists(Block.objects.in_force().filter(community=OuterRef("community"), person=person)),
        )
    else:
        rooms = rooms.annotate(my_state=Value(None, CharField()))
    order = ("-starts_at", "-pk") if past else ("starts_at", "pk")
    return rooms.order_by(*order, "roles__position", "roles__pk")


def _with_roles(rooms: Iterable[Any]) -> list[tuple[Room, list[RoomRole]]]:
    found: dict[int, tuple[Room, list[RoomRole]]] = {}
    for room in rooms:
        role = RoomRole(
            pk=room.role_id, key=room.role_key or "", held=room.role_held or 0, capacity=room.role_capacity
        )
        found.setdefault(room.pk, (room, []))[1].append(role)
    return list(found.values())


def _standings(person: Person | None, mine: Iterable[Belonging]) -> dict[int, Standing]:
    if person is None:
        return {}
    return {one.community_id: one.standing(person) for one in mine}


def _viewer(person: Person | None, room: Any, standings: dict[int, Standing]) -> policy.Viewer:
    if person is None:
        return policy.Viewer(Standing(community_id=room.community_id))
    standing = standings.get(room.community_id) or Standing(
        person=person,
        community_id=room.community_id,
        is_blocked=room.blocked,
        runs_house=person.is_site_admin,
    )
    seat = None
    if room.my_state:
        seat = Seat(state=room.my_state, role_id=room.my_role, may_ask_again=room.may_ask_again)
    return policy.Viewer(standing, seat, room.hosted, room.in_group)


def _row(
    room: Room, roles: list[RoomRole], viewer: policy.Viewer, at: datetime, *, show_community: bool
) -> Row:
    kind, state = _state(room, viewer)
    verdict_kind, verdict = ("", "") if state else _verdict(room, roles, viewer, at)
    slug = room.community.slug
    return Row(
        href=reverse("room", args=[slug, room.public_id]),
        title=room.purpose,
        start=room.starts_at,
        end=room.ends_at,
        zone=room.zone,
        format=words.format_name(room.format),
        mode=words.where(room),
        community=room.community.name if show_community else "",
        community_href=room.community.get_absolute_url(),
        seats=tuple(words.seats_rows(room, roles)) if room.state in SEATS_SHOWN else (),
        verdict=verdict,
        verdict_kind=verdict_kind,
        state_kind=kind,
        state_words=state,
    )


def _state(room: Room, viewer: policy.Viewer) -> tuple[str, str]:
    """The mark beside a room's name: what it is, or else what I am in it."""
    if room.state in (Room.State.CANCELLED, Room.State.LAPSED):
        return "off", str(room.get_state_display())
    if room.state == Room.State.DRAFT:
        return "", _("draft, only hosts see it")
    if viewer.seat is not None and viewer.seat.is_living:
        return SEAT_SAYS[Seat.State(viewer.seat.state)], seat_words(viewer.seat)
    if viewer.seat is not None and viewer.seat.state in Seat.PRESENCE:
        return "", str(viewer.seat.get_state_display())
    if viewer.is_named_host:
        return "good", _("you host it")
    return "", ""


def seat_words(seat: Seat) -> str:
    """What a living seat is to the person it belongs to, in two or three words."""
    return {
        Seat.State.INVITED: _("you are invited"),
        Seat.State.REQUESTED: _("you asked for a seat"),
        Seat.State.WAITLISTED: _("you are in line"),
        Seat.State.OFFERED: _("a seat is offered to you"),
        Seat.State.CONFIRMED: _("you have a seat"),
    }[Seat.State(seat.state)]


def _verdict(room: Room, roles: list[RoomRole], viewer: policy.Viewer, at: datetime) -> tuple[str, str]:
    if viewer.standing.person is None:
        said = (
            "" if room.access == Room.Access.SITE else _("For %(who)s") % {"who": room.get_access_display()}
        )
        return "", said
    if room.state in (Room.State.LIVE, Room.State.HELD) or room.has_started(at):
        return "", ""
    verdict = policy.may_ask(viewer, room, at=at)
    if not verdict:
        return "refusal", verdict.why
    if all(words.free_in(room, role) == 0 for role in roles):
        return "", _("Full: you would stand in line.")
    if room.needs_approval and not viewer.is_host:
        return "", _("You can ask; a host answers.")
    return "", _("Open to you.")
