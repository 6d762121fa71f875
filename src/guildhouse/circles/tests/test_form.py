"""Forming circles: it works, refuses, forbids, hides, and repeats without changing more."""

import pytest

from guildhouse.circles import actions, queries
from guildhouse.circles.models import Arrangement, CircleMember
from guildhouse.circles.tests.circling import seated, table, triads
from guildhouse.communities.models import Membership
from guildhouse.history.actors import Actor
from guildhouse.kit import clock
from guildhouse.kit.rules import Refused
from guildhouse.people.models import Person
from guildhouse.rooms import actions as rooms
from guildhouse.rooms.tests.rooming import NOON, ask, fact_count, member, members, open_room
from guildhouse.testing.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _noon():
    with clock.at(NOON):
        yield


def test_everybody_is_in_one_circle_a_round_and_meets_nobody_twice(cast: Cast):
    room, _people = triads(cast, 15)
    actions.form(room, rounds=7, actor=cast.actor("ana"), seed=1)
    rounds = table(room)
    assert len(rounds) == 7
    for circles in rounds:
        assert sorted(person for circle in circles for person in circle) == sorted(seated(room))
    pairs = [pair for circles in rounds for circle in circles for pair in two_of(circle)]
    assert len(pairs) == len(set(pairs)) == 105
    assert Arrangement.objects.get().unmet == []


def two_of(circle: frozenset[int]) -> list[tuple[int, int]]:
    return [(one, other) for one in circle for other in circle if one < other]


def test_in_three_rounds_of_triads_everybody_plays_each_part_once(cast: Cast):
    room, people = triads(cast, 12)
    actions.form(room, actor=cast.actor("ana"))
    for person in people:
        played = CircleMember.objects.filter(person=person).order_by("pk").values_list("role", flat=True)
        assert sorted(played) == ["client", "coach", "observer"]


def test_a_room_that_says_nothing_of_circles_refuses(cast: Cast):
    room = open_room(cast.weavers, cast.ana, capacity=20)
    with pytest.raises(Refused) as refusal:
        actions.form(room, rounds=3, actor=cast.actor("ana"))
    assert refusal.value.code == "whole"


def test_three_people_are_one_circle_and_need_none(cast: Cast):
    room, _people = triads(cast, 3)
    with pytest.raises(Refused) as refusal:
        actions.form(room, rounds=3, actor=cast.actor("ana"))
    assert refusal.value.code == "few"


def test_only_hosts_form_circles(cast: Cast):
    room, people = triads(cast, 6)
    for person in (cast.bo, people[0]):
        with pytest.raises(Refused) as refusal:
            actions.form(room, rounds=3, actor=Actor(person))
        assert refusal.value.code == "not_host"
    assert table(room) == []


def test_formed_again_they_stay_unless_those_are_named_that_go(cast: Cast):
    room, _people = triads(cast, 9)
    first = actions.form(room, rounds=3, actor=cast.actor("ana"), seed=1)
    before, facts = table(room), fact_count()
    assert actions.form(room, rounds=4, actor=cast.actor("ana"), seed=2).pk == first.pk
    assert (table(room), fact_count()) == (before, facts)
    second = actions.form(room, rounds=4, actor=cast.actor("ana"), seed=2, instead_of=first.pk)
    assert second.pk != first.pk
    assert len(table(room)) == 4


def test_let_go_they_are_gone_and_letting_go_again_changes_nothing(cast: Cast):
    room, _people = triads(cast, 9)
    actions.form(room, actor=cast.actor("ana"))
    actions.let_go(room, actor=cast.actor("ana"))
    facts = fact_count()
    actions.let_go(room, actor=cast.actor("ana"))
    assert (table(room), fact_count()) == ([], facts)


def test_somebody_learns_where_they_are_and_what_they_play_turn_by_turn(cast: Cast):
    room, people = triads(cast, 9)
    actions.form(room, actor=cast.actor("ana"))
    where = queries.mine(room, people[0], 2)
    assert where is not None
    assert where.round == 2
    assert sorted(where.roles) == ["client", "coach", "observer"]
    assert where.roles[0] == where.role
    assert len(where.others) == 2
    assert queries.mine(room, cast.bo) is None


def test_who_met_in_an_earlier_room_is_kept_from_meeting_again(cast: Cast):
    room, people = triads(cast, 9)
    actions.form(room, rounds=2, actor=cast.actor("ana"), seed=1)
    earlier = {pair for circles in table(room) for circle in circles for pair in two_of(circle)}
    following = open_room(cast.weavers, cast.ana, format="triads", capacity=60, minutes=120)
    for person in people:
        rooms.ask(following, actor=Actor(person))
    actions.form(following, rounds=2, actor=cast.actor("ana"), seed=1)
    later = {pair for circles in table(following) for circle in circles for pair in two_of(circle)}
    assert not earlier & later


def test_each_circle_is_of_one_language_where_that_is_asked_for(cast: Cast):
    room, people = triads(cast, 12)
    reads_italian = {person.pk for person in people[::2]}
    Person.objects.filter(pk__in=reads_italian).update(language="it")
    actions.form(room, rounds=2, actor=cast.actor("ana"), minds_language=True, seed=1)
    for circles in table(room):
        assert all(circle <= reads_italian or not circle & reads_italian for circle in circles)


def test_somebody_active_or_of_the_core_is_in_each_circle_where_that_is_asked_for(cast: Cast):
    room, wise = triads(cast, 3)
    for number in range(6):
        ask(room, member(cast.weavers, f"New{number}", Membership.Level.NEWCOMER))
    actions.form(room, rounds=3, actor=cast.actor("ana"), spreads_experience=True, seed=1)
    for circles in table(room):
        assert [len(circle & {person.pk for person in wise}) for circle in circles] == [1, 1, 1]


def test_whoever_only_watches_is_in_no_circle(cast: Cast):
    room, people = triads(cast, 6, welcomes_observers=True)
    watcher = members(cast.weavers, 1)[0]
    rooms.ask(room, actor=Actor(watcher), role="observer")
    actions.form(room, rounds=1, actor=cast.actor("ana"))
    assert {person for circle in table(room)[0] for person in circle} == {one.pk for one in people}
