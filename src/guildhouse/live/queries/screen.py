"""What one person sees of a room that runs, at one moment: the same for a page and for the stream."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, Literal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guildhouse.kit import dates
from guildhouse.live.clockwork import ALL, MILLISECOND, MINUTE, Leg, Now, Plan, Texts, now
from guildhouse.live.policy import conducts
from guildhouse.live.queries.board import Board, Raised, board
from guildhouse.live.queries.places import Other, Place
from guildhouse.rooms.formats.shape import Words
from guildhouse.rooms.models import Room
from guildhouse.rooms.policy import Viewer
from guildhouse.rooms.presenting.words import role_name

State = Literal["waiting", "running", "paused", "over"]


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


@dataclass(frozen=True, slots=True)
class Hand:
    """One raised hand, in its order. The words with it are for whoever leads, and for whoever raised it."""

    id: str
    name: str
    text: str
    is_mine: bool
    is_taken: bool


@dataclass(frozen=True, slots=True)
class Screen:
    """Everything a screen shows; lengths are seconds, and roles are named in the reader's language."""

    state: State
    version: int
    move: int
    """What a button of whoever leads has to bring along."""
    at: datetime
    number: int
    of: int
    name: str
    prompt: str
    produces: str
    speaks: tuple[str, ...]
    silent: tuple[str, ...]
    round: int
    rounds: int
    turn: int
    turns: int
    ends_at: datetime | None
    """When the step is to end; None while nothing runs."""
    left: int
    over: int
    finishes_at: datetime | None
    """When the last step will end, as it looks now."""
    next_name: str
    coming: int
    """How many people come."""
    steps: tuple[Step, ...]
    bell: bool
    """Whether the bell is on for the room."""
    # What is one's own:
    conducts: bool
    nudge: str
    """What only whoever leads is told about the time."""
    my_role: str
    i_speak: bool
    i_am_silent: bool
    part_is_open: bool
    """Whether this step is for parts that were given to nobody, so that people agree on them themselves."""
    my_circle: int
    """The number of one's circle in this round, 0 without."""
    my_others: tuple[str, ...]
    my_link: str
    next_role: str
    """The part one has in the next step, where that begins another round; empty otherwise."""
    next_circle: int
    hands: tuple[Hand, ...]
    my_bell: bool
    """Whether the bell rings for this person."""

    @property
    def is_paused(self) -> bool:
        return self.state == "paused"

    @property
    def is_last(self) -> bool:
        """Whether no step comes after this one."""
        return self.number == self.of

    def as_json(self) -> dict[str, Any]:
        """The same as the stream sends it; moments are milliseconds since 1970."""
        return in_json({one.name: getattr(self, one.name) for one in fields(self)})


def screen(room: Room, viewer: Viewer, at: datetime) -> Screen:
    """What this person sees of the room at this moment, also before it has begun and when it is over."""
    return screen_of(board(room), viewer, at)


def screen_of(seen: Board, viewer: Viewer, at: datetime) -> Screen:
    """The same of a room that is read already."""
    leads = conducts(viewer, seen.format)
    return Screen(**shared(seen, at, leads=leads), **own(seen, viewer, leads=leads))


def shared(seen: Board, at: datetime, *, leads: bool) -> dict[str, Any]:
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


def own(seen: Board, viewer: Viewer, *, leads: bool) -> dict[str, Any]:
    """What is one person's own: role, circle, hands as they may read them, and the bell."""
    person = viewer.standing.person.pk if viewer.standing.person else 0
    leg = seen.plan.legs[seen.course.index] if seen.plan and seen.course else None
    place = _place(seen, leg, person)
    role = place.role if place and place.role else seen.roles.get(person, "")
    return {
        "my_role": role_name(seen.room.format, role) if role else "",
        "i_speak": leg is not None and _named(role, leg.speaks),
        "i_am_silent": leg is not None and _named(role, leg.silent),
        "part_is_open": leg is not None and _is_open(seen, leg, role),
        "my_circle": place.circle if place else 0,
        "my_others": tuple(_other(seen, one) for one in place.others) if place else (),
        "my_link": place.link if place else "",
        **_next(seen, leg, person),
        "hands": tuple(_hand(hand, person, leads) for hand in seen.hands),
        "my_bell": seen.run is not None and seen.run.bell and person not in seen.hushed,
    }


def _place(seen: Board, leg: Leg | None, person: int) -> Place | None:
    # A step outside of the rounds, that is still worked on in circles, is in those of the first.
    number = leg.round or (1 if leg.per == "group" else 0) if leg else 1
    return seen.places.get((number, person))


def _next(seen: Board, leg: Leg | None, person: int) -> dict[str, Any]:
    """Where one goes when the round ends."""
    place = None
    if leg is not None and seen.plan and seen.course and seen.course.index < seen.plan.last:
        coming = seen.plan.legs[seen.course.index + 1]
        place = _place(seen, coming, person) if coming.round not in (0, leg.round) else None
    role = role_name(seen.room.format, place.role) if place and place.role else ""
    return {"next_role": role, "next_circle": place.circle if place else 0}


def _is_open(seen: Board, leg: Leg, role: str) -> bool:
    named = {*leg.speaks, *leg.silent}
    drawn = {one.key for one in seen.format.roles if one.drawn_from == role}
    return bool(role) and role not in named and ALL not in named and bool(named & drawn)


def _other(seen: Board, other: Other) -> str:
    return f"{other.name} ({role_name(seen.room.format, other.role)})" if other.role else other.name


def _named(role: str, keys: Sequence[str]) -> bool:
    return ALL in keys or (bool(role) and role in keys)


def _hand(hand: Raised, person: int, leads: bool) -> Hand:
    mine = hand.person == person
    return Hand(hand.public_id, hand.name, hand.text if mine or leads else "", mine, hand.is_taken)


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


def in_json(values: Mapping[str, Any]) -> dict[str, Any]:
    """The same with moments as milliseconds since 1970, and with lists."""
    return {name: _plain(value) for name, value in values.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return int(value.timestamp() * 1000)
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, Step | Hand):
        return {one.name: getattr(value, one.name) for one in fields(value)}
    return value
