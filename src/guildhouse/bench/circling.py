"""How often people meet again in circles that are drawn by lot, made with care, and searched for."""

import time
from dataclasses import dataclass
from statistics import median

from guildhouse.circles.search import bounds
from guildhouse.circles.search.arranging import arrange
from guildhouse.circles.search.board import greedy, shuffled
from guildhouse.circles.search.chance import chance_of
from guildhouse.circles.search.task import Pair, Plan, Task, cost, pair, repeats
from guildhouse.circles.search.telling import PAST, unmet
from guildhouse.rooms.formats.circles import Circles, divide

SHUFFLES, GREEDY, SEEDS, SECONDS = 1000, 20, 3, 2.0
HEADS = ("circles", "lot", "best of 1,000 lots", "with care", "found", "at least", "CPU s", "note")


@dataclass(frozen=True, slots=True)
class Case:
    """One evening: its name and what is asked."""

    name: str
    task: Task


def cases() -> list[Case]:
    """What is known to be possible, and what evenings are like."""
    found = [_plain(*one) for one in ((9, 3, 4), (15, 3, 7), (24, 3, 6), (32, 4, 8), (32, 4, 9), (32, 4, 10))]
    one_each = Task(24, (3,) * 8, 6, experienced=frozenset(range(8)))
    found.append(Case("24 in triads × 6, one of experience in each", one_each))
    found += [_plain(*one) for one in ((14, 3, 4), (20, 4, 5), (60, 3, 6), (60, 4, 12))]
    return [*found, Case("60 in triads × 6, of whom 300 pairs met lately", _met_lately(60, 300))]


def _plain(people: int, size: int, rounds: int) -> Case:
    sizes = divide(people, Circles(size, size, size))
    named = {3: "triads", 4: "fours"}[size]
    return Case(f"{people} in {named} × {rounds}", Task(people, sizes, rounds))


def _met_lately(people: int, pairs: int) -> Task:
    chance = chance_of(1)
    past: dict[Pair, int] = {}
    while len(past) < pairs:
        past[pair(*chance.sample(range(people), 2))] = chance.randint(1, 9)
    return Task(people, divide(people, Circles(3, 3, 3)), 6, past=past)


@dataclass(frozen=True, slots=True)
class Row:
    """What came of one evening; repeats, or with them the pairs who met lately."""

    name: str
    lot: float
    best_lot: int
    care: int
    found: int
    least: int
    seconds: float
    is_never_worse: bool


def measure(case: Case) -> Row:
    """Draw, place with care, and search; of the searches the slowest and the worst count."""
    task = case.task
    lots = [shuffled(task, chance_of(seed)) for seed in range(SHUFFLES)]
    careful = [greedy(task, chance_of(seed)) for seed in range(GREEDY)]
    slowest, worst, dearest = 0.0, 0, 0
    for seed in range(SEEDS):
        began = time.process_time()
        found = arrange(task, seed=seed, seconds=SECONDS, clock=time.process_time)
        slowest = max(slowest, time.process_time() - began)
        worst, dearest = max(worst, _again(task, found.plan)), max(dearest, found.cost)
    counted = [_again(task, plan) for plan in lots]
    return Row(
        case.name,
        median(counted),
        min(counted),
        min(_again(task, plan) for plan in careful),
        worst,
        bounds.least_repeats(task),
        slowest,
        dearest <= min(cost(task, plan) for plan in lots + careful),
    )


def _again(task: Task, plan: Plan) -> int:
    """Meetings of people who met already, this evening or lately."""
    lately = next((one.many for one in unmet(task, plan) if one.kind == PAST), 0)
    return repeats(task, plan) + lately


def table(rows: list[Row]) -> str:
    """The rows as a table in Markdown."""
    lines = [f"| {' | '.join(HEADS)} |", "| --- |" + " ---: |" * 6 + " --- |"]
    for row in rows:
        mark = "" if row.is_never_worse else "**worse than by lot or by hand**"
        lines.append(
            f"| {row.name} | {row.lot:g} | {row.best_lot} | {row.care} | {row.found} | {row.least} "
            f"| {row.seconds:.2f} | {mark} |"
        )
    return "\n".join(lines)
