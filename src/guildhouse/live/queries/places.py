"""Where everybody is in each round: in which circle, in which part, and with whom."""

from collections.abc import Iterable
from typing import NamedTuple

from guildhouse.circles.queries import CircleOf, arrangement_of, circles_of
from guildhouse.live.casting import rest
from guildhouse.live.models import Part, Run
from guildhouse.rooms.formats import Format
from guildhouse.rooms.models import Room


class Other(NamedTuple):
    """Somebody else in one's circle, and the key of their part."""

    name: str
    role: str


class Place(NamedTuple):
    """Where somebody is in one round: which circle, in which role, with whom, and where they meet."""

    circle: int
    role: str
    others: tuple[Other, ...] = ()
    link: str = ""


Places = dict[tuple[int, int], Place]


def places_of(room: Room, run: Run, fmt: Format, coming: Iterable[int]) -> Places:
    """By round and person. Circles count once those who come may see them; without any, the parts that were given."""
    if fmt.circles is not None:
        return _in_circles(room, max((leg.round for leg in run.steps.legs), default=1))
    return _as_given(run, fmt, coming)


def _in_circles(room: Room, rounds: int) -> Places:
    arrangement = arrangement_of(room)
    if arrangement is None or arrangement.shown_at is None:
        return {}
    formed = circles_of(room)
    places: Places = {}
    for number in range(1, max(1, rounds) + 1):
        for one in [one for one in formed if one.number <= number][-1:]:
            for circle in one.circles:
                places |= _in_circle(circle, number, number - one.number)
    return places


def _in_circle(circle: CircleOf, number: int, turn: int) -> Places:
    # A circle that stays together for a further round passes its parts on from place to place.
    members = circle.members
    parts = [members[(at + turn) % len(members)].role for at in range(len(members))]
    named = [Other(member.name, part) for member, part in zip(members, parts, strict=True)]
    return {
        (number, member.person): Place(
            circle.number, parts[at], tuple(named[:at] + named[at + 1 :]), circle.link
        )
        for at, member in enumerate(members)
    }


def _as_given(run: Run, fmt: Format, coming: Iterable[int]) -> Places:
    rows = Part.objects.filter(run=run).order_by("pk").values_list("round", "person", "role")
    places = {(number, person): Place(0, role) for number, person, role in rows}
    others = rest(fmt)
    if others is not None:
        rounds = {number for number, _person in places}
        everybody = {(number, person): Place(0, others.key) for number in rounds for person in coming}
        places = everybody | places
    # Steps that do not come round are as the first round is.
    return places | {(0, person): place for (number, person), place in places.items() if number == 1}
