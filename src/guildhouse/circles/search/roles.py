"""Who plays which part: in each circle every part once, and over the rounds everybody each part equally often.

Two parts are evened out at a time, along a chain: somebody who had the first too often gives it to whoever has the
second in one of their circles, who may then have it too often and passes it on in another circle. As every circle has
each part once, such chains end, and at their end nobody has a part two times more than another (de Werra 1971).
"""

import random
from collections.abc import Mapping, Sequence
from itertools import combinations

from guildhouse.circles.search.task import Plan

# For each round and person the number of their part; people without a part have none here.
Cast = list[dict[int, int]]
# How often each person has played each part before these rounds.
Played = Mapping[int, Sequence[int]]


def give_parts(
    plan: Plan, parts: int, chance: random.Random, *, played: Played | None = None, stays: int = 0
) -> Cast:
    """A part for each member of each circle: the first parts where a circle has fewer members than there are parts.

    `stays`: the first people, so many, keep the first part and nobody else plays it.
    """
    cast: Cast = []
    for groups in plan:
        row: dict[int, int] = {}
        for circle in groups:
            kept = [one for one in circle if one < stays]
            others = [one for one in circle if one >= stays]
            chance.shuffle(others)
            row.update(zip([*kept, *others], range(parts), strict=False))
        cast.append(row)
    even_out(plan, cast, parts, played=played, stays=stays)
    return cast


def even_out(
    plan: Plan,
    cast: Cast,
    parts: int,
    *,
    played: Played | None = None,
    stays: int = 0,
    rounds: range | None = None,
) -> None:
    """Exchange parts within circles until everybody has played each as often as each other, as far as can be.

    Only in these `rounds` when they are given. Whoever plays no part in a circle larger than the parts counts as
    playing one more.
    """
    table = _Table(plan, cast, parts, played or {}, rounds or range(len(plan)), stays)
    better = True
    while better:
        better = False
        for one, other in combinations(range(1 if stays else 0, parts + 1), 2):
            better |= table.even(one, other)
    for row, seats in zip(cast, table.cast, strict=True):
        row.clear()
        row.update({person: part for person, part in seats.items() if part < parts})


class _Table:
    def __init__(self, plan: Plan, cast: Cast, parts: int, played: Played, rounds: range, stays: int) -> None:
        self.plan, self.rounds, self.stays = plan, rounds, stays
        self.cast = [
            {person: row.get(person, parts) for circle in groups for person in circle}
            for groups, row in zip(plan, cast, strict=True)
        ]
        self.count: dict[int, list[int]] = {}
        self.circles: dict[int, list[tuple[int, tuple[int, ...]]]] = {}
        for at, groups in enumerate(plan):
            for circle in groups:
                for person in circle:
                    self.circles.setdefault(person, []).append((at, circle))
                    before = [*played.get(person, ()), *([0] * (parts + 1))][: parts + 1]
                    self.count.setdefault(person, before)[self.cast[at][person]] += 1

    def even(self, one: int, other: int) -> bool:
        """Even out these two parts for everybody for whom that can be done; whether anything changed."""
        changed = False
        for person in sorted(self.count):
            for much, little in ((one, other), (other, one)):
                while self.count[person][much] - self.count[person][little] >= 2:
                    if not self._pass_on(person, much, little):
                        break
                    changed = True
        return changed

    def _pass_on(self, person: int, much: int, little: int) -> bool:
        """One chain from this person; undone when somebody at its end is worse off than they were."""
        done: list[tuple[int, int, int]] = []
        used: set[tuple[int, tuple[int, ...]]] = set()
        while True:
            step = self._next(person, much, little, used)
            if step is None:
                break
            at, circle, partner = step
            used.add((at, circle))
            self._exchange(at, person, partner)
            done.append((at, person, partner))
            if self.count[partner][much] - self.count[partner][little] < 2:
                return True
            person = partner
        for at, giver, taker in reversed(done):
            self._exchange(at, giver, taker)
        return False

    def _next(
        self, person: int, much: int, little: int, used: set[tuple[int, tuple[int, ...]]]
    ) -> tuple[int, tuple[int, ...], int] | None:
        """A circle in which this person has the one part and somebody the other."""
        found = None
        for at, circle in self.circles[person]:
            if at not in self.rounds or (at, circle) in used or self.cast[at][person] != much:
                continue
            for partner in circle:
                if self.cast[at][partner] != little or partner < self.stays:
                    continue
                if self.count[partner][much] <= self.count[partner][little]:
                    return at, circle, partner
                found = (at, circle, partner)
        return found

    def _exchange(self, at: int, one: int, other: int) -> None:
        row = self.cast[at]
        for person, partner in ((one, other), (other, one)):
            self.count[person][row[person]] -= 1
            self.count[person][row[partner]] += 1
        row[one], row[other] = row[other], row[one]
