"""What the host of a room asks of one person: to take a role, to come to another room, which times suit."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from guildhouse.rooms import policy
from guildhouse.rooms.checkin import has_checked_in
from guildhouse.rooms.models import MergeAnswer, Merging, RoleAsk, Room, Seat, TimeAnswer, TimePoll
from guildhouse.rooms.presenting import words
from guildhouse.rooms.presenting.sight import Sight


@dataclass(frozen=True, slots=True)
class RoleQuestion:
    """The role, and what each answer causes."""

    role: str
    was: str
    is_of_format: bool
    no_causes: str


@dataclass(frozen=True, slots=True)
class MergeQuestion:
    """The other room, what was said so far (None: nothing), and the clause that is new there."""

    into: Room
    ends_at: datetime
    comes: bool | None
    clause: str


@dataclass(frozen=True, slots=True)
class TimesQuestion:
    """The times with their ids, and those that were said to suit; None while nothing was said."""

    times: list[tuple[str, datetime, datetime]]
    suits: list[str] | None


@dataclass(frozen=True, slots=True)
class Asked:
    """Everything the room asks of this person at the moment."""

    role: RoleQuestion | None = None
    merging: MergeQuestion | None = None
    times: TimesQuestion | None = None

    def __bool__(self) -> bool:
        return any((self.role, self.merging, self.times))


def asked_of(sight: Sight) -> Asked:
    """What is asked of whoever looks at the room; without a query where it is nothing."""
    if sight.seat is None or not policy.may_answer(sight.room, sight.seat, at=sight.at):
        return Asked()
    return Asked(
        _role(sight) if getattr(sight.room, "asks_role", False) else None,
        _merging(sight) if getattr(sight.room, "is_merging", False) else None,
        _times(sight) if getattr(sight.room, "is_polling", False) else None,
    )


def _role(sight: Sight) -> RoleQuestion | None:
    found = RoleAsk.objects.filter(seat=sight.seat, answered_at=None).first()
    if found is None:
        return None
    role = words.role_name(sight.room.format, found.role_key)
    is_of_format = found.why == RoleAsk.Why.CONVERTED
    stays = (
        _("You keep your seat and take part as most do.") if is_of_format else _("Your seat stays as it is.")
    )
    was = words.role_name(sight.room.format, found.was_key)
    return RoleQuestion(role, was, is_of_format, stays)


def _merging(sight: Sight) -> MergeQuestion | None:
    if sight.seat is None or sight.seat.state == Seat.State.INVITED:
        return None
    found = Merging.objects.filter(room=sight.room, ended_at=None).select_related("into__community").first()
    if found is None:
        return None
    said = MergeAnswer.objects.filter(merging=found, seat=sight.seat).first()
    clause = found.into.confidentiality
    is_new = clause and clause != sight.room.confidentiality
    return MergeQuestion(found.into, found.ends_at, said.comes if said else None, clause if is_new else "")


def _times(sight: Sight) -> TimesQuestion | None:
    poll = TimePoll.objects.filter(room=sight.room, ended_at=None).first()
    if poll is None:
        return None
    said = TimeAnswer.objects.filter(poll=poll, seat=sight.seat).first()
    length = timedelta(minutes=sight.room.minutes)
    times = [
        (one.public_id, one.starts_at, one.starts_at + length)
        for one in poll.times.order_by("starts_at", "pk")
    ]
    return TimesQuestion(times, said.suits if said else None)


@dataclass(frozen=True, slots=True)
class There:
    """Whether somebody can say that they are there, has said so, or can say that they cannot come."""

    may_check_in: bool
    is_checked_in: bool
    may_excuse: bool


def there_of(sight: Sight) -> There:
    """What the page offers about coming; without a query."""
    seat, room = sight.seat, sight.room
    if seat is None or seat.state != Seat.State.CONFIRMED:
        return There(False, False, False)
    checked_in = has_checked_in(room, seat)
    may_excuse = bool(policy.may_excuse(sight.viewer, room, at=sight.at))
    return There(
        may_check_in=not checked_in and bool(policy.may_check_in(sight.viewer, room, at=sight.at)),
        is_checked_in=checked_in,
        may_excuse=may_excuse and (sight.is_late or room.access == Room.Access.FIXED),
    )
