"""The search as a whole: a plan to begin with, by arithmetic where that helps, and then what can still be mended."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from math import exp

from guildhouse.circles.search import bounds
from guildhouse.circles.search.annealing import COLD, COLDEST, HOT, PORTION, anneal
from guildhouse.circles.search.board import Board, greedy
from guildhouse.circles.search.fields import by_lines
from guildhouse.circles.search.task import Plan, Task, cost
from guildhouse.circles.search.turning import by_turning

Clock = Callable[[], float]
STEPS = 60_000
TRIES, HANDS = 12, 3
# Beyond so many people turning plans are found by chance alone.
LARGE = 60
MILD = HOT / 4


@dataclass(frozen=True, slots=True)
class Found:
    """A plan, what it costs, and whether none can cost less."""

    plan: Plan
    cost: int
    is_best: bool


def arrange(
    task: Task, *, seed: int, seconds: float, clock: Clock, tries: int = TRIES, begin: Plan | None = None
) -> Found:
    """The best plan found within so many seconds of the clock; the same seed finds the same while time lasts.

    It goes out from the plan `begin` where one is given.
    """
    ends = clock() + seconds
    least = bounds.least_cost(task)

    def is_over() -> bool:
        return clock() >= ends

    # What a careful host finds in a moment stands, should a busy machine leave no time for more.
    best, best_plan = min((cost(task, plan), plan) for plan in _by_hand(task, seed, begin))
    for number in range(tries):
        chance = random.Random(f"{seed}:{number}")  # noqa: S311 - nothing secret is drawn
        start, is_whole = (begin, False) if begin else _start(task, chance, number, is_over)
        price = cost(task, start)
        if price > least and is_whole:
            gain, start = rename(task, start, chance, is_over=is_over, least=price - least)
            price -= gain
        if price > least:
            steps, hot = STEPS * (1 + number // 3), MILD if is_whole or begin else HOT
            gain, start = anneal(
                task, start, chance, steps=steps, is_over=is_over, least=price - least, hot=hot
            )
            price -= gain
        if price < best:
            best, best_plan = price, start
        if best <= least or is_over():
            break
    return Found(best_plan, best, best <= least)


def _by_hand(task: Task, seed: int, begin: Plan | None) -> list[Plan]:
    if begin:
        return [begin]
    return [greedy(task, random.Random(f"{seed}:hand:{one}")) for one in range(HANDS)]  # noqa: S311


def _start(task: Task, chance: random.Random, number: int, is_over: Callable[[], bool]) -> tuple[Plan, bool]:
    """A plan to begin with, and whether nobody in it meets twice: by arithmetic, or as a careful host would."""
    # By arithmetic people are spread, which those of one language are not to be.
    plain = not task.met and not task.languages
    if number % 3 == 0 and plain and bounds.least_repeats(task) == 0:
        lines = by_lines(task.sizes)[: len(task.sizes) if task.stays else None]
        if len(lines) >= task.rounds:
            return _relabelled(lines[: task.rounds], task, chance), True
        if not task.stays and task.rounds > 1 and task.people <= LARGE:
            turned = by_turning(task.sizes, task.rounds, chance, steps=STEPS // 3, is_over=is_over)
            if turned:
                return _relabelled(turned, task, chance), True
        if lines:
            return greedy(task, chance, begun=_relabelled(lines, task, chance)), False
    return greedy(task, chance), False


def _relabelled(plan: Plan, task: Task, chance: random.Random) -> Plan:
    """The same plan with other people in it; whoever stays where they are goes on doing so."""
    moving = list(range(task.fixed, task.people))
    chance.shuffle(moving)
    names = [*range(task.fixed), *moving]
    return tuple(tuple(tuple(sorted(names[one] for one in circle)) for circle in groups) for groups in plan)


def rename(
    task: Task, plan: Plan, chance: random.Random, *, is_over: Callable[[], bool], least: int
) -> tuple[int, Plan]:
    """Exchange two people in every round at once: who meets how often stays, whom they meet does not."""
    board, moving = Board(task, plan), range(task.fixed, task.people)
    gone, best, best_plan = 0, 0, plan
    steps = STEPS // max(4, 2 * task.rounds)
    heat, cooling = HOT, ((COLDEST if task.past else COLD) / HOT) ** (PORTION / steps)
    for step in range(steps if len(moving) > 1 else 0):
        if step % PORTION == 0:
            if is_over():
                break
            heat *= cooling
        one, other = chance.choice(moving), chance.choice(moving)
        apart = [at for at in range(len(plan)) if board.where[at][one] != board.where[at][other]]
        change = 0
        for at in apart:
            change += board.delta(at, one, other)
            board.swap(at, one, other)
        if change > 0 and chance.random() >= exp(-change / heat):
            for at in apart:
                board.swap(at, one, other)
            continue
        gone += change
        if gone < best:
            best, best_plan = gone, board.plan()
            if -best >= least:
                break
    return -best, best_plan
