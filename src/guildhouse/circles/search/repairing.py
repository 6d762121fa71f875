"""Somebody left, somebody came: the same plan with as few circles changed as can be.

First it is settled how many each circle has, changing few; then who of a circle moves, so that few meet again. Those
who need not move stay.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import combinations

from guildhouse.circles.search.task import Groups, Pair, Plan, Task, pair, pairs

ALONE = 20
Divide = Callable[[int], tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Limits:
    """How small and how large circles may be, and how so many people divide where nothing stands yet."""

    least: int
    most: int
    divide: Divide

    def badness(self, sizes: Iterable[int]) -> int:
        """How far sizes are from what they should be; nobody should sit alone."""
        return sum(
            max(0, self.least - size, size - self.most) + (ALONE if size == 1 < self.least else 0)
            for size in sizes
            if size
        )


@dataclass(frozen=True, slots=True)
class Mended:
    """The new rounds; for each the numbers of circles that changed, and whoever came into another circle."""

    plan: Plan
    changed: tuple[frozenset[int], ...]
    moved: tuple[frozenset[int], ...]


def mend(
    task: Task, plan: Plan, limits: Limits, *, begun: int = 0, keep: frozenset[int] = frozenset()
) -> Mended:
    """The plan with everybody of the task in one circle a round; whoever is not of the task any more has left.

    The first `begun` rounds are under way: there a pair goes on together, and a latecomer joins whoever there is.
    Numbers of circles stay; a circle without anybody is empty, new ones come last. Whoever is in `keep` moves last.
    """
    rounds, changed, moved = list(plan), [], []
    for at, groups in enumerate(plan):
        others = Counter(task.met) + Counter(pairs([*rounds[:at], *rounds[at + 1 :]]))
        loose = Limits(min(2, limits.least), limits.most + 1, limits.divide) if at < begun else limits
        done = _Round(task, groups, loose, others, keep).mended()
        rounds[at] = done[0]
        changed.append(done[1])
        moved.append(done[2])
    return Mended(tuple(rounds), tuple(changed), tuple(moved))


def changes(before: Groups, after: Groups) -> int:
    """How many circles did not stay as they were."""
    known = {frozenset(circle) for circle in after}
    return sum(frozenset(circle) not in known for circle in before if circle)


class _Round:
    def __init__(
        self, task: Task, groups: Groups, limits: Limits, met: Counter[Pair], keep: frozenset[int]
    ) -> None:
        self.task, self.limits, self.met, self.keep = task, limits, met, keep
        self.groups = [[one for one in circle if one < task.people] for circle in groups]
        self.touched = {at for at, circle in enumerate(groups) if len(self.groups[at]) < len(circle)}
        placed = {one for circle in self.groups for one in circle}
        self.homeless = [one for one in range(task.people) if one not in placed]

    def mended(self) -> tuple[Groups, frozenset[int], frozenset[int]]:
        before = [set(circle) for circle in self.groups]
        wanted = self._wanted()
        home = dict.fromkeys(self.homeless, -1)
        self.groups += [[] for _new in range(len(wanted) - len(self.groups))]
        for at, size in enumerate(wanted):
            while len(self.groups[at]) > size:
                giver = self._giver(at)
                self.groups[at].remove(giver)
                home[giver] = at
        self._seat(home, wanted)
        self._mind(home)
        after = tuple(tuple(sorted(circle)) for circle in self.groups)
        now = [*before, *([set()] * (len(after) - len(before)))]
        changed = {at for at, circle in enumerate(after) if set(circle) != now[at]} | self.touched
        return after, frozenset(changed), frozenset(home)

    def _giver(self, at: int) -> int:
        """Who leaves a circle that has too many: somebody who stays by their part last, else who met most there."""
        prices = [(one in self.keep, -self._price(one, at), one) for one in self.groups[at]]
        return min(prices)[2]

    def _price(self, person: int, at: int) -> int:
        """What it costs that somebody sits in a circle, by those who sit there."""
        task, found = self.task, 0
        for other in self.groups[at]:
            if other != person:
                two = pair(person, other)
                times = self.met[two] - task.met.get(two, 0)
                found += task.cost_of_pair(two, times + 1) - task.cost_of_pair(two, times)
        with_them = {*self.groups[at], person}
        return found + task.cost_of_circle(with_them)

    # How many each circle is to have

    def _wanted(self) -> list[int]:
        """The sizes to come: those of the fewest changes among the ways that keep to the limits best."""
        ways = [self._filled(), self._evened()]
        return min(ways, key=lambda sizes: (self.limits.badness(sizes), self._changes(sizes)))

    def _changes(self, sizes: list[int]) -> int:
        now = [len(circle) for circle in self.groups]
        grown = [at for at, size in enumerate(sizes) if at >= len(now) or size != now[at]]
        return len({at for at in grown if sizes[at]} - self.touched)

    def _filled(self) -> list[int]:
        """Fill up where somebody left, then mend one circle after the other."""
        sizes = [len(circle) for circle in self.groups]
        left = len(self.homeless)
        while left:
            at = self._open(sizes)
            if at is None:
                break
            sizes[at] += 1
            left -= 1
        if left >= self.limits.least:
            sizes += self.limits.divide(left)
        else:
            for _one in range(left):
                at = min((at for at, size in enumerate(sizes) if size), key=lambda at: sizes[at], default=0)
                sizes[at] += 1
        while (better := self._better(sizes)) is not None:
            sizes = better
        return sizes

    def _open(self, sizes: list[int]) -> int | None:
        free = [at for at, size in enumerate(sizes) if 0 < size < self.limits.most]
        return min(
            free,
            key=lambda at: (
                sizes[at] >= self.limits.least,
                at not in self.touched,
                sizes[at],
                min((self._price(one, at) for one in self.homeless), default=0)
                if at < len(self.groups)
                else 0,
                at,
            ),
            default=None,
        )

    def _better(self, sizes: list[int]) -> list[int] | None:
        """One circle given up, or one person passed on, where that keeps to the limits better."""
        ways = [way for at, size in enumerate(sizes) if size for way in (self._given_up(sizes, at),) if way]
        for giver, taker in [(a, b) for a in range(len(sizes)) for b in range(len(sizes)) if a != b]:
            if sizes[giver] > 1 and sizes[taker]:
                ways.append([size - (at == giver) + (at == taker) for at, size in enumerate(sizes)])
        now = (self.limits.badness(sizes), 0)
        best = min(
            ((self.limits.badness(way), self._changes(way), way) for way in ways),
            default=None,
            key=lambda one: one[:2],
        )
        return best[2] if best is not None and best[:1] < now[:1] else None

    def _given_up(self, sizes: list[int], gone: int) -> list[int] | None:
        if sizes[gone] >= self.limits.least:
            return None
        after = [0 if at == gone else size for at, size in enumerate(sizes)]
        for _one in range(sizes[gone]):
            at = self._open(after)
            if at is None:
                at = min(
                    (at for at, size in enumerate(after) if size), key=lambda at: after[at], default=None
                )
            if at is None:
                return None
            after[at] += 1
        return after

    def _evened(self) -> list[int]:
        """The sizes that so many people have who divide anew, given to circles that are near them already."""
        wanted = sorted(self.limits.divide(self.task.people), reverse=True)
        order = sorted(range(len(self.groups)), key=lambda at: (-len(self.groups[at]), at))
        sizes = [0] * max(len(self.groups), len(wanted))
        spare = list(wanted)
        open_ones = []
        for at in order:
            if len(self.groups[at]) in spare and self.groups[at]:
                spare.remove(len(self.groups[at]))
                sizes[at] = len(self.groups[at])
            else:
                open_ones.append(at)
        open_ones += range(len(self.groups), len(sizes))
        for at, size in zip(open_ones, spare, strict=False):
            sizes[at] = size
        return sizes

    # Who moves

    def _seat(self, home: dict[int, int], wanted: list[int]) -> None:
        waiting = sorted(home)
        while waiting:
            open_ones = [at for at, size in enumerate(wanted) if len(self.groups[at]) < size]
            person, at = min(
                ((one, at) for one in waiting for at in open_ones),
                key=lambda seat: (self._price(*seat), seat),
            )
            self.groups[at].append(person)
            waiting.remove(person)

    def _mind(self, home: dict[int, int]) -> None:
        """Exchange places of those who move, and who of a circle moves, as long as fewer meet again."""
        better = True
        while better:
            better = False
            where = {one: at for at, circle in enumerate(self.groups) for one in circle}
            for one, other in combinations(sorted(home), 2):
                if where[one] != where[other] and self._swap_if_better(one, other, where):
                    better = True
            for one, at in sorted(home.items()):
                for stays in sorted(self.groups[at]) if at >= 0 else ():
                    if stays in home or stays in self.keep or one not in home:
                        continue
                    if self._swap_if_better(one, stays, where):
                        home[stays] = home.pop(one)
                        better = True

    def _swap_if_better(self, one: int, other: int, where: dict[int, int]) -> bool:
        here, there = where[one], where[other]
        before = self._circle(here) + self._circle(there)
        self._swap(one, other, where)
        if self._circle(here) + self._circle(there) < before:
            return True
        self._swap(one, other, where)
        return False

    def _swap(self, one: int, other: int, where: dict[int, int]) -> None:
        here, there = where[one], where[other]
        self.groups[here].remove(one)
        self.groups[there].remove(other)
        self.groups[here].append(other)
        self.groups[there].append(one)
        where[one], where[other] = there, here

    def _circle(self, at: int) -> int:
        found = self.task.cost_of_circle(self.groups[at])
        for two in combinations(sorted(self.groups[at]), 2):
            times = self.met[two] - self.task.met.get(two, 0)
            found += self.task.cost_of_pair(two, times + 1) - self.task.cost_of_pair(two, times)
        return found
