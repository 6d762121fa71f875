"""Mending a plan: everybody once a round, sizes right, and no more circles changed than by forming anew."""

import random
from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st

from guildhouse.circles.search.annealing import anneal
from guildhouse.circles.search.board import greedy
from guildhouse.circles.search.repairing import Limits, changes, mend
from guildhouse.circles.search.task import Plan, Task
from guildhouse.rooms.formats.circles import Circles, divide, keeps_to

SHAPES = (Circles(3, 3, 3), Circles(3, 3, 4), Circles(4, 4, 5), Circles(3, 4, 6), Circles(2, 2, 3))


def limits_of(shape: Circles) -> Limits:
    return Limits(shape.min, shape.max, lambda people: divide(people, shape))


def planned(people: int, rounds: int, shape: Circles, chance: random.Random) -> Plan:
    task = Task(people, divide(people, shape), rounds)
    return anneal(task, greedy(task, chance), chance, steps=300, is_over=lambda: False, least=10**9)[1]


@st.composite
def evenings(draw: Callable) -> tuple[Plan, Plan, int, int, Circles]:
    """A plan, the same with other numbers after some left, how many are there then, and who came, in a shape."""
    shape = draw(st.sampled_from(SHAPES))
    people = draw(st.integers(2 * shape.min, 24))
    plan = planned(people, draw(st.integers(1, 3)), shape, random.Random(draw(st.integers(0, 99))))
    left = draw(st.sets(st.integers(0, people - 1), max_size=min(4, people - 4)))
    came = draw(st.integers(0, 4))
    names = {one: at for at, one in enumerate(one for one in range(people) if one not in left)}
    gone = iter(range(10**6, 10**6 + people))
    for one in sorted(left):
        names[one] = next(gone)
    renamed = tuple(tuple(tuple(names[one] for one in circle) for circle in groups) for groups in plan)
    return plan, renamed, people - len(left) + came, came, shape


@settings(max_examples=60, deadline=None)
@given(evenings())
def test_after_somebody_left_or_came_everybody_sits_in_one_circle_of_the_right_size(evening):
    _plan, renamed, people, _came, shape = evening
    sizes = divide(people, shape)
    mended = mend(Task(people, sizes, len(renamed)), renamed, limits_of(shape))
    for groups in mended.plan:
        assert sorted(one for circle in groups for one in circle) == list(range(people))
        now = tuple(len(circle) for circle in groups if circle)
        if keeps_to(sizes, shape):
            assert keeps_to(now, shape), now
        assert limits_of(shape).badness(now) <= limits_of(shape).badness(sizes)


@settings(max_examples=30, deadline=None)
@given(evenings(), st.integers(0, 9))
def test_no_more_circles_change_than_by_forming_anew(evening, seed):
    _plan, renamed, people, _came, shape = evening
    mended = mend(Task(people, divide(people, shape), len(renamed)), renamed, limits_of(shape))
    anew = planned(people, len(renamed), shape, random.Random(seed))
    for before, after, fresh in zip(renamed, mended.plan, anew, strict=True):
        assert changes(before, after) <= changes(before, fresh)


@settings(max_examples=30, deadline=None)
@given(evenings())
def test_whoever_is_in_no_changed_circle_stays_where_they_are(evening):
    _plan, renamed, people, _came, shape = evening
    mended = mend(Task(people, divide(people, shape), len(renamed)), renamed, limits_of(shape))
    for before, after, changed, moved in zip(renamed, mended.plan, mended.changed, mended.moved, strict=True):
        for at, circle in enumerate(before):
            if at not in changed:
                assert sorted(after[at]) == sorted(circle)
                assert not moved & set(circle)


def test_nobody_leaves_and_nobody_comes_and_nothing_changes():
    shape = Circles(3, 3, 3)
    plan = planned(15, 3, shape, random.Random(1))
    mended = mend(Task(15, divide(15, shape), 3), plan, limits_of(shape))
    assert (mended.plan, set().union(*mended.moved)) == (plan, set())


def test_one_leaves_and_one_comes_and_only_that_circle_of_each_round_changes():
    shape = Circles(3, 3, 3)
    plan = planned(15, 4, shape, random.Random(1))
    without = tuple(
        tuple(tuple(99 if one == 14 else one for one in circle) for circle in groups) for groups in plan
    )
    mended = mend(Task(15, divide(15, shape), 4), without, limits_of(shape))
    assert [len(changed) for changed in mended.changed] == [1, 1, 1, 1]
    assert [set(moved) for moved in mended.moved] == [{14}] * 4


def test_of_two_pairs_that_are_left_over_one_circle_of_four_is_made():
    plan = (((0, 1, 90), (2, 3, 91), (4, 5, 6), (7, 8, 9), (10, 11, 12)),)
    shape = Circles(3, 3, 3)
    mended = mend(Task(13, divide(13, shape), 1), plan, limits_of(shape))
    assert sorted(len(circle) for circle in mended.plan[0] if circle) == [3, 3, 3, 4]
    assert mended.plan[0][2:] == plan[0][2:]


def test_whoever_must_be_apart_is_apart_after_mending():
    plan = (((0, 1, 90), (2, 3, 4), (5, 6, 91)),)
    task = Task(8, (3, 3, 2), 1, apart=frozenset({(0, 7), (1, 7)}))
    mended = mend(task, plan, limits_of(Circles(2, 3, 3)))
    assert 7 in mended.plan[0][2]
