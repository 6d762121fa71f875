"""Circles follow the seats: somebody leaves or comes, few circles change, and those who moved are named."""

from datetime import timedelta

import pytest

from guildhouse.circles import actions, progress, queries, tasks
from guildhouse.circles.invariants import violations
from guildhouse.circles.models import CircleMember
from guildhouse.circles.tests.circling import seated, table, triads
from guildhouse.history.actors import Actor
from guildhouse.history.models import Fact
from guildhouse.kit import clock
from guildhouse.kit.rules import Refused
from guildhouse.rooms import actions as rooms
from guildhouse.rooms.models import Room, Seat
from guildhouse.rooms.presenting.words import format_of
from guildhouse.rooms.tests.rooming import NOON, ask, fact_count, members
from guildhouse.testing.cast import Cast

pytestmark = pytest.mark.django_db


def formed(cast: Cast, people: int, rounds: int = 3):
    room, here = triads(cast, people)
    with clock.at(NOON):
        actions.form(room, rounds=rounds, actor=cast.actor("ana"), seed=1)
    return room, here


def leave(room: Room, person):
    with clock.at(NOON):
        rooms.withdraw(room, actor=Actor(person))


def mend(room: Room, cast: Cast, at=NOON):
    with clock.at(at):
        return actions.repair(room, actor=cast.actor("ana"))


def of_round(circles):
    return sorted(person for circle in circles for person in circle)


def test_whoever_left_is_replaced_by_whoever_came_and_nobody_else_moves(cast: Cast):
    room, here = formed(cast, 15)
    before = table(room)
    leave(room, here[0])
    late = members(cast.weavers, 1)[0]
    ask(room, late)
    done = mend(room, cast)
    assert (done.left, done.came, done.circles, done.people) == ({here[0].pk}, {late.pk}, 3, {late.pk})
    for was, now in zip(before, table(room), strict=True):
        assert of_round(now) == sorted(seated(room))
        assert {late.pk if one == here[0].pk else one for one in was[0] | was[1]} <= {
            one for circle in now for one in circle
        }
        assert len(set(was) - set(now)) == 1
    assert list(violations()) == []


def test_a_pair_left_over_stays_together_without_the_one_who_left(cast: Cast):
    room, here = formed(cast, 15)
    leave(room, here[3])
    done = mend(room, cast)
    assert (done.circles, done.people) == (3, frozenset())
    assert [sorted(len(circle) for circle in circles) for circles in table(room)] == [[2, 3, 3, 3, 3]] * 3


def test_mended_again_nothing_changes(cast: Cast):
    room, here = formed(cast, 12)
    leave(room, here[0])
    mend(room, cast)
    facts, circles = fact_count(), table(room)
    assert mend(room, cast).circles == 0
    assert (fact_count(), table(room)) == (facts, circles)


def test_those_who_moved_are_named_in_history_and_nobody_else(cast: Cast):
    room, here = formed(cast, 12)
    leave(room, here[0])
    late = members(cast.weavers, 2)
    for one in late:
        ask(room, one)
    done = mend(room, cast)
    told = Fact.objects.filter(kind="circles.changed").values_list("concerns_id", flat=True)
    assert set(told) == set(done.people)
    assert {one.pk for one in late} <= set(done.people)


def test_parts_stay_as_they_were_in_circles_that_did_not_change(cast: Cast):
    room, here = formed(cast, 15)
    parts = dict(CircleMember.objects.order_by("pk").values_list("pk", "role"))
    leave(room, here[0])
    mend(room, cast)
    kept = dict(CircleMember.objects.filter(pk__in=parts).order_by("pk").values_list("pk", "role"))
    assert len(kept) == 45 - 9
    assert all(parts[one] == role for one, role in kept.items())


def test_rounds_that_are_over_stay_as_they_were(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    room, here = formed(cast, 12)
    before = table(room)
    with clock.at(room.starts_at):
        rooms.pass_time()
        room.refresh_from_db()
        monkeypatch.setattr(progress, "BEGUN", [lambda one: 2])
        rooms.note_attendance(room, {Seat.objects.get(person=here[0]).pk: "absent"}, actor=cast.actor("ana"))
        actions.repair(room, actor=cast.actor("ana"))
    after = table(room)
    assert after[0] == before[0]
    assert of_round(after[1]) == of_round(after[2]) == sorted(one.pk for one in here[1:])


def test_under_way_the_clock_mends_and_before_that_it_waits_for_the_host(cast: Cast):
    room, here = formed(cast, 12)
    leave(room, here[0])
    with clock.at(NOON + timedelta(hours=1)):
        assert tasks.tick() == 0
        assert queries.out_of_step(room, format_of(room.format), 0) == ({here[0].pk}, set())
    with clock.at(room.starts_at):
        rooms.pass_time()
        assert tasks.tick() == 1
        assert tasks.tick() == 0
    assert of_round(table(room)[0]) == sorted(one.pk for one in here[1:])


def test_without_circles_there_is_nothing_to_mend(cast: Cast):
    room, _here = triads(cast, 6)
    with pytest.raises(Refused) as refusal:
        mend(room, cast)
    assert refusal.value.code == "none"


def test_only_hosts_mend(cast: Cast):
    room, here = formed(cast, 6)
    with pytest.raises(Refused) as refusal, clock.at(NOON):
        actions.repair(room, actor=Actor(here[0]))
    assert refusal.value.code == "not_host"
