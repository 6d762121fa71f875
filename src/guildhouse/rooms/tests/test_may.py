"""Every condition of who may ask, and of who sees the inside of a room, one by one."""

from datetime import timedelta
from typing import Any

import pytest

from guildhouse.communities.policy import Standing
from guildhouse.people.models import Person
from guildhouse.rooms import policy
from guildhouse.rooms.models import Room, RoomRole, Seat
from guildhouse.rooms.policy import Viewer
from guildhouse.rooms.tests.rooming import NOON

START = NOON + timedelta(days=3)
SOMEBODY = Person(pk=1, name="Bo")


def room(**stated: Any) -> Room:
    given = {"state": "published", "starts_at": START, "ends_at": START + timedelta(hours=1), **stated}
    return Room(**given)


def viewer(level: str = "active", state: str = "", **more: Any) -> Viewer:
    standing = {"person": SOMEBODY, "level": level, **more.pop("standing", {})}
    seat = Seat(state=state, role_id=1, **more.pop("seat", {})) if state else None
    return Viewer(Standing(**standing), seat=seat, **more)


AGENT = {"person": Person(pk=2, kind="agent")}
MAY_ASK: list[tuple[Viewer, dict[str, Any], str]] = [
    (viewer(), {}, ""),
    (Viewer(Standing()), {}, "signed_out"),
    (viewer(standing={"is_blocked": True}), {}, "blocked"),
    (viewer(), {"state": "draft"}, "draft"),
    (viewer(), {"state": "cancelled"}, "cancelled"),
    (viewer(), {"state": "lapsed"}, "lapsed"),
    (viewer(), {"state": "live"}, "started"),
    (viewer(), {"state": "held"}, "started"),
    (viewer(), {"starts_at": NOON}, "started"),
    (viewer(), {"state": "closed"}, "closed"),
    (viewer(state="invited"), {"state": "closed"}, ""),
    (viewer(state="waitlisted"), {"state": "closed"}, ""),
    (viewer(state="declined", seat={"may_ask_again": False}), {}, "answered"),
    (viewer(state="declined"), {}, ""),
    (viewer(state="removed"), {}, "removed"),
    (viewer(state="withdrawn"), {}, ""),
    (viewer(state="expired"), {}, ""),
    (viewer(level=""), {}, "not_member"),
    (viewer(level=""), {"access": "site"}, ""),
    (viewer(level=""), {"welcomes_visitors": True}, ""),
    (viewer(level=""), {"access": "level", "access_level": "core", "welcomes_visitors": True}, ""),
    (viewer(), {"access": "level", "access_level": "core", "welcomes_visitors": True}, "level"),
    (viewer(), {"access": "level", "access_level": "active"}, ""),
    (viewer(level="newcomer"), {"access": "level", "access_level": "active"}, "level"),
    (viewer(level="alumnus"), {"access": "level", "access_level": "newcomer"}, "level"),
    (viewer(), {"access": "level"}, ""),
    (viewer(), {"access": "invited"}, "invited_only"),
    (viewer(state="invited"), {"access": "invited"}, ""),
    (viewer(is_named_host=True), {"access": "invited"}, ""),
    (viewer(standing={"offices": frozenset({"convener"})}), {"access": "invited"}, ""),
    (viewer(), {"access": "fixed"}, "fixed_group"),
    (viewer(is_in_fixed_group=True), {"access": "fixed"}, ""),
    (viewer(standing=AGENT), {}, "agents"),
    (viewer(standing=AGENT), {"welcomes_agents": True}, ""),
]


@pytest.mark.parametrize(("looking", "stated", "code"), MAY_ASK)
def test_each_failed_condition_says_which(looking: Viewer, stated: dict[str, Any], code: str) -> None:
    verdict = policy.may_ask(looking, room(**stated), at=NOON)
    assert verdict.code == code
    assert bool(verdict.why) == bool(code)


def test_observers_need_a_room_that_welcomes_them_but_keep_a_seat_they_have() -> None:
    observer, other = RoomRole(pk=1, key="observer"), RoomRole(pk=2, key="participant")
    assert policy.may_take_role(viewer(), room(), observer).code == "observers"
    assert policy.may_take_role(viewer(), room(welcomes_observers=True), observer)
    assert policy.may_take_role(viewer(state="confirmed"), room(), observer)
    assert policy.may_take_role(viewer(state="confirmed"), room(), other).code == "other_role"
    assert policy.may_take_role(viewer(state="invited"), room(), other)


INSIDE = [
    *((state, state in ("confirmed", "attended")) for state in Seat.State.values),
    ("", False),
]


@pytest.mark.parametrize(("state", "sees"), INSIDE)
def test_only_the_confirmed_see_inside(state: str, sees: bool) -> None:
    assert policy.may_see_inside(viewer(state=state)) is sees
    assert not policy.may_see_inside(viewer(state=state, standing={"is_blocked": True}))


@pytest.mark.parametrize(
    ("looking", "minutes", "stated", "sees"),
    [
        (viewer(state="confirmed"), 16, {}, False),
        (viewer(state="confirmed"), 15, {}, True),
        (viewer(state="confirmed"), -10, {"state": "live"}, True),
        (viewer(state="confirmed"), -70, {"state": "held"}, False),
        (viewer(state="confirmed"), 5, {"state": "cancelled"}, False),
        (viewer(state="offered"), 5, {}, False),
        (viewer(state="waitlisted"), 5, {}, False),
        (viewer(is_named_host=True), 9000, {"state": "draft"}, True),
        (viewer(is_named_host=True, standing={"is_blocked": True}), 5, {}, False),
        (Viewer(Standing()), 5, {}, False),
    ],
)
def test_the_link_is_for_the_confirmed_from_15_minutes_before_and_for_hosts(
    looking: Viewer, minutes: int, stated: dict[str, Any], sees: bool
) -> None:
    assert policy.sees_link(looking, room(**stated), at=START - timedelta(minutes=minutes)) is sees


@pytest.mark.parametrize("state", ["cancelled", "lapsed", "held"])
def test_what_is_over_is_given_up_no_more(state: str) -> None:
    assert policy.may_withdraw(viewer(state="confirmed"), room(state=state), at=NOON).code == "over"


@pytest.mark.parametrize("state", ["published", "closed", "live", "draft"])
def test_leaving_is_possible_until_then(state: str) -> None:
    assert policy.may_withdraw(viewer(state="confirmed"), room(state=state), at=START)
