"""Two hundred people press the button at once: sent, answered, and looked at afterwards."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from guildhouse.bench import house, load, processes
from guildhouse.bench.limit import house as limit
from guildhouse.bench.load import Order, Outcome
from guildhouse.bench.processes import Program
from guildhouse.bench.visitors import Visitor
from guildhouse.rooms.models import Room, Seat

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')
COOKIE = re.compile(r"^set-cookie: *(csrftoken=\w+)", re.IGNORECASE | re.MULTILINE)


@dataclass
class Burst:
    """What came of one rush on one room."""

    outcome: Outcome
    oversold: int = 0
    gaps: int = 0
    misplaced: int = 0


@dataclass(frozen=True)
class Claimant:
    """Somebody signed in whose browser has the form before it."""

    visitor: Visitor
    cookies: str
    token: str


@dataclass
class Rush:
    """All bursts of one number of connections, of the house and of the page limit beside it."""

    connections: int
    house: list[Burst] = field(default_factory=list)
    limit: list[Burst] = field(default_factory=list)


def rush(
    product: Program,
    beside: Program,
    limit_file: Path,
    crowd: Sequence[Visitor],
    connections: int,
    bursts: int,
) -> Rush:
    """So many bursts on fresh rooms, the page limit and the house in turn."""
    seats = max(1, len(crowd) // 10)
    rooms = house.rooms_to_claim(bursts, seats)
    claimants = [with_form(product, visitor, rooms[0][:2]) for visitor in crowd]
    done = Rush(connections)
    for turn, room in enumerate(rooms):
        done.limit.append(_on_limit(beside, limit_file, len(crowd), connections))
        done.house.append(_on_house(product, claimants, room, connections))
        if turn == 0:
            done.house[0].misplaced = told_otherwise(product, claimants, room)
    return done


def with_form(product: Program, visitor: Visitor, room: tuple[str, str]) -> Claimant:
    """Open the page with the form, as a browser does before it can send it."""
    page = load.fetch(product.port, load.get(_address(room) + "seat/", product.host, Cookie=visitor.cookie))
    token, cookie = TOKEN.search(page), COOKIE.search(page)
    if token is None or cookie is None:
        raise ValueError(f"No form for a seat came: {page[:300]}")
    return Claimant(visitor, f"{visitor.cookie}; {cookie[1]}", token[1])


def _address(room: tuple[str, str]) -> str:
    return f"/c/{room[0]}/rooms/{room[1]}/"


def _on_house(
    product: Program, claimants: Sequence[Claimant], room: tuple[str, str, int], connections: int
) -> Burst:
    requests = [
        load.post(
            _address(room[:2]) + "seat/",
            product.host,
            urlencode({"csrfmiddlewaretoken": one.token, "role": "participant"}),
            Cookie=one.cookies,
        )
        for one in claimants
    ]
    before = processes.processor_seconds(product)
    outcome = load.put(Order("127.0.0.1", product.port, connections, requests))
    outcome.processor = processes.processor_seconds(product) - before
    return looked_at(room[2], len(claimants), outcome)


def _on_limit(beside: Program, file: Path, crowd: int, connections: int) -> Burst:
    room = limit.rooms_to_claim(file, 1)[0]
    requests = [load.post(f"/claim/{room}/{one}", beside.host, "") for one in range(crowd)]
    outcome = load.put(Order("127.0.0.1", beside.port, connections, requests))
    taken, numbers = limit.what_became(file, room)
    return judged(outcome, taken, numbers, limit.SEATS, crowd)


def looked_at(room: int, crowd: int, outcome: Outcome) -> Burst:
    """What the rows of a room of the house say after a burst."""
    seats = Seat.objects.filter(room=room)
    taken = seats.filter(state__in=Seat.COUNTED).count()
    line = [number or 0 for number in seats.in_line().values_list("number", flat=True)]
    capacity = Room.objects.get(pk=room).capacity or 0
    return judged(outcome, taken, line, capacity, crowd)


def judged(outcome: Outcome, taken: int, numbers: Sequence[int], seats: int, crowd: int) -> Burst:
    """Compare what became of a room with what should have: all seats taken, and a line from 1 on without gap."""
    awaited = list(range(1, crowd - seats + 1))
    gaps = len(set(awaited) ^ set(numbers)) + len(numbers) - len(set(numbers))
    return Burst(outcome, oversold=max(0, taken - seats), gaps=gaps + max(0, seats - taken))


def told_otherwise(product: Program, claimants: Sequence[Claimant], room: tuple[str, str, int]) -> int:
    """How many people's page of the room does not say what they have: the seat, or their place in line."""
    rows = Seat.objects.filter(room=room[2]).values_list("person", "state", "number")
    have = {person: number if state == Seat.State.WAITLISTED else 0 for person, state, number in rows}
    wrong = 0
    for one in claimants:
        page = load.fetch(product.port, load.get(_address(room[:2]), product.host, Cookie=one.cookies))
        place = have.get(one.visitor.pk)
        told = "You have a seat." if place == 0 else f"You are no. {place} in line."
        wrong += told not in page
    return wrong


def figures(bursts: Sequence[Burst]) -> dict[str, float]:
    """All bursts together: each answer counts, and the slowest of any burst is the slowest."""
    outcomes = [burst.outcome for burst in bursts]
    seconds = sum(one.seconds for one in outcomes)
    every = [took for one in outcomes for took in one.each]
    return {
        "rate": sum(one.answers for one in outcomes) / seconds if seconds else 0.0,
        **load.spread(every),
        "work": sum(one.processor for one in outcomes) * 1000 / max(1, len(every)),
        "answers": len(every),
        "unanswered": sum(one.refused for one in outcomes),
        "oversold": sum(burst.oversold for burst in bursts),
        "gaps": sum(burst.gaps for burst in bursts),
        "misplaced": sum(burst.misplaced for burst in bursts),
    }
