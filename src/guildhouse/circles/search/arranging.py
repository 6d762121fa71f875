from collections.abc import Callable
from dataclasses import dataclass
from math import exp
from random import Random

from guildhouse.circles.search import bounds
from guildhouse.circles.search.annealing import COLD, COLDEST, HOT, PORTION, anneal
from guildhouse.circles.search.beginning import at_once
from guildhouse.circles.search.board import Board, greedy
from guildhouse.circles.search.chance import chance_of
from guildhouse.circles.search.fields import by_lines
from guildhouse.circles.search.task import Plan, Task, cost
from guildhouse.circles.search.turning import by_turning

Clock = Callable[[], float]
TRIES = 12
# How many exchanges one try makes: at first so many of each there is, ever more, and never more than this.
EACH, STEPS = 20, 60_000
# Beyond so many people turning plans are found by chance alone.
LARGE = 60
# The shares of the time after which no more is begun of what comes before the search itself.
TURNING, AT_ONCE = 0.25, 0.5
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

    It goes out from the plan `begin` where one is given, else from the best of a thousand lots and of twenty careful
    hands, and what it finds is never worse than that.
    """
    began, least = clock(), bounds.least_cost(task)

    def is_over(share: float = 1) -> bool:
        return clock() >= began + seconds * share

    best, best_plan = 0, begin or ()
    for number in range(tries):
        chance = chance_of(seed, number)
        start, is_whole = (begin, False) if begin else _start(task, chance, number, lambda: is_over(TURNING))
        price = cost(task, start)
        if number == 0:
            best, best_plan = price, start
            if not begin and best > least:
                best, best_plan = min((best, start), at_once(task, seed, is_over=lambda: is_over(AT_ONCE)))
            if not is_whole:
                price, start = best, best_plan
        if best <= least or is_over():
            break
        if is_whole:
            gain, start = rename(task, start, chance, is_over=is_over, least=price - least)
            price -= gain
        if price > least:
            steps, hot = _steps(task, number), _heat(task, number, is_mild=is_whole or bool(begin))
            gain, start = anneal(
                task, start, chance, steps=steps, is_over=is_over, least=price - least, hot=hot
            )
            price -= gain
        if price < best:
            best, best_plan = price, start
    return Found(best_plan, best, best <= least)


def _steps(task: Task, number: int) -> int:
    """How many exchanges this try makes: a small evening is soon tried out, and rather begun anew."""
    exchanges = task.rounds * task.people * (task.people - 1) // 2
    return min(STEPS * (1 + number // 3), EACH * exchanges << number)


def _heat(task: Task, number: int, *, is_mild: bool) -> float:
    """How much dearer a plan may become at first: every other time so much that wishes are broken and given anew."""
    if is_mild:
        return MILD
    return task.heaviest / 2 if number % 2 else HOT


def _start(task: Task, chance: Random, number: int, is_over: Callable[[], bool]) -> tuple[Plan, bool]:
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


def _relabelled(plan: Plan, task: Task, chance: Random) -> Plan:
    """The same plan with other people in it; whoever stays where they are goes on doing so."""
    moving = list(range(task.fixed, task.people))
    chance.shuffle(moving)
    names = [*range(task.fixed), *moving]
    return tuple(tuple(tuple(sorted(names[one] for one in circle)) for circle in groups) for groups in plan)


def rename(
    task: Task, plan: Plan, chance: Random, *, is_over: Callable[[], bool], least: int
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
