"""Plans that repeat themselves: one round is found, and every further one is the same, turned by one place.

People stand on wheels of as many places as there are rounds, and a few in the middle stay where they are. Two people
of the first round meet again in a later one only when two others stood to each other as they do; so it is enough to
look for one round in which no two pairs stand alike. That is a far smaller search, and it finds what the large one
does not: fifteen people in triads for seven evenings, say.
"""

import random
from collections.abc import Callable
from math import exp

from guildhouse.circles.search.task import Plan

HOT, COLD, PORTION = 1.2, 0.15, 500


def by_turning(
    sizes: tuple[int, ...],
    rounds: int,
    chance: random.Random,
    *,
    steps: int,
    is_over: Callable[[], bool],
) -> Plan:
    """So many rounds without a repeated pair, or no plan at all when none was found in so many steps."""
    people = sum(sizes)
    for places in range(rounds, people + 1):
        middle = people % places
        if places < 2 or middle > min(2, len(sizes)):
            continue
        first = _first_round(sizes, _Wheels(people, places), chance, steps, is_over)
        if first:
            return tuple(_turned(first, places, people - middle, by) for by in range(rounds))
        if is_over():
            break
    return ()


class _Wheels:
    """How any two people stand to each other: the same number for pairs that turn into each other."""

    def __init__(self, people: int, places: int) -> None:
        self.people, turning = people, people - people % places
        self.short: set[int] = set()
        kinds: dict[tuple[int, ...], int] = {}
        self.kind = [[0] * people for _person in range(people)]
        for one in range(people):
            for other in range(one):
                name, comes_back = _stand(other, one, places, turning)
                kind = kinds.setdefault(name, len(kinds))
                self.kind[one][other] = self.kind[other][one] = kind
                if comes_back:
                    self.short.add(kind)
        self.count = len(kinds)


def _stand(one: int, other: int, places: int, turning: int) -> tuple[tuple[int, ...], bool]:
    """The name of how two people stand, and whether they meet again before the wheel has come round."""
    if one >= turning:
        return (-2, one, other), True
    if other >= turning:
        return (-1, one // places, other), False
    wheel_one, wheel_other = one // places, other // places
    apart = (other - one) % places
    if wheel_one == wheel_other:
        return (wheel_one, wheel_other, min(apart, places - apart)), 2 * apart == places
    return (wheel_one, wheel_other, apart), False


def _first_round(
    sizes: tuple[int, ...], wheels: _Wheels, chance: random.Random, steps: int, is_over: Callable[[], bool]
) -> list[list[int]]:
    people = list(range(wheels.people))
    chance.shuffle(people)
    groups, where = [], [0] * wheels.people
    for number, size in enumerate(sizes):
        groups.append(people[:size])
        for person in people[:size]:
            where[person] = number
        people = people[size:]
    seen = [1 if kind in wheels.short else 0 for kind in range(wheels.count)]
    wrong = 0
    for group in groups:
        for at, one in enumerate(group):
            for other in group[:at]:
                wrong += seen[wheels.kind[one][other]] > 0
                seen[wheels.kind[one][other]] += 1
    heat, cooling = HOT, (COLD / HOT) ** (PORTION / max(1, steps))
    for step in range(steps):
        if not wrong:
            return groups
        if step % PORTION == 0:
            if is_over():
                break
            heat *= cooling
        one, other = int(chance.random() * wheels.people), int(chance.random() * wheels.people)
        if where[one] == where[other]:
            continue
        change = _exchange(groups, where, wheels.kind, seen, one, other)
        if change > 0 and chance.random() >= exp(-change / heat):
            _exchange(groups, where, wheels.kind, seen, other, one)
        else:
            wrong += change
    return [] if wrong else groups


def _exchange(
    groups: list[list[int]], where: list[int], kind: list[list[int]], seen: list[int], one: int, other: int
) -> int:
    """Exchange two people of different circles, and say how many more pairs stand as another does."""
    here, there = groups[where[one]], groups[where[other]]
    here.remove(one)
    there.remove(other)
    change = 0
    for group, gone, comes in ((here, one, other), (there, other, one)):
        old, new = kind[gone], kind[comes]
        for person in group:
            seen[old[person]] -= 1
            change -= seen[old[person]] > 0
            change += seen[new[person]] > 0
            seen[new[person]] += 1
    here.append(other)
    there.append(one)
    where[one], where[other] = where[other], where[one]
    return change


def _turned(first: list[list[int]], places: int, turning: int, by: int) -> tuple[tuple[int, ...], ...]:
    def place(person: int) -> int:
        if person >= turning:
            return person
        return person - person % places + (person % places + by) % places

    return tuple(tuple(sorted(place(person) for person in circle)) for circle in first)
