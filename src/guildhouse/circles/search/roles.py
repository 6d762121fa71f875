"""Who plays which part: in each circle every part once, and over the rounds everybody each part equally often.

Two parts are evened out at a time, along a chain: somebody who had the first too often gives it to whoever has the
second in one of their circles, who may then have it too often and passes it on in another circle. As every circle has
each part once, such chains end, and at their end nobody has a part two times more than another (de Werra 1971).
"""

import random
from collections.abc import Container, Mapping, Sequence
from itertools import combinations

from guildhouse.circles.search.task import Circle, Plan

# For each round and person the number of their part; people without a part have none here.
Cast = list[dict[int, int]]
# How often each person has played each part before.
Played = Mapping[int, Sequence[int]]
# One time in this room weighs more than all times in rooms before: those decide only what does not come out even.
HERE = 1000


def give_parts(
    plan: Plan,
    parts: int,
    chance: random.Random,
    *,
    played: Played | None = None,
    before: Played | None = None,
    stays: int = 0,
) -> Cast:
    """A part for each member of each circle: the first parts where a circle has fewer members than there are parts.

    `played` counts parts of this room that stand already, `before` those of earlier rooms. `stays`: the first people,
    so many, keep the first part and nobody else plays it.
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
    even_out(plan, cast, parts, played=played, before=before, stays=stays)
    return cast


def even_out(
    plan: Plan,
    cast: Cast,
    parts: int,
    *,
    played: Played | None = None,
    before: Played | None = None,
    stays: int = 0,
    free: Container[tuple[int, Circle]] | None = None,
) -> None:
    """Exchange parts within circles until everybody has played each as often as each other, as far as can be.

    Only in circles that are `free`, named by the place of their round and their members. Whoever plays no part in a
    circle larger than the parts counts as playing one more.
    """
    table = _Table(plan, cast, parts, stays)
    table.count_also(played or {}, HERE)
    table.count_also(before or {}, 1)
    table.free = free
    better = True
    while better:
        better = False
        for one, other in combinations(range(1 if stays else 0, parts + 1), 2):
            better |= table.even(one, other)
    for row, seats in zip(cast, table.cast, strict=True):
        row.clear()
        row.update({person: part for person, part in seats.items() if part < parts})


class _Table:
    def __init__(self, plan: Plan, cast: Cast, parts: int, stays: int) -> None:
        self.stays = stays
        self.free: Container[tuple[int, Circle]] | None = None
        self.cast = [
            {person: row.get(person, parts) for circle in groups for person in circle}
            for groups, row in zip(plan, cast, strict=True)
        ]
        self.count: dict[int, list[int]] = {}
        self.circles: dict[int, list[tuple[int, Circle]]] = {}
        for at, groups in enumerate(plan):
            for circle in groups:
                for person in circle:
                    self.circles.setdefault(person, []).append((at, circle))
                    self.count.setdefault(person, [0] * (parts + 1))[self.cast[at][person]] += HERE

    def count_also(self, played: Played, weight: int) -> None:
        for person, counted in self.count.items():
            for part, times in enumerate(played.get(person, ())[: len(counted)]):
                counted[part] += weight * min(times, HERE - 1 if weight == 1 else times)

    def _has_much(self, person: int, much: int, little: int) -> bool:
        return self.count[person][much] - self.count[person][little] > HERE

    def even(self, one: int, other: int) -> bool:
        """Even out these two parts for everybody for whom that can be done; whether anything changed."""
        changed = False
        for person in sorted(self.count):
            for much, little in ((one, other), (other, one)):
                while self._has_much(person, much, little) and self._pass_on(person, much, little):
                    changed = True
        return changed

    def _pass_on(self, person: int, much: int, little: int) -> bool:
        """One chain from this person; undone when nobody was found at its end who can keep the part."""
        done: list[tuple[int, int, int]] = []
        used: set[tuple[int, Circle]] = set()
        while (step := self._next(person, much, little, used)) is not None:
            at, circle, partner = step
            used.add((at, circle))
            self._exchange(at, person, partner)
            done.append((at, person, partner))
            if not self._has_much(partner, much, little):
                return True
            person = partner
        for at, giver, taker in reversed(done):
            self._exchange(at, giver, taker)
        return False

    def _next(
        self, person: int, much: int, little: int, used: set[tuple[int, Circle]]
    ) -> tuple[int, Circle, int] | None:
        """A circle in which this person has the one part and somebody the other, best somebody who may keep it."""
        found = None
        for at, circle in self.circles[person]:
            if self.free is not None and (at, circle) not in self.free:
                continue
            if (at, circle) in used or self.cast[at][person] != much:
                continue
            for partner in circle:
                if self.cast[at][partner] != little or partner < self.stays:
                    continue
                if self.count[partner][much] + HERE <= self.count[partner][little]:
                    return at, circle, partner
                found = (at, circle, partner)
        return found

    def _exchange(self, at: int, one: int, other: int) -> None:
        row = self.cast[at]
        for person, partner in ((one, other), (other, one)):
            self.count[person][row[person]] -= HERE
            self.count[person][row[partner]] += HERE
        row[one], row[other] = row[other], row[one]
