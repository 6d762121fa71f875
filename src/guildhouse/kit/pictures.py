"""The geometry of our pictures: seats, steps and rings as numbers that a template draws as SVG."""

from collections.abc import Sequence
from math import cos, pi, sin
from typing import NamedTuple

SEATS_DRAWN = 40


class SeatBar(NamedTuple):
    """Widths of a bar of seats: one notch a seat up to forty, one smooth bar beyond."""

    total: float
    held: float
    notched: bool


class Segment(NamedTuple):
    """One step on the line of a format: where it starts and how wide it is, in percent."""

    start: float
    width: float
    middle: float


class Dot(NamedTuple):
    """One person on a ring."""

    x: float
    y: float


class Ring(NamedTuple):
    """One ring of participation, from the inside outwards, with a dot for each person up to a limit."""

    radius: float
    dots: list[Dot]


def seat_bar(held: int, capacity: int) -> SeatBar:
    """How wide a bar of seats is drawn, ten units a seat while seats are few enough to be counted."""
    if capacity > SEATS_DRAWN:
        return SeatBar(200, round(200 * min(held, capacity) / capacity, 1), False)
    return SeatBar(10 * capacity, 10 * min(held, capacity), True)


def segments(lengths: Sequence[float]) -> list[Segment]:
    """Lay lengths (minutes) along one line as percentages of their sum."""
    whole, start, laid = sum(lengths) or 1, 0.0, []
    for length in lengths:
        width = 100 * length / whole
        laid.append(Segment(round(start, 2), round(width, 2), round(start + width / 2, 2)))
        start += width
    return laid


def rings(counts: Sequence[int], size: float = 200, most: int = 36) -> list[Ring]:
    """Concentric rings inside a square of `size`, the first of `counts` at the centre, people as dots on their ring."""
    step = (size / 2 - 8) / max(len(counts), 1)
    drawn = []
    for place, count in enumerate(counts):
        radius = round(step * (place + 0.55), 1)
        shown = min(count, most)
        turn = 0.4 + place * 0.7
        angles = [turn + 2 * pi * one / shown for one in range(shown)]
        dots = [
            Dot(round(size / 2 + radius * cos(a), 1), round(size / 2 + radius * sin(a), 1)) for a in angles
        ]
        drawn.append(Ring(round(step * (place + 1), 1), dots))
    return drawn
