"""Wishes that clash: the solver names them, and the page says whether it is proved or only not found."""

import sys

import pytest

from guildhouse.circles import actions
from guildhouse.circles.models import Arrangement, Wish
from guildhouse.circles.search import exact, proving
from guildhouse.circles.search.exact import Asking
from guildhouse.circles.search.task import Task, cost
from guildhouse.circles.tests.circling import triads
from guildhouse.history.actors import Actor
from guildhouse.kit import clock
from guildhouse.rooms import actions as rooms
from guildhouse.rooms.tests.pages.helping import look, path_of, words
from guildhouse.rooms.tests.rooming import NOON
from guildhouse.testing.cast import Cast

TRIADS = (3, 3)


def test_three_who_must_all_be_apart_do_not_fit_into_two_circles_and_nothing_else_is_named():
    task = Task(6, TRIADS, 2, apart=frozenset({(0, 1), (0, 2), (1, 2), (3, 4)}))
    proof = exact.prove(task, seconds=5)
    assert proof.is_impossible
    assert set(proof.clash) == {Asking("apart", two) for two in ((0, 1), (0, 2), (1, 2))}


def test_what_can_be_given_is_given():
    task = Task(
        9,
        (3, 3, 3),
        2,
        apart=frozenset({(0, 1), (2, 3)}),
        together=frozenset({(4, 5)}),
        experienced=frozenset({0, 1, 2}),
    )
    proof = exact.prove(task, seconds=5)
    assert proof.plan is not None
    assert cost(task, proof.plan) < 200


def test_asked_in_a_process_of_its_own_it_answers_the_same():
    task = Task(6, TRIADS, 1, apart=frozenset({(0, 1)}), together=frozenset({(0, 1)}))
    assert set(proving.proved(task, seconds=5).clash) == {Asking("apart", (0, 1)), Asking("together", (0, 1))}


@pytest.fixture
def clashing(cast: Cast, db: None):
    """Six people of whom three wish to be apart from each other."""
    room, here = triads(cast, 6)
    with clock.at(NOON):
        for one, other in ((0, 1), (0, 2), (1, 2)):
            actions.wish(
                room, actor=cast.actor("ana"), one=here[one], other=here[other], kind=Wish.Kind.APART
            )
    return room


@pytest.mark.once
def test_the_host_reads_which_wishes_clash_and_that_it_is_proved(cast: Cast, clashing):
    with clock.at(NOON):
        actions.form(clashing, rounds=2, actor=cast.actor("ana"))
    said = words(look(cast.ana, path_of(clashing, "circles/")))
    assert "It is proved that no circles whatever give all of these at once: M4 and M5: apart" in said
    assert "is not proved" not in said


@pytest.mark.once
def test_without_the_solver_it_is_said_that_nothing_is_proved(
    cast: Cast, clashing, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setitem(sys.modules, "ortools", None)  # as where it is not installed
    with clock.at(NOON):
        actions.form(clashing, rounds=2, actor=cast.actor("ana"))
    said = words(look(cast.ana, path_of(clashing, "circles/")))
    assert "that none exists is not proved. The solver that could prove it is not installed" in said
    assert "It is proved" not in said


@pytest.mark.once
def test_a_wish_that_was_taken_back_clashes_with_none_any_more(cast: Cast, clashing):
    with clock.at(NOON):
        actions.form(clashing, rounds=2, actor=cast.actor("ana"))
        actions.unwish(clashing, Wish.objects.first(), actor=cast.actor("ana"))
    assert any(one["kind"] == "clash" for one in Arrangement.objects.get().unmet)
    assert "It is proved" not in words(look(cast.ana, path_of(clashing, "circles/")))


@pytest.mark.once
def test_a_host_reads_of_no_clash_and_no_number_that_tells_what_others_asked_about_them(cast: Cast):
    room, here = triads(cast, 6)
    with clock.at(NOON):
        rooms.name_host(room, here[0], actor=cast.actor("ana"))
        for asks, other in ((1, 0), (2, 0), (1, 2)):
            actions.wish(
                room, actor=Actor(here[asks]), one=here[asks], other=here[other], kind=Wish.Kind.APART
            )
        actions.form(room, rounds=1, actor=cast.actor("ana"), seed=1)
        Wish.objects.filter(one__in=here[1:]).delete()
    assert "1 pair who should be apart" in words(look(cast.ana, path_of(room, "circles/")))
    said = words(look(here[0], path_of(room, "circles/")))
    assert "should be apart sit" not in said
    assert "apart in every round Asked" not in said
    assert "It is proved" not in said
