"""Another time for a room, with everybody asked which would suit them."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, time

from django.utils.translation import gettext as _

from guildhouse.history.actions import act, record
from guildhouse.history.actors import Actor
from guildhouse.kit import clock
from guildhouse.kit.rules import Refused, no, require
from guildhouse.kit.walls import instant
from guildhouse.rooms import policy
from guildhouse.rooms.actions.frame import person_of, viewer_of
from guildhouse.rooms.actions.planning import change
from guildhouse.rooms.actions.seating import lock
from guildhouse.rooms.facts import Facts
from guildhouse.rooms.models import ProposedTime, Room, Seat, TimeAnswer, TimePoll

Times = Sequence[tuple[date, time]]


@act
def propose_times(room: Room, times: Times, *, actor: Actor) -> TimePoll:
    """Ask everybody who has to do with a room which of a few other times suit them.

    `times` are days and hours on the wall of the room's zone. Nothing moves before a host chooses one. Asking with
    other times begins anew.
    """
    room, at = lock(room), clock.now()
    require(policy.may_ask_for_times(viewer_of(actor, room), room, at=at))
    wanted = sorted(set(times))
    if not 1 <= len(wanted) <= TimePoll.MOST:
        raise Refused(no("times", _("Propose one to five times, each of them once.")))
    poll = open_poll(room)
    if poll is not None and wanted == sorted(poll.times.values_list("wall_date", "wall_time")):
        return poll
    for day, _hour in wanted:
        require(policy.may_be_on(day, at.date()))
    starts = [instant(day, hour, room.zone) for day, hour in wanted]
    if min(starts) <= at:
        raise Refused(no("past", _("One of these times has passed. Propose times that are still to come.")))
    _close(poll, at)
    poll = TimePoll.objects.create(room=room, by=person_of(actor), began_at=at)
    ProposedTime.objects.bulk_create(
        ProposedTime(poll=poll, wall_date=day, wall_time=hour, starts_at=starts_at)
        for (day, hour), starts_at in zip(wanted, starts, strict=True)
    )
    record(
        Facts.TIMES_PROPOSED,
        actor=actor,
        subject=room,
        community=room.community_id,
        at=at,
        poll=poll.pk,
        times=[one.isoformat() for one in starts],
    )
    return poll


def open_poll(room: Room) -> TimePoll | None:
    """What is being asked about a room's time, or None."""
    return TimePoll.objects.filter(room=room, ended_at=None).first()


@act
def say_which_suit(room: Room, suits: Collection[str], *, actor: Actor) -> TimeAnswer:
    """Say which of the proposed times suit oneself, by their ids; none of them is an answer too, and may be changed."""
    room, at = lock(room), clock.now()
    poll, seat = open_poll(room), viewer_of(actor, room).seat
    if poll is None or seat is None:
        raise Refused(no("not_asked", _("Nobody asks for another time of this room at the moment.")))
    require(policy.may_answer(room, seat, at=at))
    there = poll.times.filter(public_id__in=suits).order_by("starts_at", "pk")
    chosen = list(there.values_list("public_id", flat=True))
    said = TimeAnswer.objects.filter(poll=poll, seat=seat).first()
    if said is not None and said.suits == chosen:
        return said
    said, _is_new = TimeAnswer.objects.update_or_create(
        poll=poll, seat=seat, defaults={"suits": chosen, "answered_at": at}
    )
    living = Seat.objects.living().filter(room=room)
    record(
        Facts.TIMES_ANSWERED,
        actor=actor,
        subject=room,
        community=room.community_id,
        concerns=seat.person_id,
        at=at,
        suits=len(chosen),
        missing=living.exclude(time_answers__poll=poll).count(),
    )
    return said


@act
def choose_time(room: Room, chosen: str, *, actor: Actor) -> Room:
    """Move the room to one of the times that were proposed; everybody keeps their seat and is told."""
    room, at = lock(room), clock.now()
    require(policy.may_ask_for_times(viewer_of(actor, room), room, at=at))
    found = ProposedTime.objects.filter(poll__room=room, public_id=chosen).select_related("poll").first()
    if found is None:
        raise Refused(no("no_time", _("This time was not proposed. Choose one of those on the page.")))
    if found.is_chosen and found.starts_at == room.starts_at:
        return room
    if found.poll.ended_at is not None:
        raise Refused(no("times_over", _("These times are not asked about any more. Propose times anew.")))
    found.is_chosen = True
    found.save(update_fields=["is_chosen"])
    _close(found.poll, at)
    return change(room, actor=actor, at=at, wall_date=found.wall_date, wall_time=found.wall_time)


@act
def stop_asking_times(room: Room, *, actor: Actor) -> Room:
    """Leave the room at its time; nobody is asked any more."""
    room, at = lock(room), clock.now()
    require(policy.may_change(viewer_of(actor, room), room, at=at))
    poll = open_poll(room)
    if poll is not None:
        _close(poll, at)
        record(Facts.TIMES_ENDED, actor=actor, subject=room, community=room.community_id, at=at)
    return room


def _close(poll: TimePoll | None, at: datetime) -> None:
    if poll is not None:
        poll.ended_at = at
        poll.save(update_fields=["ended_at"])
