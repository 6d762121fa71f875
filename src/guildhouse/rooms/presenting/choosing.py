"""The host's page of a room that may not work as it is: the choices that fit, each with what it will cause."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, F, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guildhouse.kit import dates
from guildhouse.rooms import policy, rolemap
from guildhouse.rooms.actions.merging import asked_to_come
from guildhouse.rooms.formats.known import to_choose
from guildhouse.rooms.formats.shape import Format
from guildhouse.rooms.models import Host, MergeAnswer, Merging, Room, Seat, TimeAnswer, TimePoll
from guildhouse.rooms.presenting import words
from guildhouse.rooms.presenting.sight import Sight

NEAR = timedelta(days=14)
NAMED = 3


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing a host can do about the room: what is sent, its name, and what it will cause."""

    value: str
    name: str
    causes: str


@dataclass(frozen=True, slots=True)
class MergingNow:
    """How far two rooms are on the way to becoming one."""

    into: Room
    ends_at: datetime
    come: list[str]
    stay: list[str]
    silent: list[str]


@dataclass(frozen=True, slots=True)
class TimeNow:
    """One proposed time, and whom it suits."""

    public_id: str
    starts_at: datetime
    ends_at: datetime
    suits: list[str]


@dataclass(frozen=True, slots=True)
class PollNow:
    """What people answered so far about another time, the best suited first, and who has not."""

    times: list[TimeNow]
    silent: list[str]


def conversions(sight: Sight, coming: Sequence[Seat]) -> list[Choice]:
    """The formats a room can be given: first those that ask nobody, then the nearest in length."""
    room, language = sight.room, dates.language()
    there = [fmt for fmt in to_choose(room.community_id) if fmt.key != room.format]
    fitting = [fmt for fmt in there if policy.may_become(room, fmt)]
    asked = {fmt.key: _asked(room, fmt, coming) for fmt in fitting}
    fitting.sort(key=lambda fmt: (len(asked[fmt.key]), abs(fmt.total_minutes - room.minutes), fmt.key))
    return [Choice(fmt.key, fmt.name_in(language), _causes(room, fmt, asked[fmt.key])) for fmt in fitting]


def _asked(room: Room, fmt: Format, coming: Sequence[Seat]) -> list[str]:
    """Who would be asked about another role."""
    usual, is_usual = rolemap.plain(words.format_of(room.format)), rolemap.plain(fmt)
    to = rolemap.mapped({seat.role.key for seat in coming}, fmt, observers=room.welcomes_observers)
    return [
        str(seat.person)
        for seat in coming
        if seat.is_holding and rolemap.is_another(seat.role.key, usual, to[seat.role.key], is_usual)
    ]


def _causes(room: Room, fmt: Format, asked: Sequence[str]) -> str:
    said = [_("Everybody keeps their seat.")] if room.held else []
    if asked:
        new_roles = ngettext(
            "%(names)s is asked about a new role.", "%(names)s are asked about new roles.", len(asked)
        )
        said.append(new_roles % {"names": named(asked)})
    elif room.held:
        said.append(_("Nobody's role changes."))
    said.append(words.usual_length(fmt, room))
    return " ".join(said).rstrip()


def named(names: Sequence[str]) -> str:
    """A few names in a row, and how many more there are."""
    if len(names) <= NAMED:
        return ", ".join(names)
    return _("%(names)s and %(more)s more") % {"names": ", ".join(names[:NAMED]), "more": len(names) - NAMED}


def rooms_to_merge_with(sight: Sight) -> list[Choice]:
    """Rooms this host also answers for that are near in time or of the same format, with seats for everybody here."""
    room, viewer = sight.room, sight.viewer
    if sight.is_late or not room.held:
        return []
    near = Q(starts_at__range=(room.starts_at - NEAR, room.starts_at + NEAR)) | Q(format=room.format)
    rooms = Room.objects.filter(
        near, community=room.community_id, state__in=Room.SEATABLE, starts_at__gt=sight.at, waiting=0
    )
    people = room.held + room.waiting + getattr(room, "asking", 0)
    rooms = rooms.filter(Q(capacity=None) | Q(capacity__gte=F("held") + people))
    under_way = Merging.objects.filter(ended_at=None)
    rooms = rooms.exclude(pk=room.pk).exclude(pk__in=under_way.values("room"))
    rooms = rooms.filter(~Exists(under_way.filter(into=room.pk)))
    if not viewer.standing.is_convener and not viewer.standing.acts_for_house:
        rooms = rooms.filter(pk__in=Host.objects.filter(person=viewer.standing.person).values("room"))
    found = list(rooms.order_by("starts_at", "pk")[:30])
    found.sort(key=lambda one: (one.format != room.format, abs(one.starts_at - room.starts_at), one.pk))
    return [_as_choice(one) for one in found[:5]]


def _as_choice(other: Room) -> Choice:
    when = f"{dates.day_words(other.starts_at)}, {dates.hours(other.starts_at)}"
    name = f"{other.purpose} ({words.format_name(other.format)}, {when})"
    if other.capacity is None:
        return Choice(other.public_id, name, _("It has no limit."))
    free = other.capacity - other.held
    said = ngettext("%(free)s seat is free there.", "%(free)s seats are free there.", free) % {"free": free}
    return Choice(other.public_id, name, said)


def merging_now(sight: Sight) -> MergingNow | None:
    """What is under way, and what people answered."""
    found = Merging.objects.filter(room=sight.room, ended_at=None).select_related("into").first()
    if found is None:
        return None
    answers = MergeAnswer.objects.filter(merging=found).select_related("seat__person").order_by("pk")
    said = {answer.seat_id: answer for answer in answers}
    silent = [seat.pk for seat in asked_to_come(sight.room) if seat.pk not in said]
    return MergingNow(
        into=found.into,
        ends_at=found.ends_at,
        come=[str(one.seat.person) for one in said.values() if one.comes],
        stay=[str(one.seat.person) for one in said.values() if not one.comes],
        silent=_names_of(silent),
    )


def poll_now(sight: Sight) -> PollNow | None:
    """What is asked about the time, and what people answered."""
    poll = TimePoll.objects.filter(room=sight.room, ended_at=None).first()
    if poll is None:
        return None
    rows = TimeAnswer.objects.filter(poll=poll).select_related("seat__person").order_by("pk")
    answers = [one for one in rows if one.seat.is_living]
    length = timedelta(minutes=sight.room.minutes)
    times = [
        TimeNow(
            one.public_id,
            one.starts_at,
            one.starts_at + length,
            [str(answer.seat.person) for answer in answers if one.public_id in answer.suits],
        )
        for one in poll.times.order_by("starts_at", "pk")
    ]
    said = {answer.seat_id for answer in answers}
    living = Seat.objects.living().filter(room=sight.room).exclude(pk__in=said)
    silent = _names_of(living.values_list("pk", flat=True))
    return PollNow(sorted(times, key=lambda one: (-len(one.suits), one.starts_at)), silent)


def _names_of(seats: Iterable[int]) -> list[str]:
    found = Seat.objects.filter(pk__in=seats).select_related("person").order_by("asked_at", "pk")
    return [str(seat.person) for seat in found]
