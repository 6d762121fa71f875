"""What everybody before the screens of a room sees alike: the step, the clock, who speaks, and the whole course."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guildhouse.kit import dates
from guildhouse.live.clockwork import ALL, MILLISECOND, MINUTE, Leg, Now, Plan, Texts, now
from guildhouse.live.queries.board import Board
from guildhouse.rooms.formats.shape import Words
from guildhouse.rooms.presenting.words import role_name


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the course: a step, with the minutes it took, takes or will take."""

    number: int
    name: str
    minutes: int
    planned: int
    round: int
    turn: int
    turns: int
    speaks: str
    silent: str
    where: Literal["past", "here", "ahead"]


def alike(seen: Board, at: datetime, *, leads: bool) -> dict[str, Any]:
    """What everybody sees alike, but for those who lead: they alone are told about the time."""
    run, plan, course = seen.run, seen.plan, seen.course
    if run is None or plan is None or course is None:
        return _waiting(seen, at) | {"conducts": leads, "nudge": ""}
    moment = now(plan, course, run.ended_at or at)
    leg = plan.legs[moment.index]
    stands = moment.is_paused or run.ended_at is not None
    return {
        "state": "over" if run.ended_at else "paused" if moment.is_paused else "running",
        "version": run.version,
        "move": run.move,
        "at": at,
        **_leg(seen, plan, moment.index),
        "ends_at": None if stands else at + (moment.left - moment.over) * MILLISECOND,
        "left": -(-moment.left // 1000),
        "over": moment.over // 1000,
        "finishes_at": None if stands else at + moment.remaining * MILLISECOND,
        "next_name": in_words(plan.legs[moment.index + 1].name) if moment.index < plan.last else "",
        "coming": len(seen.roles),
        "steps": tuple(
            _step(seen, leg, index, moment.lengths[index], moment.index)
            for index, leg in enumerate(plan.legs)
        ),
        "bell": run.bell,
        "conducts": leads,
        "nudge": nudge(moment, leg) if leads and run.ended_at is None else "",
    }


def _waiting(seen: Board, at: datetime) -> dict[str, Any]:
    empty: dict[str, Any] = dict.fromkeys(("name", "prompt", "produces", "next_name"), "")
    numbers = ("version", "move", "number", "of", "round", "rounds", "turn", "turns", "left", "over")
    tuples = ("speaks", "silent", "steps")
    moments = ("ends_at", "finishes_at")
    return {
        "state": "waiting",
        "at": at,
        "coming": len(seen.roles),
        "bell": True,
        **empty,
        **dict.fromkeys(numbers, 0),
        **dict.fromkeys(tuples, ()),
        **dict.fromkeys(moments),
    }


def _leg(seen: Board, plan: Plan, index: int) -> dict[str, Any]:
    leg = plan.legs[index]
    return {
        "number": index + 1,
        "of": len(plan.legs),
        "name": in_words(leg.name),
        "prompt": in_words(leg.prompt),
        "produces": in_words(leg.produces),
        "speaks": roles_in_words(seen.room.format, leg.speaks),
        "silent": roles_in_words(seen.room.format, leg.silent),
        "round": leg.round,
        "rounds": leg.rounds,
        "turn": leg.turn,
        "turns": leg.turns,
    }


def _step(seen: Board, leg: Leg, index: int, length: int, here: int) -> Step:
    return Step(
        number=index + 1,
        name=in_words(leg.name),
        minutes=round(length / MINUTE),
        planned=leg.minutes,
        round=leg.round,
        turn=leg.turn,
        turns=leg.turns,
        speaks=", ".join(roles_in_words(seen.room.format, leg.speaks)),
        silent=", ".join(roles_in_words(seen.room.format, leg.silent)),
        where="past" if index < here else "here" if index == here else "ahead",
    )


def nudge(moment: Now, leg: Leg) -> str:
    """What whoever leads is told about the time, and nobody else; empty while all goes as planned."""
    told = []
    if over := moment.over // MINUTE:
        words = ngettext(
            "This step is %(n)s minute over its time.", "This step is %(n)s minutes over its time.", over
        )
        told.append(words % {"n": over})
    if less := round(moment.shortened / MINUTE):
        words = ngettext(
            "The coming steps are %(n)s minute shorter than planned.",
            "The coming steps are %(n)s minutes shorter than planned.",
            less,
        )
        told.append(words % {"n": less})
    if late := round(moment.behind / MINUTE):
        words = ngettext(
            "Even then the room ends %(n)s minute late.", "Even then the room ends %(n)s minutes late.", late
        )
        told.append(words % {"n": late})
    return " ".join(told)


def roles_in_words(format_key: str, keys: Sequence[str]) -> tuple[str, ...]:
    """The names of roles of a format in the reader's language."""
    return tuple(_("everyone") if key == ALL else role_name(format_key, key) for key in keys)


def in_words(texts: Texts) -> str:
    """The text in the reader's language."""
    return Words(texts).in_language(dates.language()) if texts else ""
