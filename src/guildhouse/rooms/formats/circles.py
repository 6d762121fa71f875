"""How many people become circles: sizes as even as can be, as near to the best size as can be."""

from dataclasses import dataclass
from math import isqrt


@dataclass(frozen=True, slots=True)
class Circles:
    """The size of the small groups a format works in."""

    min: int
    best: int
    max: int
    square: bool = False
    """As many circles as each has members: every member carries one piece to another table."""


def divide(people: int, circles: Circles | None) -> tuple[int, ...]:
    """Sizes of the circles that `people` make, largest first; one circle where a format has none.

    Where no split keeps to the limits, the nearest even split is given: `keeps_to` tells the two apart.
    """
    if circles is None or people < 1:
        return (max(people, 0),)
    best = min(max(round(people**0.5), circles.min), circles.max) if circles.square else circles.best
    fewest = max(1, -(-people // circles.max))
    counts = range(fewest, people // circles.min + 1)
    nearest = min(counts, key=lambda count: abs(people / count - best), default=max(1, round(people / best)))
    size, over = divmod(people, nearest)
    return (size + 1,) * over + (size,) * (nearest - over)


def keeps_to(sizes: tuple[int, ...], circles: Circles) -> bool:
    """Whether every circle is within the limits."""
    return all(circles.min <= size <= circles.max for size in sizes)


def is_square(people: int) -> bool:
    """Whether `people` make exactly as many circles as each has members."""
    return isqrt(people) ** 2 == people
