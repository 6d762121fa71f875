"""What comes of reading one hand-written text: an answer with what was assumed, or a question."""

from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from guildhouse.imports.plan import Assumption, Choice


@dataclass(frozen=True, slots=True)
class Ask:
    """The text leaves it open. Each choice's value is a text that the same reader understands."""

    text: str
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class Zone:
    """An IANA zone."""

    name: str
    assumptions: tuple[Assumption, ...] = ()


@dataclass(frozen=True, slots=True)
class Clock:
    """A wall time in 24 hours, how long when an end is written too, and a zone's text written beside it."""

    hour: int
    minute: int
    minutes: int | None = None
    zone: str = ""
    assumptions: tuple[Assumption, ...] = ()


@dataclass(frozen=True, slots=True)
class NoDates:
    """There is no rhythm: the meeting comes together as needed, or not at present."""

    why: str


@dataclass(frozen=True, slots=True)
class Cadence:
    """A rhythm: RRULE without DTSTART and UNTIL, its first and last date when they are written, and what else
    was said."""

    rrule: str
    start: date | None = None
    start_guessed: bool = False
    until: date | None = None
    parity: int | None = None
    alternates_with: str = ""
    skips: tuple[date, ...] = ()
    time: Clock | None = None
    minutes: int | None = None
    notes: tuple[str, ...] = ()
    assumptions: tuple[Assumption, ...] = field(default=())


T = TypeVar("T", Zone, Clock, Cadence)
