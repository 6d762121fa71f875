"""Planning a room, publishing it, changing it while people hold seats, and cancelling it."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from typing import Any

import pytest

from guildhouse.communities.models import Community
from guildhouse.history.actors import Actor
from guildhouse.history.models import Fact
from guildhouse.kit import clock
from guildhouse.kit.rules import Refused
from guildhouse.rooms import actions
from guildhouse.rooms.models import Room, RoomRole, Seat
from guildhouse.rooms.tests.rooming import (
    DAY,
    EVENING,
    NOON,
    ask,
    draft_room,
    fact_count,
    members,
    open_room,
    state_of,
)
from guildhouse.rooms.tests.scenes import Race
from guildhouse.testing.cast import Cast

Changing = Callable[[Room, Actor], Any]
CHANGES: dict[str, Changing] = {
    "edit": lambda room, actor: actions.edit(room, actor=actor, purpose="Spinning"),
    "move": lambda room, actor: actions.move(
        room, actor=actor, wall_date=DAY + timedelta(1), wall_time=EVENING
    ),
    "set_limits": lambda room, actor: actions.set_limits(room, actor=actor, capacity=9),
    "close": lambda room, actor: actions.close(room, actor=actor),
    "reopen": lambda room, actor: actions.reopen(room, actor=actor),
    "cancel": lambda room, actor: actions.cancel(room, actor=actor, why="Illness."),
    "run_anyway": lambda room, actor: actions.run_anyway(room, actor=actor),
}


def planned(cast: Cast, **stated: Any) -> Room:
    given = {"wall_date": DAY, "wall_time": EVENING, "zone": "Europe/Rome", "purpose": "Looms", **stated}
    with clock.at(NOON):
        return actions.plan(cast.weavers, actor=Actor(stated.pop("by", cast.ana)), **given)


def test_a_planned_room_is_a_draft_only_its_hosts_see(cast: Cast) -> None:
    room = planned(cast)
    assert (room.state, room.starts_at) == ("draft", datetime(2027, 3, 10, 17, tzinfo=UTC))
    assert room in Room.objects.visible_to(cast.ana)
    for person in (None, cast.bo, cast.cy):
        assert room not in Room.objects.visible_to(person)


def test_the_same_form_sent_twice_makes_one_room(cast: Cast) -> None:
    first = planned(cast, form_key="k")
    count = fact_count()
    assert planned(cast, form_key="k") == first
    assert fact_count() == count


def test_the_same_form_sent_twice_at_once_makes_one_room(race: Race, cast: Cast) -> None:
    outcomes = race(*[partial(planned, cast, form_key="k")] * 4)
    assert [one.error for one in outcomes] == [None] * 4
    assert Room.objects.count() == 1


@pytest.mark.parametrize(
    ("stated", "sentence"),
    [
        ({"wall_date": NOON.date(), "wall_time": time(8)}, "still to come"),
        ({"zone": "Europe/Atlantis"}, "zone is not known"),
        ({"format": "shouting"}, "format is not known"),
        ({"access": "level"}, "from which level"),
    ],
)
def test_a_plan_that_cannot_be_is_refused(stated: dict[str, Any], sentence: str, cast: Cast) -> None:
    with pytest.raises(Refused, match=sentence):
        planned(cast, **stated)


def test_strangers_plan_no_rooms_and_archived_communities_publish_none(cast: Cast) -> None:
    with pytest.raises(Refused), clock.at(NOON):
        actions.plan(
            cast.weavers, actor=Actor(cast.cy), wall_date=DAY, wall_time=EVENING, zone="UTC", purpose="Mine"
        )
    room = planned(cast)
    Community.objects.update(state="archived")
    with pytest.raises(Refused, match="archived"), clock.at(NOON):
        actions.publish(room, actor=Actor(cast.ana))


def test_publishing_shows_the_room_once_and_not_after_its_time(cast: Cast) -> None:
    room = planned(cast)
    with pytest.raises(Refused, match="in the past"), clock.at(room.starts_at):
        actions.publish(room, actor=Actor(cast.ana))
    with pytest.raises(Refused, match="Only the hosts"), clock.at(NOON):
        actions.publish(room, actor=Actor(cast.bo))
    with clock.at(NOON):
        actions.publish(room, actor=Actor(cast.ana))
        count = fact_count()
        assert actions.publish(room, actor=Actor(cast.ana)).state == "published"
    assert fact_count() == count
    assert room in Room.objects.visible_to(None)


@pytest.mark.parametrize("name", CHANGES)
def test_only_hosts_change_a_room(name: str, cast: Cast) -> None:
    room = open_room(cast.weavers, cast.ana)
    count = fact_count()
    for person in (cast.bo, cast.cy):
        with pytest.raises(Refused, match="Only the hosts"), clock.at(NOON):
            CHANGES[name](room, Actor(person))
    assert fact_count() == count


@pytest.mark.parametrize("name", CHANGES)
def test_changing_a_room_twice_changes_nothing_more(name: str, cast: Cast) -> None:
    room = open_room(cast.weavers, cast.ana)
    with clock.at(NOON):
        CHANGES[name](room, Actor(cast.ana))
        count = fact_count()
        assert CHANGES[name](room, Actor(cast.ana)) == room
    assert fact_count() == count


@pytest.mark.parametrize("name", [name for name in CHANGES if name != "cancel"])
def test_a_cancelled_room_changes_no_more(name: str, cast: Cast) -> None:
    room = open_room(cast.weavers, cast.ana)
    with clock.at(NOON):
        actions.cancel(room, actor=Actor(cast.ana), why="Illness.")
    with pytest.raises(Refused, match="cancelled"), clock.at(NOON):
        CHANGES[name](room, Actor(cast.ana))


@pytest.mark.parametrize("name", CHANGES)
def test_a_room_that_was_held_changes_no_more(name: str, cast: Cast) -> None:
    room = open_room(cast.weavers, cast.ana)
    with clock.at(room.ends_at):
        actions.pass_time()
    with pytest.raises(Refused, match="over"), clock.at(room.ends_at):
        CHANGES[name](room, Actor(cast.ana))


def test_moving_keeps_every_seat_and_tells_what_changed(cast: Cast) -> None:
    room = open_room(cast.weavers, cast.ana, link="https://meet.example.org/secret")
    ask(room, cast.bo)
    with clock.at(NOON):
        moved = actions.edit(
            room, actor=Actor(cast.ana), wall_time=time(19), link="https://meet.example.org/other"
        )
    assert (moved.starts_at - room.starts_at, moved.sequence) == (timedelta(hours=1), 1)
    assert state_of(room, cast.bo) == "confirmed"
    told = Fact.objects.get(kind="rooms.moved").data
    assert told["changed"] == ["wall_time", "link"]
    assert "secret" not in str(told)


def test_the_time_of_a_room_that_has_begun_stays_but_its_link_may_change(cast: Cast) -> None:
    room = open_room(cast.weavers, cast.ana)
    with clock.at(room.starts_at):
        with pytest.raises(Refused, match="has begun"):
            actions.move(room, actor=Actor(cast.ana), wall_date=DAY + timedelta(1), wall_time=EVENING)
        actions.pass_time()
        with pytest.raises(Refused, match="has begun"):
            actions.move(room, actor=Actor(cast.ana), wall_date=DAY + timedelta(1), wall_time=EVENING)
        assert actions.edit(room, actor=Actor(cast.ana), link="https://meet.example.org/b").sequence == 1


def test_a_room_is_not_moved_into_the_past(cast: Cast) -> None:
    room = open_room(cast.weavers, cast.ana)
    with pytest.raises(Refused, match="has passed"), clock.at(NOON):
        actions.move(room, actor=Actor(cast.ana), wall_date=NOON.date(), wall_time=time(7))


def test_another_format_brings_its_roles_and_everybody_keeps_their_seat(cast: Cast) -> None:
    room = open_room(cast.weavers, cast.ana, format="working-session", capacity=None)
    ask(room, cast.bo)
    with clock.at(NOON):
        actions.edit(room, actor=Actor(cast.ana), format="talk", welcomes_observers=True)
    keys = set(RoomRole.objects.filter(room=room).values_list("key", flat=True))
    assert keys == {"speaker", "audience", "observer"}
    with clock.at(NOON):
        actions.edit(room, actor=Actor(cast.ana), format="practice-lab", welcomes_observers=False)
    assert set(RoomRole.objects.filter(room=room).values_list("key", "held")) == {("participant", 1)}
    assert state_of(room, cast.bo) == "confirmed"


def test_a_limit_below_the_seats_held_is_refused_and_changes_nothing(cast: Cast) -> None:
    room = open_room(cast.weavers, cast.ana, capacity=3, format="practice-lab")
    for person in members(cast.weavers, 2):
        ask(room, person)
    with clock.at(NOON):
        with pytest.raises(Refused, match="2 seats of this room are held"):
            actions.set_limits(room, actor=Actor(cast.ana), capacity=1)
        with pytest.raises(Refused, match="2 seats of"):
            actions.set_limits(room, actor=Actor(cast.ana), capacity=9, role_limits={"participant": 1})
        with pytest.raises(Refused, match="at least one person"):
            actions.set_limits(room, actor=Actor(cast.ana), capacity=0)
    assert Room.objects.get(pk=room.pk).capacity == 3


def test_room_that_appears_goes_to_the_line_in_order(cast: Cast) -> None:
    room = open_room(cast.weavers, cast.ana, capacity=1)
    people = members(cast.weavers, 4)
    for person in people:
        ask(room, person)
    with clock.at(NOON):
        actions.set_limits(room, actor=Actor(cast.ana), capacity=3)
        assert [state_of(room, one) for one in people] == ["confirmed"] * 3 + ["waitlisted"]
        actions.set_limits(room, actor=Actor(cast.ana), capacity=None)
    assert state_of(room, people[3]) == "confirmed"


def test_a_closed_room_takes_no_new_people_but_passes_seats_on(cast: Cast) -> None:
    room = open_room(cast.weavers, cast.ana, capacity=1)
    first, second, third = members(cast.weavers, 3)
    ask(room, first), ask(room, second)
    with clock.at(NOON):
        actions.close(room, actor=Actor(cast.ana))
        with pytest.raises(Refused, match="closed this room"):
            ask(room, third)
        actions.withdraw(room, actor=Actor(first))
        actions.reopen(room, actor=Actor(cast.ana))
    assert state_of(room, second) == "confirmed"
    assert ask(room, third).state == "waitlisted"


def test_cancelling_says_why_and_lets_every_living_seat_lapse(cast: Cast) -> None:
    room = open_room(cast.weavers, cast.ana, capacity=1)
    for person in members(cast.weavers, 2):
        ask(room, person)
    with clock.at(NOON):
        with pytest.raises(Refused, match="Say why"):
            actions.cancel(room, actor=Actor(cast.ana), why="")
        cancelled = actions.cancel(room, actor=Actor(cast.ana), why="Illness.")
    assert (cancelled.state, cancelled.why_ended) == ("cancelled", "Illness.")
    assert set(Seat.objects.values_list("state", flat=True)) == {"lapsed"}
    assert Room.objects.values_list("held", "waiting").get(pk=room.pk) == (0, 0)


def test_drafts_are_deleted_and_published_rooms_cancelled(cast: Cast) -> None:
    draft, room = draft_room(cast.weavers, cast.ana), open_room(cast.weavers, cast.ana)
    with clock.at(NOON):
        with pytest.raises(Refused, match="Delete it"):
            actions.cancel(draft, actor=Actor(cast.ana), why="No.")
        with pytest.raises(Refused, match="Cancel it"):
            actions.delete_draft(room, actor=Actor(cast.ana))
        with pytest.raises(Refused, match="Only the hosts"):
            actions.delete_draft(draft, actor=Actor(cast.bo))
        actions.delete_draft(draft, actor=Actor(cast.ana))
        count = fact_count()
        actions.delete_draft(draft, actor=Actor(cast.ana))
    assert fact_count() == count
    assert list(Room.objects.all()) == [room]


@pytest.mark.parametrize("day", [date(1, 1, 1), date(9999, 12, 31)])
def test_no_room_is_at_an_end_of_the_calendar_where_pages_would_break(cast: Cast, day: date) -> None:
    late, zone = time(23, 59), "Pacific/Kiritimati"
    room, ana = open_room(cast.weavers, cast.ana), Actor(cast.ana)
    weekly = {"rrule": "FREQ=WEEKLY", "purpose": "Looms"}
    tries: list[Callable[[], Any]] = [
        partial(planned, cast, wall_date=day, wall_time=late, zone=zone),
        partial(actions.move, room, actor=ana, wall_date=day, wall_time=late, zone=zone),
        partial(actions.propose_times, room, [(day, late)], actor=ana),
        partial(
            actions.plan_series, cast.weavers, actor=ana, first_on=day, wall_time=late, zone=zone, **weekly
        ),
    ]
    for attempt in tries:
        with pytest.raises(Refused) as refusal, clock.at(NOON):
            attempt()
        assert refusal.value.code == "too_far"
