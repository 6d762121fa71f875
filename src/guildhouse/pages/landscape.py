"""The landscape as a picture and as a table: communities on a circle, joined by people who take part in both."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from math import cos, pi, sin, sqrt

from guildhouse.communities.models import Community, Membership
from guildhouse.communities.queries.lists import Listed

FEWEST, MOST = 3, 48
WIDTH, HEIGHT, RADIUS = 760, 560, 170


@dataclass(frozen=True, slots=True)
class Node:
    """One community on the circle: where it stands, how large, and on which side its name is written."""

    community: Community
    members: int
    x: float
    y: float
    size: float
    turn: float
    at_end: bool


@dataclass(frozen=True, slots=True)
class Bridge:
    """People who take part in two communities and carry practice across."""

    one: Node
    other: Node
    people: int


@dataclass(frozen=True, slots=True)
class Landscape:
    """What the picture draws and the table lists."""

    nodes: list[Node]
    bridges: list[Bridge]


def landscape(listed: Sequence[Listed]) -> Landscape | None:
    """Lay out the communities given (None when too few or too many to be a picture); one query for the bridges."""
    if not FEWEST <= len(listed) <= MOST:
        return None
    largest = max(one.members for one in listed) or 1
    nodes = [_node(one, place, len(listed), largest) for place, one in enumerate(listed)]
    by_id = {node.community.pk: node for node in nodes}
    return Landscape(nodes, _bridges(by_id))


def _node(one: Listed, place: int, count: int, largest: int) -> Node:
    angle = 2 * pi * place / count - pi / 2
    degrees = angle * 180 / pi
    on_left = cos(angle) < -1e-9
    return Node(
        community=one.community,
        members=one.members,
        x=round(WIDTH / 2 + RADIUS * cos(angle), 1),
        y=round(HEIGHT / 2 + RADIUS * sin(angle), 1),
        size=round(4 + 9 * sqrt(one.members / largest), 1),
        turn=round(degrees + 180 if on_left else degrees, 1),
        at_end=on_left,
    )


def _bridges(nodes: dict[int, Node]) -> list[Bridge]:
    taking_part: dict[int, list[int]] = {}
    here = Membership.objects.living().filter(community__in=nodes)
    for person, community in here.order_by("community").values_list("person", "community"):
        taking_part.setdefault(person, []).append(community)
    between: Counter[tuple[int, int]] = Counter()
    for communities in taking_part.values():
        between.update(combinations(sorted(communities), 2))
    return [Bridge(nodes[one], nodes[other], people) for (one, other), people in between.most_common()]
