"""Whatever happens to a series, each date keeps its own seats, and what was decided by hand stays."""

import contextlib
from datetime import date, time, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from guildhouse.history.actors import Actor
from guildhouse.history.models import Fact
from guildhouse.kit import clock
from guildhouse.kit.rules import Refused
from guildhouse.kit.walls import wall
from guildhouse.rooms import actions, tasks
from guildhouse.rooms.invariants import violations
from guildhouse.rooms.models import Room, Seat, StandingSeat
from guildhouse.rooms.tests.rooming import NOON, members
from guildhouse.rooms.tests.scenes import weekly
from guildhouse.testing.cast import Cast

PEOPLE = 4
who = st.integers(0, PEOPLE - 1)
nth = st.integers(0, 3)
rarely = st.integers(0, 5).map(lambda number: number == 5)


class SeriesMachine(RuleBasedStateMachine):
    """A series of a few dates, its convener, and four people."""

    cast: Cast

    @initialize(capacity=st.sampled_from([1, 2, None]), needs_approval=rarely)
    def plan(self, capacity: int | None, needs_approval: bool) -> None:
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.now, self.host = NOON, Actor(self.cast.ana)
        self.people = members(self.cast.weavers, PEOPLE)
        self.decided: dict[int, tuple[str, date]] = {}
        self.given_up: set[tuple[int, int]] = set()
        said = {"capacity": capacity, "needs_approval": needs_approval, "rrule": "FREQ=WEEKLY;INTERVAL=4"}
        self.series = weekly(self.cast, **said)

    def teardown(self) -> None:
        if hasattr(self, "atomic"):
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)

    def act(self, action: Any, *arguments: Any, **said: Any) -> bool:
        """Do it twice: the second time writes no history."""
        with clock.at(self.now):
            try:
                action(*arguments, **said)
            except Refused:
                return False
            count = Fact.objects.count()
            with contextlib.suppress(Refused):
                action(*arguments, **said)
            assert Fact.objects.count() == count
        return True

    def date(self, number: int) -> Room | None:
        ahead = Room.objects.filter(series=self.series, state="published", starts_at__gt=self.now)
        return ahead.order_by("starts_at")[number : number + 1].first()

    @rule(one=who)
    def come_to_all(self, one: int) -> None:
        if self.act(actions.come_to_all, self.series, actor=Actor(self.people[one])):
            self.given_up = {
                (room, person) for room, person in self.given_up if person != self.people[one].pk
            }

    @rule(one=who)
    def stop_coming(self, one: int) -> None:
        self.act(actions.stop_coming_to_all, self.series, actor=Actor(self.people[one]))

    @rule(one=who)
    def add_to_group(self, one: int) -> None:
        standing = StandingSeat.objects.living().filter(person=self.people[one], kind="fixed").exists()
        if self.act(actions.add_to_group, self.series, self.people[one], actor=self.host) and not standing:
            self.given_up = {
                (room, person) for room, person in self.given_up if person != self.people[one].pk
            }

    @rule(one=who, number=nth)
    def give_up_one_date(self, one: int, number: int) -> None:
        room = self.date(number)
        if room and self.act(actions.withdraw, room, actor=Actor(self.people[one])):
            self.given_up.add((room.pk, self.people[one].pk))

    @rule(one=who, number=nth)
    def ask_for_one_date(self, one: int, number: int) -> None:
        room = self.date(number)
        if room and self.act(actions.ask, room, actor=Actor(self.people[one])):
            self.given_up.discard((room.pk, self.people[one].pk))

    @rule(number=nth, days=st.integers(1, 3))
    def move_one_date(self, number: int, days: int) -> None:
        if room := self.date(number):
            day = room.wall_date + timedelta(days=days)
            if self.act(actions.move, room, actor=self.host, wall_date=day, wall_time=room.wall_time):
                self.decided[room.pk] = ("published", day)

    @rule(number=nth)
    def cancel_one_date(self, number: int) -> None:
        if (room := self.date(number)) and self.act(actions.cancel, room, actor=self.host, why="Illness."):
            self.decided[room.pk] = ("cancelled", room.wall_date)

    @rule(number=nth)
    def skip_one_date(self, number: int) -> None:
        room = self.date(number)
        if (
            room
            and room.occurrence_on
            and self.act(
                actions.skip_date, self.series, room.occurrence_on, actor=self.host, why="A holiday."
            )
        ):
            self.decided[room.pk] = ("cancelled", room.wall_date)

    @rule(
        said=st.sampled_from(
            [
                {"capacity": 2},
                {"capacity": 3},
                {"wall_time": time(19)},
                {"purpose": "Spinning"},
                {"rrule": "FREQ=WEEKLY;INTERVAL=3"},
                {"zone": "America/New_York"},
            ]
        )
    )
    def edit(self, said: dict[str, Any]) -> None:
        self.act(actions.edit_series, self.series, actor=self.host, **said)

    @rule(really=rarely)
    def end(self, really: bool) -> None:
        if really and self.act(actions.end_series, self.series, actor=self.host, why="We are done."):
            ended = Room.objects.filter(series=self.series, state="cancelled")
            self.decided |= {room.pk: ("cancelled", room.wall_date) for room in ended}

    @rule(days=st.sampled_from([1, 10, 40]))
    def time_passes(self, days: int) -> None:
        self.now += timedelta(days=days)
        with clock.at(self.now):
            tasks.tick()
            assert tasks.tick() == 0

    @invariant()
    def nothing_is_violated(self) -> None:
        with clock.at(self.now):
            assert list(violations()) == []

    @invariant()
    def what_was_decided_by_hand_stays(self) -> None:
        rows = Room.objects.filter(pk__in=self.decided, starts_at__gt=self.now)
        for pk, state, day in rows.values_list("pk", "state", "wall_date"):
            assert (state, day) == self.decided[pk]

    @invariant()
    def a_date_given_up_stays_given_up(self) -> None:
        for room, person in self.given_up:
            assert Seat.objects.get(room=room, person=person).state == "withdrawn"

    @invariant()
    def each_date_is_made_once_and_meets_at_its_own_wall_time(self) -> None:
        rooms = list(Room.objects.filter(series=self.series))
        assert len({room.occurrence_on for room in rooms}) == len(rooms)
        assert all(wall(room.starts_at, room.zone).time() == room.wall_time for room in rooms)


@pytest.mark.django_db
def test_a_series_keeps_its_promises_whatever_happens(cast: Cast) -> None:
    machine = type("Machine", (SeriesMachine,), {"cast": cast})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=12, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
