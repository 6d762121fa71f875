"""What time does to rooms."""

from datetime import timedelta

import pytest

from guildhouse.history.actors import Actor
from guildhouse.history.models import Fact
from guildhouse.kit import clock
from guildhouse.rooms import actions
from guildhouse.rooms.models import Room
from guildhouse.rooms.tests.rooming import (
    NOON,
    ask,
    before_start,
    draft_room,
    members,
    open_room,
    state_of,
)
from guildhouse.testing.cast import Cast


def pass_time(moment) -> int:
    with clock.at(moment):
        return actions.pass_time()


def warnings() -> list[tuple[int, int]]:
    facts = Fact.objects.filter(kind="rooms.warned").order_by("pk")
    return [(fact.data["hours"], fact.data["short"]) for fact in facts]


def test_at_the_start_nobody_is_left_without_an_answer(cast: Cast) -> None:
    room = open_room(cast.weavers, cast.ana, capacity=2, freed="offer", offer_hours=2000)
    holder, leaver, offered, waiting, asking = members(cast.weavers, 5)
    for person in (holder, leaver, offered, waiting):
        ask(room, person)
    with clock.at(NOON):
        actions.withdraw(room, actor=Actor(leaver))
        actions.invite(room, cast.bo, actor=Actor(cast.ana))
        actions.edit(room, actor=Actor(cast.ana), needs_approval=True)
    ask(room, asking)
    people = (holder, leaver, offered, waiting, asking, cast.bo)
    states = ["confirmed", "withdrawn", "offered", "waitlisted", "requested", "invited"]
    assert [state_of(room, one) for one in people] == states
    assert pass_time(room.starts_at) == 1
    states = ["confirmed", "withdrawn", "expired", "lapsed", "lapsed", "lapsed"]
    assert [state_of(room, one) for one in people] == states
    assert Room.objects.get(pk=room.pk).state == "live"
    assert pass_time(room.starts_at) == 0


def test_a_room_is_held_when_it_ends_also_if_nobody_looked_before(cast: Cast) -> None:
    room = open_room(cast.weavers, cast.ana)
    ask(room, cast.bo)
    assert pass_time(room.ends_at) == 1
    assert Room.objects.get(pk=room.pk).state == "held"
    assert Fact.objects.get(kind="rooms.held").data["came"] == 1


def test_hosts_are_warned_at_48_and_24_hours_of_a_room_that_is_too_small(cast: Cast) -> None:
    room = open_room(cast.weavers, cast.ana, minimum=2)
    ask(room, cast.bo)
    for hours in (49, 48, 47, 24, 23, 1):
        pass_time(before_start(room, hours=hours))
    assert warnings() == [(48, 1), (24, 1)]


def test_a_room_with_enough_people_or_that_runs_anyway_warns_nobody(cast: Cast) -> None:
    enough, anyway = (open_room(cast.weavers, cast.ana, minimum=1) for _room in range(2))
    ask(enough, cast.bo)
    with clock.at(NOON):
        actions.run_anyway(anyway, actor=Actor(cast.ana))
    pass_time(before_start(enough, hours=23))
    assert warnings() == []


def test_after_a_new_time_hosts_are_warned_anew(cast: Cast) -> None:
    room = open_room(cast.weavers, cast.ana, minimum=1)
    pass_time(before_start(room, hours=24))
    with clock.at(before_start(room, hours=24)):
        day = room.wall_date + timedelta(days=7)
        room = actions.move(room, actor=Actor(cast.ana), wall_date=day, wall_time=room.wall_time)
    pass_time(before_start(room, hours=48))
    assert warnings() == [(24, 1), (48, 1)]


@pytest.mark.parametrize(
    ("stated", "state"),
    [
        ({"lapse_if_below": True}, "lapsed"),
        ({"lapse_if_below": True, "runs_anyway": True}, "published"),
        ({}, "published"),
        ({"format": "balint"}, "lapsed"),
    ],
)
def test_a_room_lapses_at_its_cutoff_only_if_host_or_format_say_so(
    stated: dict[str, object], state: str, cast: Cast
) -> None:
    room = open_room(cast.weavers, cast.ana, minimum=2, capacity=None, **stated)
    ask(room, cast.bo, role="member" if "format" in stated else "")
    pass_time(before_start(room, hours=3))
    assert Room.objects.get(pk=room.pk).state == "published"
    pass_time(before_start(room, hours=2))
    assert Room.objects.get(pk=room.pk).state == state
    assert state_of(room, cast.bo) == ("lapsed" if state == "lapsed" else "confirmed")


def test_a_room_published_inside_its_cutoff_does_not_lapse_at_once(cast: Cast) -> None:
    room = draft_room(cast.weavers, cast.ana, minimum=2, lapse_if_below=True)
    inside = before_start(room, hours=1)
    with clock.at(inside):
        actions.publish(room, actor=Actor(cast.ana))
    pass_time(inside)
    assert Room.objects.get(pk=room.pk).state == "published"


def test_a_cutoff_weeks_ahead_is_seen_in_time(cast: Cast) -> None:
    room = open_room(cast.weavers, cast.ana, minimum=1, lapse_if_below=True, cutoff_minutes=8 * 1440 + 600)
    assert pass_time(room.cutoff_at) == 1
    assert Room.objects.get(pk=room.pk).state == "lapsed"


def test_drafts_stay_drafts(cast: Cast) -> None:
    room = draft_room(cast.weavers, cast.ana)
    assert pass_time(room.ends_at) == 0
    assert Room.objects.get(pk=room.pk).state == "draft"
