"""The page of one room: what it states, how it runs, who comes, and the line."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from markupsafe import Markup

from guildhouse.communities.policy import sees_inside
from guildhouse.kit import dates
from guildhouse.people.models import Person
from guildhouse.rooms import formats, policy, queries
from guildhouse.rooms.formats.known import own_id
from guildhouse.rooms.formats.words import CONFIDENTIALITY_SAYS
from guildhouse.rooms.models import Room, Seat
from guildhouse.rooms.presenting import words
from guildhouse.rooms.presenting.sight import Sight

Facts = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Line:
    """My place in the waiting list, and how it moved."""

    entered_at: int
    now: int
    since: datetime
    passed: list[tuple[datetime, str]]


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The date of the series before this one, and those after it."""

    before: tuple[str, datetime, str] | None
    after: list[tuple[str, datetime, str]]


def steps_of(room: Room) -> tuple[formats.Row, ...]:
    """The rows of the room's steps, for so many people as fit its format best."""
    return formats.steps_table(words.format_of(room.format), dates.language())


def steps_caption(room: Room, steps: tuple[formats.Row, ...]) -> str:
    """What stands over the steps: once through, and how long the whole takes when some come round again."""
    once = sum(row.minutes for row in steps)
    if all(row.repeated == 1 for row in steps):
        said = {"once": dates.minutes(once), "room": dates.minutes(room.minutes)}
        if once == room.minutes:
            return _("The steps, %(once)s in all") % said
        return _("The steps as the format has them, %(once)s; this room has %(room)s.") % said
    again = max(row.repeated for row in steps)
    said = ngettext(
        "The steps once through, %(once)s; those in the middle come round %(again)s time.",
        "The steps once through, %(once)s; those that repeat come round %(again)s times.",
        again,
    )
    told = said % {"once": dates.minutes(once), "again": again}
    return f"{told} {words.usual_length(words.format_of(room.format), room)}".rstrip()


def stated(sight: Sight) -> Facts:
    """What the room states about itself, as terms and words."""
    room = sight.room
    shown = words.format_of(room.format)
    return [
        (_("Format"), _format(sight)),
        (_("Length"), dates.minutes(room.minutes)),
        (_("How we meet"), words.where(room)),
        (_("People"), people_words(room)),
        (_("Roles"), ", ".join(sight.role_name(role) for role in sight.roles)),
        (_("Who may ask"), access_words(room)),
        (_("Requests"), _("A host answers each of them.") if room.needs_approval else ""),
        (_("What is said"), str(CONFIDENTIALITY_SAYS[shown.confidentiality])),
    ]


def _format(sight: Sight) -> str:
    """The name of the format, as a link for whoever may open its page."""
    room = sight.room
    name = words.format_name(room.format)
    if own_id(room.format) and not sees_inside(sight.viewer.standing, room.community):
        return name
    return Markup('<a href="{}">{}</a>').format(words.format_page(room.format, room.community.slug), name)


def people_words(room: Room) -> str:
    """How many people the room is for."""
    most = (
        ngettext("at most %(most)s", "at most %(most)s", room.capacity) % {"most": room.capacity}
        if room.capacity is not None
        else _("no limit")
    )
    if not room.minimum:
        return most
    return _("at least %(least)s, %(most)s") % {"least": room.minimum, "most": most}


def access_words(room: Room) -> str:
    """Who may ask for a seat, visitors and observers included."""
    said = str(room.get_access_display())
    if room.access == Room.Access.LEVEL:
        said = _("members from the level “%(level)s” up") % {"level": room.get_access_level_display()}
    guests = [
        (room.welcomes_visitors and room.access != Room.Access.SITE, _("members of other communities")),
        (room.welcomes_observers, _("observers")),
    ]
    return ", ".join([said, *(who for welcome, who in guests if welcome)])


def line_of(sight: Sight) -> Line | None:
    """My place in line and who was let pass since I stand in it, in one query; None when I wait for nothing."""
    seat = sight.seat
    if seat is None or seat.state != Seat.State.WAITLISTED or seat.entered_line_at is None:
        return None
    since = seat.entered_line_at
    seated = Q(changed_at__gte=since) & ~Q(ahead_why="") & ~Q(state=Seat.State.WAITLISTED)
    rows = list(
        Seat.objects.filter(room=seat.room_id, role=seat.role_id)
        .filter(seat.ahead() | seated)
        .order_by("changed_at", "pk")
        .values_list("state", "ahead_why", "changed_at")
    )
    waiting = sum(state == Seat.State.WAITLISTED for state, _why, _at in rows)
    told = [(at, why) for _state, why, at in rows if why and at >= since]
    return Line(seat.place_on_entering or waiting + 1, waiting + 1, since, told)


def neighbours(room: Room, person: Person | None) -> Neighbours | None:
    """The dates around this one in its series, in one query; None for a room that stands alone."""
    if room.series_id is None:
        return None
    dates_of = Room.objects.visible_to(person).filter(series=room.series_id)
    dates_of = dates_of.exclude(state__in=(Room.State.DRAFT, Room.State.CANCELLED, Room.State.LAPSED))
    before = dates_of.filter(starts_at__lt=room.starts_at).order_by("-starts_at").values("pk")[:1]
    after = dates_of.filter(starts_at__gt=room.starts_at).order_by("starts_at").values("pk")[:3]
    rows = Room.objects.filter(Q(pk__in=before) | Q(pk__in=after)).order_by("starts_at", "pk")
    found = [
        (reverse("room", args=[room.community.slug, public_id]), starts_at, zone)
        for public_id, starts_at, zone in rows.values_list("public_id", "starts_at", "zone")
    ]
    earlier = [one for one in found if one[1] < room.starts_at]
    return Neighbours(earlier[0] if earlier else None, [one for one in found if one[1] > room.starts_at])


def coming(sight: Sight) -> list[tuple[str, str, str]]:
    """Who comes, for those who may know: name, page, role."""
    alone = len(sight.roles) == 1
    return [
        (
            str(seat.person),
            reverse("person", args=[seat.person.public_id]),
            "" if alone else words.role_name(sight.room.format, seat.role.key),
        )
        for seat in queries.participants(sight.room, sight.viewer)
    ]


def opens_at(sight: Sight) -> dict[str, str]:
    """The joining link and the exact address, each only for those the policy names."""
    room, inside = sight.room, policy.may_see_inside(sight.viewer)
    return {
        "link": room.link if policy.sees_link(sight.viewer, room, at=sight.at) else "",
        "address": room.address if inside else "",
        "link_later": _("The joining link appears here 15 minutes before the start.")
        if inside and room.link and room.state in Room.SEATABLE
        else "",
        "link_missing": _("The host has not given a link yet.") if inside and lacks_link(room) else "",
    }


def lacks_link(room: Room) -> bool:
    """Whether people are to come online to a room that has no joining link so far."""
    return room.mode != Room.Mode.IN_PERSON and not room.link and room.state in Room.AHEAD
