"""What time does to rooms: offers run out, rooms begin, are held, or turn out too small."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_noop

from guildhouse.history.actions import act, record
from guildhouse.history.actors import SYSTEM
from guildhouse.kit import clock
from guildhouse.rooms import policy
from guildhouse.rooms.actions.ending import end_without_being_held, stop_asking
from guildhouse.rooms.actions.merging import finish_merging
from guildhouse.rooms.actions.planning import AT_CUTOFF
from guildhouse.rooms.actions.seating import fill, lock, step
from guildhouse.rooms.facts import Facts
from guildhouse.rooms.formats.known import format_of
from guildhouse.rooms.models import Merging, Room, RoomRole, Seat

State = Room.State
AT_48, AT_24 = 1, 2  # with AT_CUTOFF the bits of Room.checked: the looks at its size that are done
TOO_FEW = gettext_noop("Too few people could come.")
NOT_REACHED = (Seat.State.INVITED, Seat.State.REQUESTED, Seat.State.WAITLISTED)


def pass_time() -> int:
    """Do to every room what is due by the clock, one short transaction a room; return how many rooms changed."""
    at = clock.now()
    with_offers = Seat.objects.filter(state=Seat.State.OFFERED, expires_at__lte=at).values("room")
    rooms = Room.objects.filter(state__in=Room.AHEAD)
    # Nothing is due sooner than this, but in a room whose cut-off lies still further ahead.
    near = rooms.filter(Q(starts_at__lte=at + timedelta(days=8)) | Q(cutoff_minutes__gt=8 * 24 * 60))
    due = {room.pk: room for room in near if _is_due(room, at)}
    ends = Q(ends_at__lte=at) | ~Q(into__state__in=Room.SEATABLE)
    merging = Merging.objects.filter(ends, ended_at=None).values("room")
    due.update((room.pk, room) for room in rooms.filter(Q(pk__in=with_offers) | Q(pk__in=merging)))
    return sum(_pass(due[pk]) for pk in sorted(due))


def _is_due(room: Room, at: datetime) -> bool:
    if room.state == State.LIVE:
        return at >= room.ends_at
    return at >= room.starts_at or bool(_looks_due(room, at) & ~room.checked)


def _looks_due(room: Room, at: datetime) -> int:
    left = room.starts_at - at
    return (
        (AT_48 if left <= timedelta(hours=48) else 0)
        | (AT_24 if left <= timedelta(hours=24) else 0)
        | (AT_CUTOFF if at >= room.cutoff_at else 0)
    )


@act
def _pass(room: Room) -> bool:
    try:
        room, at = lock(room), clock.now()
    except Room.DoesNotExist:  # an empty date of a series that was edited meanwhile
        return False
    changed = _expire_offers(room, at)
    changed |= finish_merging(room, at=at)
    changed |= _look_at_size(room, at)
    changed |= _begin(room, at)
    return changed | _end(room, at)


def _settle(room: Room, states: Iterable[Seat.State], to: Seat.State, at: datetime, **only: Any) -> bool:
    seats = list(Seat.objects.filter(room=room, state__in=states, **only).order_by("pk"))
    roles = {role.pk: role for role in RoomRole.objects.filter(room=room)} if seats else {}
    for seat in seats:
        seat.room, seat.role = room, roles[seat.role_id]
        step(seat, to, actor=SYSTEM, at=at, how="time")
    return bool(seats)


def _expire_offers(room: Room, at: datetime) -> bool:
    if room.state not in Room.SEATABLE:
        return False
    expired = _settle(room, (Seat.State.OFFERED,), Seat.State.EXPIRED, at, expires_at__lte=at)
    return bool(fill(room, at=at)) or expired


def _look_at_size(room: Room, at: datetime) -> bool:
    """Warn the hosts at 48 and 24 hours, also of a missing link; at the cut-off let the room lapse if it must."""
    looks = _looks_due(room, at) & ~room.checked
    if room.state not in Room.SEATABLE or not looks:
        return False
    room.checked |= looks
    room.save(update_fields=["checked"])
    if looks & AT_24 and at < room.starts_at and room.mode != Room.Mode.IN_PERSON and not room.link:
        record(Facts.LINK_MISSING, actor=SYSTEM, subject=room, community=room.community_id, at=at)
    short = shortfall(room, list(RoomRole.objects.filter(room=room).order_by("position", "pk")))
    if not short or room.runs_anyway:
        return False
    if looks & AT_CUTOFF and (room.lapse_if_below or format_of(room.format).people.hard_minimum):
        end_without_being_held(room, State.LAPSED, actor=SYSTEM, at=at, why=TOO_FEW)
        record(Facts.LAPSED, actor=SYSTEM, subject=room, community=room.community_id, at=at, short=short)
    elif looks & (AT_48 | AT_24) and at < room.starts_at:
        hours = 24 if looks & AT_24 else 48
        record(
            Facts.WARNED,
            actor=SYSTEM,
            subject=room,
            community=room.community_id,
            at=at,
            short=short,
            hours=hours,
        )
    return True


def shortfall(room: Room, roles: list[RoomRole]) -> int:
    """How many people a room still lacks: by its own minimum, its format's, and each role's."""
    least = room.minimum or (format_of(room.format).people.min if room.assumed == [] else 0)
    return max(0, least - room.held, *(role.minimum - role.held for role in roles))


def _begin(room: Room, at: datetime) -> bool:
    """At the start nobody is left without an answer: requests, lines and invitations lapse, offers expire."""
    if room.state not in Room.SEATABLE or not room.has_started(at):
        return False
    _settle(room, (Seat.State.OFFERED,), Seat.State.EXPIRED, at)
    _settle(room, NOT_REACHED, Seat.State.LAPSED, at)
    stop_asking(room, at)
    room.state = State.LIVE
    room.save(update_fields=["state"])
    _note_who_is_there(room, at)
    record(Facts.WENT_LIVE, actor=SYSTEM, subject=room, community=room.community_id, at=at)
    return True


def _note_who_is_there(room: Room, at: datetime) -> None:
    """Whoever wrote the code before the room began attends it."""
    since = room.starts_at - policy.EARLIEST_CHECK_IN
    _settle(room, (Seat.State.CONFIRMED,), Seat.State.ATTENDED, at, checked_in_at__gte=since)


def _end(room: Room, at: datetime) -> bool:
    if room.state != State.LIVE or at < room.ends_at:
        return False
    room.state = State.HELD
    room.save(update_fields=["state"])
    record(Facts.HELD, actor=SYSTEM, subject=room, community=room.community_id, at=at, came=room.held)
    return True
