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


class Petal(NamedTuple):
    """One part of a wheel: its outline, where its number stands, and where up to three people do."""

    path: str
    number: Dot
    people: list[Dot]


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


def petals(count: int, size: float = 240, inner: float = 34) -> list[Petal]:
    """So many equal parts of a wheel inside a square of `size`, from the top clockwise, with a small gap between."""
    middle, outer, gap = size / 2, size / 2 - 4, 0.035
    drawn = []
    for place in range(count):
        begin, end = (2 * pi * (place + more) / count - pi / 2 for more in (0, 1))
        begin, end = begin + gap, end - gap

        def at(radius: float, angle: float) -> str:
            return f"{middle + radius * cos(angle):.1f} {middle + radius * sin(angle):.1f}"

        path = (
            f"M{at(inner, begin)} L{at(outer, begin)} A{outer:g} {outer:g} 0 0 1 {at(outer, end)} "
            f"L{at(inner, end)} A{inner:g} {inner:g} 0 0 0 {at(inner, begin)} Z"
        )
        centre = (begin + end) / 2
        spots = [
            Dot(round(middle + far * cos(centre + turn), 1), round(middle + far * sin(centre + turn), 1))
            for far, turn in ((inner + 15, 0.0), (72, 0.0), (94, -0.24), (94, 0.24))
        ]
        drawn.append(Petal(path, spots[0], spots[1:]))
    return drawn


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
