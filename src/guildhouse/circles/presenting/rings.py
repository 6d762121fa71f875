"""A picture of each circle: its members round a table, by their initials."""

from dataclasses import dataclass
from math import cos, pi, sin

from guildhouse.circles.queries import CircleOf
from guildhouse.kit.jinja import initials

MIDDLE, FAR, DOT = 60, 38, 17


@dataclass(frozen=True, slots=True)
class Place:
    """One of those round the table: where, and by which letters."""

    x: float
    y: float
    letters: str
    is_me: bool


@dataclass(frozen=True, slots=True)
class Ring:
    """One circle as a picture of 120 by 120."""

    number: int
    places: tuple[Place, ...]
    radius: float


def ring_of(circle: CircleOf, me: int | None = None) -> Ring:
    """The picture of a circle; `me` is set apart."""
    many = max(1, len(circle.members))
    radius = min(DOT, FAR * sin(pi / many) * 0.9) if many > 2 else DOT
    places = []
    for at, member in enumerate(circle.members):
        angle = 2 * pi * at / many - pi / 2
        places.append(
            Place(
                round(MIDDLE + FAR * cos(angle), 1),
                round(MIDDLE + FAR * sin(angle), 1),
                initials(member.name),
                member.person == me,
            )
        )
    return Ring(circle.number, tuple(places), round(radius, 1))
