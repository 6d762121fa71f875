"""Leading a room through its steps. A button brings along the move it was pressed on: pressed twice, it moves once."""

from collections.abc import Callable
from datetime import datetime

from django.utils.translation import gettext as _

from guildhouse.history.actions import act, record
from guildhouse.history.actors import Actor
from guildhouse.kit import clock
from guildhouse.kit.rules import Refused, no, require
from guildhouse.live import clockwork, policy
from guildhouse.live.actions.frame import asked_to_lead, locked, of, shown
from guildhouse.live.clockwork import Course, Plan, plan_to_json
from guildhouse.live.facts import Facts
from guildhouse.live.models import Run
from guildhouse.live.planning import plan_of
from guildhouse.live.ringing import ring
from guildhouse.rooms.actions.frame import person_of, viewer_of
from guildhouse.rooms.actions.seating import lock
from guildhouse.rooms.models import Room, RoomRole, Seat
from guildhouse.rooms.presenting.words import format_of

Move = Callable[[Plan, Course, datetime], Course]

# What is told of each move.
KIND: dict[Move, Facts] = {
    clockwork.forward: Facts.WENT_TO_STEP,
    clockwork.back: Facts.WENT_TO_STEP,
    clockwork.longer: Facts.LENGTHENED,
    clockwork.pause: Facts.PAUSED,
    clockwork.go_on: Facts.WENT_ON,
}


@act
def begin(room: Room, *, actor: Actor) -> Run:
    """Begin the steps of a room, or go on where it stood when it was ended too early.

    The minutes of its steps are fitted to the room's and to those who come. Begun twice, it is begun once.
    """
    room, at = lock(room), clock.now()
    fmt = format_of(room.format)
    require(policy.may_begin(viewer_of(actor, room), room, fmt, at=at))
    run = locked(room)
    if run is not None:
        return _begun_again(run, actor, at)
    plan = plan_of(fmt, people=max(1, _taking_part(room)), minutes=room.minutes)
    run = Run.objects.create(
        room=room, plan=plan_to_json(plan), began_by=person_of(actor), **_columns(_started(plan, room, at))
    )
    ring(room.pk)
    record(Facts.BEGAN, **of(run, actor, at))
    return run


@act
def next_step(room: Room, *, move: int, actor: Actor) -> Run:
    """Go to the next step. Pressed on a move that is over, it changes nothing."""
    return _moved(room, move, actor, clockwork.forward, _not_the_last)


@act
def back(room: Room, *, move: int, actor: Actor) -> Run:
    """Go back to the step before, with what was left of its time."""
    return _moved(room, move, actor, clockwork.back, _not_the_first)


@act
def longer(room: Room, *, move: int, actor: Actor) -> Run:
    """Give the step under way two more minutes; the coming steps give them, as far as they can."""
    return _moved(room, move, actor, clockwork.longer)


@act
def pause(room: Room, *, move: int, actor: Actor) -> Run:
    """Stop the clock of the step under way."""
    return _moved(room, move, actor, clockwork.pause)


@act
def go_on(room: Room, *, move: int, actor: Actor) -> Run:
    """Go on after a pause."""
    return _moved(room, move, actor, clockwork.go_on)


@act
def end(room: Room, *, actor: Actor) -> Run:
    """End the steps of a room; ended already, nothing changes."""
    run = locked(room)
    if run is not None and run.ended_at is not None:
        return run
    return closed(asked_to_lead(room, actor).run, actor=actor, at=clock.now())


def closed(run: Run, *, actor: Actor, at: datetime) -> Run:
    """The run as it ends at this moment."""
    run.ended_at = at
    run.move += 1
    shown(run, "ended_at", "move")
    record(Facts.ENDED, **of(run, actor, at))
    return run


def _moved(room: Room, move: int, actor: Actor, how: Move, fits: Callable[[Run], None] | None = None) -> Run:
    run, at = asked_to_lead(room, actor).run, clock.now()
    if run.move != move:
        return run
    if fits is not None:
        fits(run)
    before = run.course
    after = how(run.steps, before, at)
    if after == before:
        return run
    _keep(run, after)
    record(KIND[how], **of(run, actor, at), step=run.index + 1)
    return run


def _keep(run: Run, course: Course) -> None:
    columns = _columns(course)
    for name, value in columns.items():
        setattr(run, name, value)
    run.move += 1
    shown(run, "move", *columns)


def _columns(course: Course) -> dict[str, object]:
    kept = {name: getattr(course, name) for name in Run.COURSE}
    return {**kept, "spent": list(course.spent)}


def _started(plan: Plan, room: Room, at: datetime) -> Course:
    return clockwork.start(plan, at, room.ends_at)


def _begun_again(run: Run, actor: Actor, at: datetime) -> Run:
    if run.ended_at is None:
        return run
    # The time since it was ended is a pause.
    paused = clockwork.pause(run.steps, run.course, run.ended_at)
    run.ended_at = None
    run.save(update_fields=["ended_at"])
    _keep(run, clockwork.go_on(run.steps, paused, at))
    record(Facts.WENT_ON, **of(run, actor, at))
    return run


def _taking_part(room: Room) -> int:
    coming = Seat.objects.filter(room=room, state__in=Seat.COMING)
    return coming.exclude(role__key=RoomRole.OBSERVER).count()


def _not_the_last(run: Run) -> None:
    if run.index >= run.steps.last:
        raise Refused(no("last", _("This is the last step. End the room when everybody is done.")))


def _not_the_first(run: Run) -> None:
    if run.index == 0:
        raise Refused(no("first", _("This is the first step, so there is none before it.")))
