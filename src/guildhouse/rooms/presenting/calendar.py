"""Rooms as events of a calendar, in the language in force: never with the joining link, which is not even read."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from email.utils import parseaddr
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db.models import Exists, F, FilteredRelation, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhouse.communities.models import Community
from guildhouse.communities.queries import standings
from guildhouse.communities.shell import site
from guildhouse.kit import dates
from guildhouse.kit.calendars import Event, Mailbox
from guildhouse.people.models import Person
from guildhouse.rooms import policy
from guildhouse.rooms.formats.known import known
from guildhouse.rooms.models import Host, Room, Seat
from guildhouse.rooms.presenting import words

PAST = timedelta(days=90)  # how long a room stays in one's own calendar
JUST_OVER = timedelta(days=1)  # and in the calendars for everybody, which are about what is to come
MOST = 500  # events in one calendar; some programs take no more than a megabyte
LONGEST_ABOUT = 600
OFF = (Room.State.CANCELLED, Room.State.LAPSED)
SHOWN = (
    *("public_id", "community", "series", "format", "purpose", "about", "mode", "place", "address", "zone"),
    *("minutes", "starts_at", "ends_at", "state", "sequence", "why_ended"),
    *("published_at", "changed_at", "created_at"),
    *("community__slug", "community__name", "community__visibility"),
)


def house() -> Mailbox:
    """Who invites: the house with its own address, never a person."""
    return _house(site().name, settings.MAIL_FROM)


@lru_cache(8)
def _house(name: str, mail_from: str) -> Mailbox:
    return Mailbox(name, parseaddr(mail_from)[1])


def for_everybody(at: datetime, community: Community | None = None) -> list[Event]:
    """The rooms to come that anybody may know of, of one community or of the whole house."""
    rooms = Room.objects.visible_to(None).not_over(at - JUST_OVER)
    if community is not None:
        rooms = rooms.filter(community=community)
    rooms = rooms.select_related("community").only(*SHOWN).order_by("starts_at", "pk")[:MOST]
    known(room.format for room in rooms)
    return [event(room) for room in rooms]


def of_person(person: Person, at: datetime) -> list[Event]:
    """The rooms a person has to do with, from three months ago on; the queries do not grow with their number."""
    rooms = Room.objects.visible_to(person).filter(_mine(person), ends_at__gt=at - PAST)
    rooms = rooms.exclude(state=Room.State.DRAFT).select_related("community").only(*SHOWN)
    rooms = rooms.annotate(
        my=FilteredRelation("seats", condition=Q(seats__person=person)),
        my_state=F("my__state"),
        my_revision=F("my__revision"),
        my_changed_at=F("my__changed_at"),
        hosted=Exists(Host.objects.filter(room=OuterRef("pk"), person=person)),
    )
    found: list[Any] = list(rooms.order_by("-starts_at", "-pk")[:MOST])
    known(room.format for room in found)
    stand = standings(person, {room.community_id for room in found})
    return [_of(room, policy.Viewer(stand[room.community_id], _seat(room), room.hosted)) for room in found]


def _mine(person: Person) -> Q:
    """A seat or a wish for one; one that ended because the room does not take place; or hosting."""
    states = (*Seat.LIVING, *Seat.PRESENCE)
    called_off = Q(pk__in=person.seats.filter(state=Seat.State.LAPSED).values("room"), state__in=OFF)
    seated = Q(pk__in=person.seats.filter(state__in=states).values("room"))
    return seated | called_off | Q(pk__in=person.hosted.values("room"))


def _seat(room: Any) -> Seat | None:
    if not room.my_state:
        return None
    return Seat(state=room.my_state, revision=room.my_revision, changed_at=room.my_changed_at)


def _of(room: Room, viewer: policy.Viewer) -> Event:
    return event(room, viewer.seat, inside=policy.may_see_inside(viewer), is_host=viewer.is_named_host)


def event(
    room: Room,
    seat: Seat | None = None,
    *,
    inside: bool = False,
    is_host: bool = False,
    status: str = "",
    at: datetime | None = None,
) -> Event:
    """A room as an event, to whoever has this seat in it.

    `inside`: they may know the exact address. `status` overrules what the seat says; `at` is when it is written,
    for what goes out by itself and must be newer than what went before.
    """
    said, summary = _status(room, seat, is_host)
    return Event(
        uid=f"{room.public_id}@guildhouse",
        sequence=room.sequence + (seat.revision if seat else 0),
        changed_at=at or _changed_at(room, seat),
        starts_at=room.starts_at,
        ends_at=room.ends_at,
        zone=room.zone,
        summary=summary,
        description=_description(room, seat),
        url=address_of(room),
        location=_location(room, inside),
        status=status or said,
        categories=(room.community.name, words.format_name(room.format)),
        is_private=room.community.visibility != Community.Visibility.PUBLIC,
        is_busy=said == "CONFIRMED" and (is_host or seat is not None),
    )


def address_of(room: Room) -> str:
    """The whole address of the room's page."""
    return settings.ORIGIN + reverse("room", args=[room.community.slug, room.public_id])


def _changed_at(room: Room, seat: Seat | None) -> datetime:
    changed = room.changed_at or room.published_at or room.created_at
    return max(changed, seat.changed_at) if seat else changed


def _status(room: Room, seat: Seat | None, is_host: bool) -> tuple[str, str]:
    """The status of an event, and its summary: what is not sure says so before its name."""
    named = {"room": room.purpose}
    if room.state in OFF:
        return "CANCELLED", _("Cancelled: %(room)s") % named
    marked = {
        Seat.State.INVITED: _("Invited: %(room)s"),
        Seat.State.REQUESTED: _("Asked for: %(room)s"),
        Seat.State.WAITLISTED: _("In line: %(room)s"),
        Seat.State.OFFERED: _("Offered to you: %(room)s"),
    }
    if seat is not None and seat.state in marked and not is_host:
        return "TENTATIVE", marked[Seat.State(seat.state)] % named
    return "CONFIRMED", room.purpose


def _description(room: Room, seat: Seat | None) -> str:
    about = room.about.strip()
    said = {"format": words.format_name(room.format), "time": dates.minutes(room.minutes)}
    lines: Iterable[str] = (
        _(room.why_ended) if room.state == Room.State.LAPSED and room.why_ended else "",
        room.why_ended if room.state == Room.State.CANCELLED else "",
        _("%(format)s, %(time)s, %(where)s.") % {**said, "where": words.where(room)},
        about if len(about) <= LONGEST_ABOUT else f"{about[:LONGEST_ABOUT].rstrip()} …",
        _("Everything about this room, and your seat: %(link)s") % {"link": address_of(room)},
        _("The joining link, if there is one, appears there 15 minutes before the start.")
        if seat is not None and room.mode != Room.Mode.IN_PERSON and room.state not in OFF
        else "",
    )
    return "\n\n".join(line for line in lines if line)


def _location(room: Room, inside: bool) -> str:
    if room.mode == Room.Mode.ONLINE:
        return str(room.get_mode_display())
    return ", ".join(part for part in (room.place, room.address if inside else "") if part)
