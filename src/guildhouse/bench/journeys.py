"""The journeys that are measured, and what is promised of each."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from guildhouse.bench.visitors import Visitor

Visits = list[tuple[str, str]]  # path and cookies
CONVENERS = 20  # the first visitors convene a community each; others stand for everybody
ROTATING = 20  # people whose sessions take turns


@dataclass(frozen=True, slots=True)
class Promise:
    """A figure, what it must be and what we aim for; `share` is the rate as a share of the page limit."""

    figure: str
    must: float
    aim: float
    at_least: bool = False

    def keeps(self, value: float, wanted: float) -> bool:
        return value >= wanted if self.at_least else value <= wanted


@dataclass(frozen=True, slots=True)
class Grounds:
    """What the journeys lead over: who visits, the pages of the open rooms, their numbers in the page limit, and
    the secret addresses of some people's own calendars."""

    visitors: Sequence[Visitor]
    rooms: Sequence[str]
    numbers: Sequence[int] = ()
    feeds: Sequence[str] = ()

    @property
    def guests(self) -> Sequence[Visitor]:
        return self.visitors[CONVENERS : CONVENERS + ROTATING] or self.visitors


@dataclass(frozen=True, slots=True)
class Journey:
    """One way through the house: its pages, and those of the page limit that stand beside it ("" for none)."""

    name: str
    title: str
    visits: Callable[[Grounds], Visits]
    limit: str = ""
    promises: Sequence[Promise] = field(default_factory=tuple)


def signed_out(*paths: str) -> Callable[[Grounds], Visits]:
    return lambda grounds: [(path, "") for path in paths]


def signed_in(path: str) -> Callable[[Grounds], Visits]:
    return lambda grounds: [(path, visitor.cookie) for visitor in grounds.guests]


def rooms_signed_out(grounds: Grounds) -> Visits:
    return [(path, "") for path in grounds.rooms]


def rooms_signed_in(grounds: Grounds) -> Visits:
    """Every room by several people, no two after each other the same."""
    guests, rooms = grounds.guests, grounds.rooms
    return [
        (rooms[turn % len(rooms)], guests[(turn + turn // len(rooms)) % len(guests)].cookie)
        for turn in range(2 * len(rooms))
    ]


def own_feeds(grounds: Grounds) -> Visits:
    return [(path, "") for path in grounds.feeds]


def at_least(figure: str, must: float, aim: float) -> Promise:
    return Promise(figure, must, aim, at_least=True)


QUERIES = Promise("queries", 6, 6)
JOURNEYS = (
    Journey(
        "list",
        "list of 50 open rooms, signed out",
        signed_out("/rooms/"),
        "/",
        (at_least("share", 0.14, 0.40), Promise("p99", 60, 30)),
    ),
    Journey("list-in", "the same, signed in", signed_in("/rooms/"), "/", (at_least("rate", 330, 1000),)),
    Journey(
        "room", "room page, signed out", rooms_signed_out, "/room/", (at_least("rate", 760, 2000), QUERIES)
    ),
    Journey(
        "room-in", "room page, signed in", rooms_signed_in, "/room/", (at_least("rate", 400, 1000), QUERIES)
    ),
    Journey(
        "feed", "calendar feed of 50", signed_out("/rooms.ics"), "/feed", (at_least("rate", 1300, 5000),)
    ),
    Journey("feed-in", "somebody's own calendar feed", own_feeds),
    Journey("today", "the page of today, signed in", signed_in("/today/")),
)
CLAIMS = (
    Promise("oversold", 0, 0),
    Promise("gaps", 0, 0),
    Promise("unanswered", 0, 0),
    Promise("misplaced", 0, 0),
    at_least("rate", 400, 1000),
    Promise("p99", 250, 50),
    Promise("max", float("inf"), 300),
)
START = (Promise("seconds", 2, 1),)
MEMORY = (Promise("megabytes", 200, 130),)
