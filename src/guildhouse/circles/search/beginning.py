"""Plans to begin with: what careful hosts make by hand, and lots; what the search answers is never worse."""

from collections.abc import Callable
from itertools import combinations
from random import Random

from guildhouse.circles.search.board import dealt, greedy
from guildhouse.circles.search.chance import chance_of
from guildhouse.circles.search.task import Groups, Pair, Plan, Task, cost

HANDS, LOTS = 20, 1000
# Between two looks at the clock.
SOME_HANDS, SOME_LOTS = 5, 100


def at_once(task: Task, seed: int, *, is_over: Callable[[], bool]) -> tuple[int, Plan]:
    """The best of twenty careful hands and of a thousand lots, and its cost; of fewer when it is over before."""
    plan = greedy(task, chance_of(seed, "hand", 0))
    best = cost(task, plan)
    for number in range(1, HANDS):
        if number % SOME_HANDS == 0 and is_over():
            break
        hand = greedy(task, chance_of(seed, "hand", number))
        best, plan = min((best, plan), (cost(task, hand), hand))
    for number in range(LOTS):
        if number % SOME_LOTS == 0 and is_over():
            break
        if lot := _lot(task, chance_of(seed, "lot", number), best):
            best, plan = min((best, plan), (cost(task, lot), lot))
    return best, plan


def _lot(task: Task, chance: Random, most: int) -> Plan:
    """A plan by lot; none as soon as its rounds so far cost as much as a plan may, as rounds to come spare nothing."""
    spent, times = 0, dict[Pair, int]()
    priced = {*task.past, *task.apart, *task.met} - task.together
    plan: list[Groups] = []
    for _round in range(task.rounds):
        plan.append(dealt(task, chance))
        for circle in plan[-1]:
            spent += task.cost_of_circle(circle)
            for two in combinations(circle, 2):
                met = times[two] = times.get(two, 0) + 1
                if met > 1 or two in priced:
                    spent += task.cost_of_pair(two, met) - task.cost_of_pair(two, met - 1)
        if spent >= most:
            return ()
    return tuple(plan)
