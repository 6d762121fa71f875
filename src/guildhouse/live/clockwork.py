"""The clock of a room as plain numbers: what a plan and a few moments say about any moment.

Nothing here reads a clock, a database or a language. All lengths are whole milliseconds, so that nothing is lost by
rounding: the time spent in every leg, and in pauses, is always exactly the time since the beginning.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from typing import Any

MILLISECOND = timedelta(milliseconds=1)
MINUTE = 60_000
LONGER = 2 * MINUTE
ALL = "all"

Texts = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Leg:
    """One stretch of the course: a step of the format, in one of its rounds, for one of those whose turn it is."""

    step: int
    round: int
    rounds: int
    turn: int
    turns: int
    minutes: int
    least: int
    most: int
    name: Texts
    per: str = "group"
    speaks: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()
    produces: Texts = ()
    prompt: Texts = ()

    def takes(self, spent: int) -> tuple[int, int, int]:
        """The least, the planned and the most it takes, where so much of it is spent already.

        The most is what was planned: time that was saved makes no step longer, the room ends earlier.
        """
        least, planned = max(self.least * MINUTE, spent), max(self.minutes * MINUTE, spent)
        return least, planned, planned


@dataclass(frozen=True, slots=True)
class Plan:
    """The legs of one room in order, and how many minutes there are for all of them."""

    legs: tuple[Leg, ...]
    minutes: int

    @property
    def last(self) -> int:
        return len(self.legs) - 1


@dataclass(frozen=True, slots=True)
class Course:
    """How far a room is: all that has to be kept to tell any later moment."""

    index: int
    """Which leg is under way."""
    began_at: datetime
    since: datetime
    """When that leg was entered, or went on after a pause."""
    paused_at: datetime | None
    spent: tuple[int, ...]
    """What each leg has taken, up to `since`."""
    rested: int
    """What pauses that are over have taken."""
    granted: int
    """What the leg under way may take in all."""
    total: int
    """What everything may take, pauses too."""


@dataclass(frozen=True, slots=True)
class Now:
    """One moment of a course. No length is ever negative."""

    index: int
    spent: int
    left: int
    over: int
    """By how much the leg under way has overrun."""
    is_paused: bool
    lengths: tuple[int, ...]
    """What each leg took, takes or will take."""
    rested: int
    shortened: int
    """By how much the coming legs are shorter than planned."""
    behind: int
    """By how much the whole will be too long, even if every coming leg takes its least."""

    @property
    def remaining(self) -> int:
        """Until the last leg is over."""
        return self.left + sum(self.lengths[self.index + 1 :])


def spread(bounds: Sequence[tuple[int, int, int]], total: int) -> list[int]:
    """Lengths between least and most, as near as they can be to those planned, with this sum where that can be.

    Each gives or takes in proportion to how far it may be changed.
    """
    need = total - sum(planned for _, planned, _ in bounds)
    room = [most - planned if need > 0 else planned - least for least, planned, most in bounds]
    whole = sum(room)
    amount = min(abs(need), whole)
    lengths, gone, shared = [], 0, 0
    for (_, planned, _), mine in zip(bounds, room, strict=True):
        gone += mine
        upto = amount * gone // whole if whole else 0
        lengths.append(planned + (upto - shared if need > 0 else shared - upto))
        shared = upto
    return lengths


def start(plan: Plan, at: datetime, ends_at: datetime) -> Course:
    """Begin with the first leg. Whoever begins late has less time in all, whoever begins early has no more."""
    total = min(plan.minutes * MINUTE, between(at, ends_at))
    return _entered(plan, Course(0, at, at, None, (0,) * len(plan.legs), 0, 0, total), 0, at)


def forward(plan: Plan, course: Course, at: datetime) -> Course:
    """Go to the next leg; on the last one nothing changes. Going on ends a pause."""
    return course if course.index >= plan.last else _entered(plan, course, course.index + 1, at)


def back(plan: Plan, course: Course, at: datetime) -> Course:
    """Go back to the leg before, with what was left of it; with two minutes where nothing was."""
    return course if course.index == 0 else _entered(plan, course, course.index - 1, at)


def longer(plan: Plan, course: Course, at: datetime, by: int = LONGER) -> Course:
    """Give the leg under way so much more, counted from now where its time is over."""
    taken = course.spent[course.index] + _running(course, at)
    return replace(course, granted=max(course.granted, taken) + by)


def pause(plan: Plan, course: Course, at: datetime) -> Course:
    """Stop the clock of the leg under way; what the pause takes goes off the coming legs."""
    if course.paused_at is not None:
        return course
    stopped = _halted(course, at)
    return replace(stopped, paused_at=stopped.since)


def go_on(plan: Plan, course: Course, at: datetime) -> Course:
    """Go on after a pause."""
    return course if course.paused_at is None else replace(_halted(course, at), paused_at=None)


def now(plan: Plan, course: Course, at: datetime) -> Now:
    """What the course says about this moment."""
    index, resting = course.index, _resting(course, at)
    spent = course.spent[index] + _running(course, at)
    length, rested = max(course.granted, spent), course.rested + resting
    coming = [
        leg.takes(gone) for leg, gone in zip(plan.legs[index + 1 :], course.spent[index + 1 :], strict=True)
    ]
    free = course.total - rested - sum(course.spent[:index]) - length
    lengths = spread(coming, free)
    return Now(
        index=index,
        spent=spent,
        left=length - spent,
        over=max(0, spent - course.granted),
        is_paused=course.paused_at is not None,
        lengths=(*course.spent[:index], length, *lengths),
        rested=rested,
        shortened=sum(max(0, planned - now) for (_, planned, _), now in zip(coming, lengths, strict=True)),
        behind=max(0, sum(lengths) - free),
    )


def between(earlier: datetime, later: datetime) -> int:
    """Milliseconds from one moment to another, none where the clock went back."""
    return max(0, (later - earlier) // MILLISECOND)


def _entered(plan: Plan, course: Course, index: int, at: datetime) -> Course:
    course = _halted(course, at)
    legs = [leg.takes(spent) for leg, spent in zip(plan.legs[index:], course.spent[index:], strict=True)]
    mine = spread(legs, course.total - course.rested - sum(course.spent[:index]))[0]
    spent = course.spent[index]
    return replace(
        course, index=index, paused_at=None, granted=max(mine, spent + LONGER) if spent >= mine else mine
    )


def _halted(course: Course, at: datetime) -> Course:
    """The course with everything counted up to this moment."""
    running, resting = _running(course, at), _resting(course, at)
    spent = tuple(
        gone + running if index == course.index else gone for index, gone in enumerate(course.spent)
    )
    # Not the moment itself: what is less than a millisecond is counted the next time.
    since = course.since + (running + resting) * MILLISECOND
    return replace(course, since=since, spent=spent, rested=course.rested + resting)


def _running(course: Course, at: datetime) -> int:
    return 0 if course.paused_at is not None else between(course.since, at)


def _resting(course: Course, at: datetime) -> int:
    return 0 if course.paused_at is None else between(course.since, at)


def plan_to_json(plan: Plan) -> dict[str, Any]:
    """The plan as it is kept."""
    names = [one.name for one in fields(Leg)]
    return {
        "minutes": plan.minutes,
        "legs": [{name: getattr(leg, name) for name in names} for leg in plan.legs],
    }


def plan_from_json(kept: dict[str, Any]) -> Plan:
    """The plan as it was kept."""
    return Plan(tuple(_leg(leg) for leg in kept["legs"]), kept["minutes"])


def _leg(kept: dict[str, Any]) -> Leg:
    texts = {
        name: tuple((code, text) for code, text in kept.get(name, ()))
        for name in ("name", "produces", "prompt")
    }
    roles = {name: tuple(kept.get(name, ())) for name in ("speaks", "silent")}
    return Leg(**{**kept, **texts, **roles})
