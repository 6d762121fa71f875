"""The landscape as a picture and as a table: communities on a circle, joined by people who take part in both."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, sin, sqrt

from guildhouse.communities.models import Community
from guildhouse.communities.queries.bridges import bridges
from guildhouse.communities.queries.lists import Listed

FEWEST, LEVEL, MOST = 3, 12, 48
WIDTH, HEIGHT, TALL, RADIUS = 760, 560, 740, 170
BRIDGES = 60


@dataclass(frozen=True, slots=True)
class Node:
    """One community on the circle: where it stands, how large, and on which side its name is written."""

    community: Community
    x: float
    y: float
    size: float
    turn: float
    name_x: float
    name_y: float
    anchor: str


@dataclass(frozen=True, slots=True)
class Bridge:
    """People who take part in two communities and carry practice across."""

    one: Node
    other: Node
    people: int


@dataclass(frozen=True, slots=True)
class Landscape:
    """What the picture draws and the table lists; `drawn` are the bridges the picture has room for."""

    height: int
    nodes: list[Node]
    bridges: list[Bridge]

    @property
    def drawn(self) -> list[Bridge]:
        if len(self.bridges) <= BRIDGES:
            return self.bridges
        return [bridge for bridge in self.bridges if bridge.people > 1]


def landscape(listed: Sequence[Listed]) -> Landscape | None:
    """Lay out the communities given (None when too few or too many to be a picture); one query for the bridges."""
    if not FEWEST <= len(listed) <= MOST:
        return None
    largest = max(one.members or 0 for one in listed) or 1
    nodes = [_node(one, place, len(listed), largest) for place, one in enumerate(listed)]
    # Who takes part in a community that is only listed is for those inside.
    inside = {one.community.pk for one in listed if one.members is not None}
    by_id = {node.community.pk: node for node in nodes if node.community.pk in inside}
    memberships = sum(one.members or 0 for one in listed)
    found = bridges(by_id, memberships=memberships)
    between = [Bridge(by_id[one], by_id[other], people) for one, other, people in found]
    return Landscape(_height(len(listed)), nodes, between)


def _height(count: int) -> int:
    # Names turned outwards like spokes need more room above and below than level ones.
    return HEIGHT if count <= LEVEL else TALL


def _node(one: Listed, place: int, count: int, largest: int) -> Node:
    angle = 2 * pi * place / count - pi / 2
    size = round(4 + 9 * sqrt((one.members or 0) / largest), 1)
    turn, name_x, name_y, anchor = _name(angle, size, is_level=count <= LEVEL)
    return Node(
        community=one.community,
        x=round(WIDTH / 2 + RADIUS * cos(angle), 1),
        y=round(_height(count) / 2 + RADIUS * sin(angle), 1),
        size=size,
        turn=turn,
        name_x=name_x,
        name_y=name_y,
        anchor=anchor,
    )


def _name(angle: float, size: float, *, is_level: bool) -> tuple[float, float, float, str]:
    """How a name is written beside its circle: level while there are few, else turned outwards like a spoke."""
    on_left, gap = cos(angle) < -1e-9, size + 8
    if is_level and abs(cos(angle)) < 0.2:
        return 0, 0, (gap + 10 if sin(angle) > 0 else -gap), "middle"
    if is_level:
        return 0, (-gap if on_left else gap), 5, ("end" if on_left else "start")
    degrees = round(angle * 180 / pi + (180 if on_left else 0), 1)
    return degrees, (-gap if on_left else gap), 5, ("end" if on_left else "start")
