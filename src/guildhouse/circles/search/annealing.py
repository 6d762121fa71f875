"""Simulated annealing: exchanges that make a plan worse are taken too, ever more rarely."""

import random
from collections.abc import Callable
from math import exp

from guildhouse.circles.search.board import Board
from guildhouse.circles.search.task import REPEAT, Plan, Task

# Between two looks at the clock.
PORTION = 500
# Fine enough at the end for what weighs least in a task.
HOT, COLD, COLDEST = REPEAT * 0.5, REPEAT * 0.08, 0.3


def anneal(
    task: Task,
    plan: Plan,
    chance: random.Random,
    *,
    steps: int,
    is_over: Callable[[], bool],
    least: int,
    hot: float = HOT,
) -> tuple[int, Plan]:
    """The best plan met within so many steps, and how much less it costs than the one given.

    It ends early when `is_over` says so or when the cost has come down by `least`.
    """
    board = Board(task, plan)
    gone, best, best_plan = 0, 0, plan
    moving = range(task.fixed, task.people)
    if len(task.sizes) < 2 or len(moving) < 2 or not plan:
        return 0, plan
    cooling = ((COLDEST if task.past else COLD) / hot) ** (1 / max(1, steps // PORTION))
    heat = hot
    for step in range(steps):
        if step % PORTION == 0:
            if is_over():
                break
            heat *= cooling
        at = int(chance.random() * len(plan))
        one, other = chance.choice(moving), chance.choice(moving)
        if board.where[at][one] == board.where[at][other]:
            continue
        change = board.delta(at, one, other)
        if change <= 0 or chance.random() < exp(-change / heat):
            board.swap(at, one, other)
            gone += change
            if gone < best:
                best, best_plan = gone, board.plan()
                if -best >= least:
                    break
    return -best, best_plan
