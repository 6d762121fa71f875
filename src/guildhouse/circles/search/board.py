"""A plan that is being changed, and what each exchange of two people would cost, kept up as it changes."""

import random
from collections import Counter

from guildhouse.circles.search.task import EXPERIENCED, Groups, Plan, Task, pair, pairs


class Board:
    """All rounds of a plan; `swap` exchanges two people of one round, `delta` says what that would cost."""

    def __init__(self, task: Task, plan: Plan) -> None:
        self.task = task
        self.rounds = [[list(circle) for circle in groups] for groups in plan]
        self.where = [[0] * task.people for _round in plan]
        for at, groups in enumerate(self.rounds):
            for number, circle in enumerate(groups):
                for person in circle:
                    self.where[at][person] = number
        self.times = [[0] * task.people for _person in range(task.people)]
        for one, other in pairs(plan):
            self.times[one][other] += 1
            self.times[other][one] += 1
        # What one meeting more or one less of these two costs or spares.
        self.more = [[0] * task.people for _person in range(task.people)]
        self.less = [[0] * task.people for _person in range(task.people)]
        for one in range(task.people):
            for other in range(one):
                self._price(other, one)
        self.minds_circles = bool(task.experienced or task.languages)

    def _price(self, one: int, other: int) -> None:
        times, two = self.times[one][other], pair(one, other)
        now = self.task.cost_of_pair(two, times)
        more = self.task.cost_of_pair(two, times + 1) - now
        less = self.task.cost_of_pair(two, times - 1) - now if times else 0
        self.more[one][other] = self.more[other][one] = more
        self.less[one][other] = self.less[other][one] = less

    def plan(self) -> Plan:
        """The plan as it stands."""
        return tuple(tuple(tuple(sorted(circle)) for circle in groups) for groups in self.rounds)

    def delta(self, at: int, one: int, other: int) -> int:
        """What exchanging two people of different circles costs (less than 0: what it spares)."""
        here = self.rounds[at][self.where[at][one]]
        there = self.rounds[at][self.where[at][other]]
        more_one, less_one = self.more[one], self.less[one]
        more_other, less_other = self.more[other], self.less[other]
        found = 0
        for person in here:
            if person != one:
                found += less_one[person] + more_other[person]
        for person in there:
            if person != other:
                found += more_one[person] + less_other[person]
        return found + (self._circles(here, there, one, other) if self.minds_circles else 0)

    def _circles(self, here: list[int], there: list[int], one: int, other: int) -> int:
        cost = self.task.cost_of_circle
        after_here = [other if person == one else person for person in here]
        after_there = [one if person == other else person for person in there]
        return cost(after_here) + cost(after_there) - cost(here) - cost(there)

    def swap(self, at: int, one: int, other: int) -> None:
        """Exchange two people of different circles in one round."""
        number_one, number_other = self.where[at][one], self.where[at][other]
        here, there = self.rounds[at][number_one], self.rounds[at][number_other]
        here.remove(one)
        there.remove(other)
        for person in here:
            self._meet(person, one, -1)
            self._meet(person, other, 1)
        for person in there:
            self._meet(person, other, -1)
            self._meet(person, one, 1)
        here.append(other)
        there.append(one)
        self.where[at][one], self.where[at][other] = number_other, number_one

    def _meet(self, one: int, other: int, by: int) -> None:
        self.times[one][other] += by
        self.times[other][one] += by
        self._price(one, other)


def shuffled(task: Task, chance: random.Random) -> Plan:
    """A plan by lot: what a facilitator gets who counts people off."""
    return tuple(dealt(task, chance) for _round in range(task.rounds))


def dealt(task: Task, chance: random.Random) -> Groups:
    """One round by lot."""
    people = list(range(task.fixed, task.people))
    chance.shuffle(people)
    groups = []
    for number, size in enumerate(task.sizes):
        stays = [number] if task.stays else []
        moving, people = people[: size - len(stays)], people[size - len(stays) :]
        groups.append(tuple(sorted(stays + moving)))
    return tuple(groups)


def greedy(task: Task, chance: random.Random, *, begun: Plan = ()) -> Plan:
    """A plan as a careful host makes it by hand: person by person into the circle where they have met fewest.

    It goes on from the rounds that are `begun`.
    """
    plan = list(begun)
    times: Counter[tuple[int, int]] = Counter(pairs(begun))
    for _round in range(task.rounds - len(begun)):
        groups = [[number] if task.stays else [] for number in range(len(task.sizes))]
        people = list(range(task.fixed, task.people))
        chance.shuffle(people)
        for person in people:
            open_ones = [group for group, size in zip(groups, task.sizes, strict=True) if len(group) < size]
            _seat(task, person, open_ones, times)
        plan.append(tuple(tuple(sorted(group)) for group in groups))
        times.update(pairs(plan[-1:]))
    return tuple(plan)


def _seat(task: Task, person: int, groups: list[list[int]], times: Counter[tuple[int, int]]) -> None:
    def price(group: list[int]) -> tuple[int, int]:
        known = [pair(person, other) for other in group]
        met = sum(
            task.cost_of_pair(two, times[two] + 1) - task.cost_of_pair(two, times[two]) for two in known
        )
        lacks = task.experienced and person in task.experienced and not task.experienced.intersection(group)
        return met - (EXPERIENCED if lacks else 0), len(group)

    min(groups, key=price).append(person)
