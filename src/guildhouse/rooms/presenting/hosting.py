"""The host's page: who asks, who waits, who comes, whether it will work, and what happened so far."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guildhouse.history.models import Fact
from guildhouse.kit import dates
from guildhouse.people.models import Person
from guildhouse.rooms.actions.passing import shortfall
from guildhouse.rooms.facts import Facts
from guildhouse.rooms.models import Host, Room, Seat
from guildhouse.rooms.presenting import choosing, words
from guildhouse.rooms.presenting.sight import Sight

State = Seat.State
Choices = list[tuple[str, str]]
HISTORY = 60


@dataclass(frozen=True, slots=True)
class Waiting:
    """The line of one role, and whether a seat in it is free."""

    role: str
    free: bool
    seats: list[Seat]


@dataclass(frozen=True, slots=True)
class Size:
    """Whether the room will work with those who come."""

    sentence: str
    short: int
    soon: bool
    is_open: bool
    conversions: list[choosing.Choice]
    others: list[choosing.Choice]


@dataclass(frozen=True, slots=True)
class People:
    """Everybody who has to do with a room, by what they are in it."""

    requests: list[Seat]
    lines: list[Waiting]
    coming: list[Seat]
    invited: list[Seat]
    gone: list[Seat]

    @property
    def here(self) -> list[Seat]:
        """Those whose attendance is noted."""
        return [seat for seat in self.coming if seat.state != State.OFFERED]


def people_of(sight: Sight) -> People:
    """Every seat of the room in one query, sorted into what the host does about it."""
    seats = list(
        Seat.objects.filter(room=sight.room)
        .select_related("person", "role")
        .order_by("role__position", "asked_at", "pk")
    )
    waiting = sorted(_in(seats, State.WAITLISTED), key=lambda seat: (seat.line_key, seat.number or 0))
    lines = [
        Waiting(sight.role_name(role), words.free_in(sight.room, role) != 0, mine)
        for role in sight.roles
        if (mine := [seat for seat in waiting if seat.role_id == role.pk])
    ]
    return People(
        requests=sorted(_in(seats, State.REQUESTED), key=lambda seat: (seat.asked_at, seat.pk)),
        lines=lines,
        coming=_in(seats, State.CONFIRMED, State.OFFERED, *Seat.PRESENCE),
        invited=_in(seats, State.INVITED),
        gone=_in(seats, State.DECLINED, State.EXPIRED, State.WITHDRAWN, State.REMOVED, State.LAPSED),
    )


def _in(seats: Sequence[Seat], *states: str) -> list[Seat]:
    return [seat for seat in seats if seat.state in states]


def size_of(sight: Sight, coming: Sequence[Seat]) -> Size | None:
    """Whether the room's format works with those who hold a seat, and what could be done; None once it began."""
    room = sight.room
    if not sight.is_ahead and room.state != Room.State.DRAFT:
        return None
    fits = words.format_of(room.format).feasible(room.held)
    short = shortfall(room, sight.roles)
    is_open = bool(short) or (room.held > 0 and not fits)
    return Size(
        sentence=fits.sentence,
        short=short,
        soon=(room.starts_at - sight.at).total_seconds() <= 48 * 3600,
        is_open=is_open,
        conversions=choosing.conversions(sight, coming) if is_open and room.held > 1 else [],
        others=choosing.rooms_to_merge_with(sight) if is_open else [],
    )


def hosts_of(room: Room) -> list[tuple[str, str]]:
    """The named hosts of a room: name and page."""
    rows = Host.objects.filter(room=room).select_related("person").order_by("at", "pk")
    return [(str(row.person), reverse("person", args=[row.person.public_id])) for row in rows]


def other_dates(sight: Sight) -> list[tuple[str, str]]:
    """Other rooms of the community that can still take people, as choices."""
    rooms = Room.objects.filter(
        community=sight.room.community_id, state__in=Room.SEATABLE, starts_at__gt=sight.at
    )
    rows = rooms.exclude(pk=sight.room.pk).order_by("starts_at", "pk")
    return [
        (public_id, f"{dates.day_words(starts_at)}, {dates.hours(starts_at)}: {purpose}")
        for public_id, starts_at, purpose in rows.values_list("public_id", "starts_at", "purpose")[:30]
    ]


def history_of(room: Room, seats: Sequence[int]) -> list[tuple[str, str, str]]:
    """What happened to the room and its seats as sentences, newest first; two queries."""
    about = Q(subject_type="rooms.room", subject_id=room.pk) | Q(
        subject_type="rooms.seat", subject_id__in=seats
    )
    # What other apps note about a room, such as its circles, is told on their pages.
    facts = list(Fact.objects.filter(about, kind__in=Facts.values).order_by("-pk")[:HISTORY])
    ids = {fact.actor_id for fact in facts} | {fact.concerns_id for fact in facts}
    names = {person.pk: str(person) for person in Person.objects.filter(pk__in=ids - {None})}
    return [(_moment(fact.happened_at), _sentence(fact, names), _more(fact)) for fact in facts]


def _moment(at: datetime) -> str:
    return f"{dates.day_words(at)}, {dates.hours(at)}"


def _sentence(fact: Fact, names: dict[int, str]) -> str:
    house = _("The house")
    actor = names.get(fact.actor_id or 0, house)
    concerned = names.get(fact.concerns_id or 0, _("somebody"))
    return str(Facts(fact.kind).label).format(actor=actor, concerns=concerned)


def _more(fact: Fact) -> str:
    return str(next((fact.data[name] for name in ("text", "why", "question") if fact.data.get(name)), ""))


def asking_words(count: int) -> str:
    """How many people ask, as a heading."""
    if not count:
        return _("Nobody asks at the moment")
    return ngettext("%(count)s request to decide", "%(count)s requests to decide", count) % {"count": count}
