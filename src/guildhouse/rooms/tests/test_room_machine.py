"""Whatever people and hosts do to a room, in whatever order, its invariants hold after every step."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Max
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule, run_state_machine_as_test

from guildhouse.communities.policy import Standing
from guildhouse.history.actors import Actor
from guildhouse.history.models import Fact
from guildhouse.kit import clock
from guildhouse.kit.rules import Refused
from guildhouse.rooms import actions, policy
from guildhouse.rooms.actions.seating import fill
from guildhouse.rooms.checkin import code_of
from guildhouse.rooms.formats.known import format_of
from guildhouse.rooms.invariants import violations
from guildhouse.rooms.models import Room, RoomRole, Seat
from guildhouse.rooms.tests.acting import Acting
from guildhouse.rooms.tests.rooming import NOON, members, open_room
from guildhouse.testing.cast import Cast

PEOPLE = 6
someone = st.integers(0, PEOPLE - 1)
role_keys = st.sampled_from(["", "", "participant", "observer"])
limits = st.sampled_from([1, 2, 3, None])
rarely = st.integers(0, 5).map(lambda number: number == 5)


class RoomMachine(Acting):
    """One room, a host, six people, and a clock that goes forward."""

    cast: Cast

    @initialize(
        line=st.sampled_from(Room.Line.values),
        freed=st.sampled_from(Room.Freed.values),
        needs_approval=rarely,
        capacity=st.integers(1, 3),
        observers=st.sampled_from([None, 1, 2]),
        lapse=rarely,
        asked=st.integers(0, PEOPLE),
    )
    def open(self, asked: int, observers: int | None, lapse: bool, **stated: Any) -> None:
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.now, self.heard = NOON, 0
        self.people = members(self.cast.weavers, PEOPLE)
        self.host = Actor(self.cast.ana)
        self.room = open_room(
            self.cast.weavers,
            self.cast.ana,
            format="practice-lab",
            **stated,
            welcomes_observers=True,
            role_limits={"observer": observers},
            lapse_if_below=lapse,
            minimum=1,
        )
        for one in range(asked):
            self.act(actions.ask, self.room, actor=self.actor(one), short_notice=one % 2 == 1)

    def teardown(self) -> None:
        if hasattr(self, "atomic"):
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)

    @rule(who=someone, role=role_keys, short=st.booleans())
    def ask(self, who: int, role: str, short: bool) -> None:
        self.act(actions.ask, self.room, actor=self.actor(who), role=role, short_notice=short)

    @rule(who=st.lists(someone, min_size=2, max_size=PEOPLE, unique=True), short=st.booleans())
    def several_ask(self, who: list[int], short: bool) -> None:
        for one in who:
            self.act(actions.ask, self.room, actor=self.actor(one), short_notice=short)

    @rule(who=someone)
    def withdraw(self, who: int) -> None:
        self.act(actions.withdraw, self.room, actor=self.actor(who))

    @rule(who=someone)
    def accept(self, who: int) -> None:
        self.act(actions.accept_offer, self.room, actor=self.actor(who))

    @rule(who=someone, fine=st.booleans())
    def say_short_notice(self, who: int, fine: bool) -> None:
        self.act(actions.say_short_notice, self.room, actor=self.actor(who), fine=fine)

    @rule(who=st.sets(someone, min_size=1))
    def approve(self, who: set[int]) -> None:
        seats = [seat for one in who if (seat := self.seat_of(one))]
        self.act(actions.approve, self.room, seats, actor=self.host)

    @rule(who=someone, again=st.booleans())
    def decline(self, who: int, again: bool) -> None:
        if seat := self.seat_of(who):
            said = {
                "reason_code": "mix",
                "reason": "Not now.",
                "next_step": "Next month.",
                "may_ask_again": again,
            }
            with clock.at(self.now):
                try:
                    actions.decline(self.room, [seat], actor=self.host, **said)
                except Refused:
                    return

    @rule(who=someone, role=role_keys)
    def invite(self, who: int, role: str) -> None:
        self.act(actions.invite, self.room, self.people[who], actor=self.host, role=role)

    @rule(who=someone)
    def remove(self, who: int) -> None:
        if seat := self.seat_of(who):
            self.act(actions.remove, self.room, seat, actor=self.host, reason="Two of one team.")

    @rule(who=someone)
    def promote(self, who: int) -> None:
        if seat := self.seat_of(who):
            before = seat.state
            given = self.act(actions.promote, self.room, seat, actor=self.host, reason="Has the case.")
            if given and before == "waitlisted" and given.state == "confirmed" and self.now >= self.cutoff:
                assert seat.short_notice

    @rule(capacity=limits, observers=limits)
    def set_limits(self, capacity: int | None, observers: int | None) -> None:
        role_limits = {"observer": observers}
        self.act(actions.set_limits, self.room, actor=self.host, capacity=capacity, role_limits=role_limits)

    @rule(action=st.sampled_from([actions.close, actions.reopen]), really=rarely)
    def close_or_reopen(self, action: Any, really: bool) -> None:
        if really or action is actions.reopen:
            self.act(action, self.room, actor=self.host)

    @rule(days=st.integers(-4, 6))
    def move(self, days: int) -> None:
        room = Room.objects.get(pk=self.room.pk)
        day = room.wall_date + timedelta(days=days)
        self.act(actions.move, self.room, actor=self.host, wall_date=day, wall_time=room.wall_time)

    @rule(
        changes=st.sampled_from([{"line": "first_come"}, {"freed": "offer"}, {"cutoff_minutes": 3000}]),
        really=rarely,
    )
    def edit(self, changes: dict[str, Any], really: bool) -> None:
        if really:
            self.act(actions.edit, self.room, actor=self.host, **changes)

    @rule(to=st.sampled_from(["talk", "working-session", "practice-lab", "triads", "troika", "story-circle"]))
    def convert(self, to: str) -> None:
        seats = dict(self.seats())
        if self.act(actions.convert, self.room, to, actor=self.host):
            assert dict(self.seats()).keys() >= seats.keys()

    @rule(who=someone, yes=st.booleans())
    def answer_role_ask(self, who: int, yes: bool) -> None:
        self.act(actions.answer_role_ask, self.room, actor=self.actor(who), yes=yes)

    @rule(who=someone)
    def excuse(self, who: int) -> None:
        self.act(actions.excuse, self.room, actor=self.actor(who))

    @rule(who=someone)
    def check_in(self, who: int) -> None:
        code = code_of(Room.objects.get(pk=self.room.pk))
        self.act(actions.check_in, self.room, code, actor=self.actor(who))

    @rule(really=rarely)
    def cancel(self, really: bool) -> None:
        if really:
            self.act(actions.cancel, self.room, actor=self.host, why="The host is ill.")

    @rule(hours=st.sampled_from([1, 1, 5, 20, 26]))
    def time_passes(self, hours: int) -> None:
        self.now += timedelta(hours=hours)
        self.let_time_pass()

    @rule(really=rarely)
    def the_cutoff_comes(self, really: bool) -> None:
        if really:
            self.now = max(self.now, self.cutoff)
            self.let_time_pass()

    @rule(really=rarely)
    def the_start_comes(self, really: bool) -> None:
        if really:
            self.now = max(self.now, Room.objects.get(pk=self.room.pk).starts_at)
            self.let_time_pass()

    @rule(who=someone, how=st.sampled_from(["attended", "excused", "absent"]))
    def note_attendance(self, who: int, how: str) -> None:
        if seat := self.seat_of(who):
            with clock.at(self.now):
                try:
                    actions.note_attendance(self.room, {seat.pk: how}, actor=self.host)
                except Refused:
                    return

    def let_time_pass(self) -> None:
        with clock.at(self.now):
            actions.pass_time()
            before = self.snapshot()
            assert actions.pass_time() == 0
            assert self.snapshot() == before

    @property
    def cutoff(self) -> Any:
        return Room.objects.get(pk=self.room.pk).cutoff_at

    @invariant()
    def nothing_is_violated(self) -> None:
        with clock.at(self.now):
            assert list(violations()) == []

    @invariant()
    def nobody_is_promoted_inside_the_cutoff_without_their_word(self) -> None:
        new = Fact.objects.filter(kind__startswith="rooms.seat_", pk__gt=self.heard).order_by("pk")
        for fact in new:
            self.heard = fact.pk
            if fact.data.get("how") in ("promoted", "ahead") and self.now >= self.cutoff:
                assert Seat.objects.get(pk=fact.subject_id).short_notice

    @invariant()
    def filling_again_changes_nothing(self) -> None:
        room = Room.objects.get(pk=self.room.pk)
        assert fill(room, at=self.now) == []

    @invariant()
    def each_change_of_state_wrote_one_fact(self) -> None:
        for seat in Seat.objects.filter(room=self.room):
            told = Fact.objects.filter(
                subject_type="rooms.seat", subject_id=seat.pk, kind__startswith="rooms.seat_"
            )
            facts = list(told.order_by("pk").values_list("kind", "data__before"))
            states = [kind.removeprefix("rooms.seat_") for kind, _before in facts]
            assert [before for _kind, before in facts] == ["", *states[:-1]]
            assert states[-1] == seat.state
            changes = zip(["", *states], states, strict=False)
            assert all(before != after for before, after in changes)

    @invariant()
    def numbers_grow_in_the_order_of_entering(self) -> None:
        line = Seat.objects.filter(room=self.room, state="waitlisted").order_by("entered_line_at", "number")
        numbers = list(line.values_list("number", flat=True))
        assert numbers == sorted(numbers)
        latest = line.aggregate(latest=Max("number"))["latest"] or 0
        assert latest < Room.objects.get(pk=self.room.pk).next_number

    @invariant()
    def a_room_has_the_roles_of_its_format_and_nobody_sits_in_another(self) -> None:
        room = Room.objects.get(pk=self.room.pk)
        keys = {role.key for role in format_of(room.format).seats} | {RoomRole.OBSERVER}
        assert set(room.roles.values_list("key", flat=True)) <= keys

    @invariant()
    def offers_end_by_the_cutoff(self) -> None:
        for seat in Seat.objects.filter(room=self.room, state="offered").select_related("room"):
            assert seat.expires_at is not None
            assert seat.expires_at <= max(seat.room.cutoff_at, self.now)

    @invariant()
    def only_the_confirmed_see_inside(self) -> None:
        for seat in Seat.objects.filter(room=self.room).exclude(state__in=("confirmed", "attended")):
            standing = Standing(person=seat.person, level="active")
            assert not policy.may_see_inside(policy.Viewer(standing, seat=seat))


@pytest.mark.django_db
def test_a_room_keeps_its_promises_whatever_happens(cast: Cast) -> None:
    machine = type("Machine", (RoomMachine,), {"cast": cast})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=20, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
