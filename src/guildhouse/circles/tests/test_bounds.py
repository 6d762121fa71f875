"""What is said to be impossible is: the bounds against every plan there is of small evenings."""

from collections.abc import Iterator
from itertools import combinations

import pytest
from django.utils.translation import override

from guildhouse.circles.presenting.sentences import most_rounds, sentences
from guildhouse.circles.search import bounds
from guildhouse.circles.search.task import Task
from guildhouse.circles.search.telling import REPEAT
from guildhouse.rooms.formats.circles import Circles, divide

SHAPES = {2: Circles(2, 2, 3), 3: Circles(3, 3, 4), 4: Circles(4, 4, 5)}
# So many rounds that every plan can be looked at in a moment.
ROUNDS = {4: 6, 5: 6, 6: 5, 7: 4, 8: 3, 9: 2}
EVENINGS = [
    (people, divide(people, shape), stays)
    for people in ROUNDS
    for shape in SHAPES.values()
    for stays in (False, True)
]


@pytest.mark.parametrize(("people", "sizes", "stays"), EVENINGS)
def test_no_plan_there_is_has_fewer_repeats_than_is_said_to_be_possible(people, sizes, stays):
    best = fewest(people, sizes, ROUNDS[people], fixed=len(sizes) if stays else 0)
    for rounds, found in enumerate(best, start=1):
        assert bounds.least_repeats(Task(people, sizes, rounds, stays=stays)) <= found
        if not stays and found == 0:
            assert rounds <= bounds.rounds_without_repeats(sizes)


def fewest(people: int, sizes: tuple[int, ...], rounds: int, fixed: int) -> list[int]:
    """The fewest repeats of one round, of two and so on, by going through all plans; the pairs who met are bits."""
    bit = {two: 1 << at for at, two in enumerate(combinations(range(people), 2))}
    ways = [
        sum(bit[two] for circle in groups for two in combinations(circle, 2))
        for groups in splits(tuple(range(people)), sizes)
        if all(sum(one < fixed for one in circle) == 1 for circle in groups if fixed)
    ]
    reached, best = {0: 0}, []
    for number in range(rounds):
        after: dict[int, int] = {}
        for met, again in reached.items():
            for way in ways[:1] if number == 0 and not fixed else ways:  # the first is any of them by name
                now = again + (met & way).bit_count()
                if now < after.get(met | way, now + 1):
                    after[met | way] = now
        reached = after
        best.append(min(reached.values()))
    return best


def splits(people: tuple[int, ...], sizes: tuple[int, ...]) -> Iterator[tuple[tuple[int, ...], ...]]:
    """Every way to part people into circles of these sizes."""
    if not sizes:
        yield ()
        return
    for size in set(sizes):
        others = list(sizes)
        others.remove(size)
        for mates in combinations(people[1:], size - 1):
            circle = (people[0], *mates)
            rest = tuple(one for one in people if one not in circle)
            for further in splits(rest, tuple(others)):
                yield (circle, *further)


def test_six_in_triads_meet_again_in_the_second_round_and_nothing_is_said_of_two_rounds_without():
    told = {"kind": REPEAT, "many": 2, "least": 2, "is_proved": True}
    with override("en"):
        (said,) = sentences([told], (3, 3), 2)
        assert most_rounds((3, 3)).startswith("From the second round on some meet again")
    assert "It cannot be fewer: a circle has more people than there are circles" in said
    assert "at most" not in said


@pytest.mark.parametrize(("people", "sizes", "stays"), EVENINGS)
def test_the_reason_speaks_of_fewer_rounds_than_are_planned(people, sizes, stays):
    for rounds in range(1, 9):
        least = bounds.least_repeats(Task(people, sizes, rounds, stays=stays))
        told = {"kind": REPEAT, "many": least, "least": least, "is_proved": True}
        with override("en"):
            (said,) = sentences([told], sizes, rounds)
        most = bounds.rounds_without_repeats(sizes)
        assert (f"at most {most} rounds" in said) <= (most < rounds)
        assert stays or (least > 0) == (rounds > most)


def test_that_it_cannot_be_fewer_is_said_only_of_as_few_as_can_be_counted():
    told = {"kind": REPEAT, "many": 3, "least": 2, "is_proved": False}
    with override("en"):
        (said,) = sentences([told], (3, 3), 2)
    assert "It cannot be fewer than 2; nothing nearer to that was found." in said
