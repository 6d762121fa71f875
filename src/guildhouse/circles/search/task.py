"""What is asked of a search, and what a plan costs: the fewer wishes broken, the better."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations

Pair = tuple[int, int]
Circle = tuple[int, ...]
Groups = tuple[Circle, ...]
Plan = tuple[Groups, ...]

# What weighs how much. A wish somebody spoke comes before what makes an evening good, and that before old rooms.
APART, TOGETHER, EXPERIENCED, LANGUAGE, REPEAT = 2000, 1000, 200, 100, 40
MOST_PAST = 9


@dataclass(frozen=True)
class Task:
    """People are numbered from 0. `sizes` are the circles of every round, largest first.

    `met` counts meetings of this evening that stand already; `past` weighs those of earlier rooms, up to `MOST_PAST`.
    `stays`: the first people, as many as there are circles, keep their circle while the others move.
    """

    people: int
    sizes: tuple[int, ...]
    rounds: int
    past: Mapping[Pair, int] = field(default_factory=dict)
    met: Mapping[Pair, int] = field(default_factory=dict)
    experienced: frozenset[int] = frozenset()
    apart: frozenset[Pair] = frozenset()
    together: frozenset[Pair] = frozenset()
    languages: tuple[str, ...] = ()
    stays: bool = False

    def __post_init__(self) -> None:
        if sum(self.sizes) != self.people or any(size < 1 for size in self.sizes):
            raise ValueError("The sizes of the circles do not add up to the people.")

    @property
    def fixed(self) -> int:
        """How many of the first people keep their circle."""
        return len(self.sizes) if self.stays else 0

    @property
    def heaviest(self) -> int:
        """What the weightiest wish costs of those there are."""
        there = [(APART, self.apart), (TOGETHER, self.together), (EXPERIENCED, self.experienced)]
        return max(
            (weight for weight, wished in [*there, (LANGUAGE, self.languages)] if wished), default=REPEAT
        )

    def cost_of_pair(self, pair: Pair, times: int) -> int:
        """What it costs that two people meet so many times in the rounds that are planned."""
        before = self.met.get(pair, 0)
        repeats = times * (times - 1) // 2 + times * before
        cost = (
            REPEAT * repeats + self.past.get(pair, 0) * times + (APART * times if pair in self.apart else 0)
        )
        missed = pair in self.together and not times and not before
        return cost + (TOGETHER if missed else 0)

    def cost_of_circle(self, circle: Iterable[int]) -> int:
        """What a circle costs by who is in it, whoever met before."""
        members = tuple(circle)
        cost = 0
        if self.experienced and not self.experienced.intersection(members):
            cost += EXPERIENCED
        if self.languages:
            cost += LANGUAGE * strangers(members, self.languages)
        return cost


def strangers(circle: Iterable[int], languages: tuple[str, ...]) -> int:
    """How many of a circle do not share the language most of it shares; without one of their own they follow."""
    spoken: dict[str, int] = {}
    for one in circle:
        if language := languages[one]:
            spoken[language] = spoken.get(language, 0) + 1
    return sum(spoken.values()) - max(spoken.values()) if len(spoken) > 1 else 0


def pair(one: int, other: int) -> Pair:
    """Two people in the order in which pairs are kept."""
    return (one, other) if one < other else (other, one)


def pairs(plan: Iterable[Iterable[Circle]]) -> Iterator[Pair]:
    """Every meeting of two people in a plan, as often as it happens."""
    for groups in plan:
        for circle in groups:
            yield from combinations(sorted(circle), 2)


def meetings(task: Task, plan: Plan) -> Counter[Pair]:
    """How often each two meet, those meetings included that stand already."""
    return Counter(task.met) + Counter(pairs(plan))


def repeats(task: Task, plan: Plan) -> int:
    """How many meetings of a plan are not the first of those two in the room."""
    before = Counter(task.met)
    again = 0
    for two in pairs(plan):
        again += before[two] > 0
        before[two] += 1
    return again


def cost(task: Task, plan: Plan) -> int:
    """The whole of what a plan costs; 0 when nothing is left to wish for."""
    times = Counter(pairs(plan))
    wished = {*times, *task.together}
    whole = sum(task.cost_of_pair(two, times[two]) for two in wished)
    return whole + sum(task.cost_of_circle(circle) for groups in plan for circle in groups)
