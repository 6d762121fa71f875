"""Series: their dates, edits that respect what was changed by hand, dates left out, and the end."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from guildhouse.communities.models import Community
from guildhouse.history.actors import Actor
from guildhouse.kit import clock
from guildhouse.kit.rules import Refused
from guildhouse.kit.walls import wall
from guildhouse.rooms import actions, tasks
from guildhouse.rooms.invariants import violations
from guildhouse.rooms.models import Room, RoomRole, Series
from guildhouse.rooms.tests.rooming import NOON, ask, fact_count, members, state_of
from guildhouse.testing.cast import Cast


def series_of(cast: Cast, at: datetime = NOON, **stated: Any) -> Series:
    plan: dict[str, Any] = {"rrule": "FREQ=WEEKLY", "first_on": date(2027, 3, 3), "wall_time": time(18)}
    plan |= {"zone": "Europe/Rome", "purpose": "Weaving together"}
    with clock.at(at):
        return actions.plan_series(cast.weavers, actor=Actor(cast.ana), **{**plan, **stated})


def rooms_of(series: Series) -> list[Room]:
    return list(Room.objects.filter(series=series).order_by("occurrence_on"))


def dates_of(series: Series) -> list[date | None]:
    return [room.occurrence_on for room in rooms_of(series)]


@pytest.mark.parametrize(
    ("zone", "start", "offsets"),
    [
        ("Europe/Rome", datetime(2027, 3, 1, tzinfo=UTC), {1, 2}),
        ("Europe/Rome", datetime(2027, 9, 1, tzinfo=UTC), {2, 1}),
        ("America/New_York", datetime(2027, 3, 1, tzinfo=UTC), {-5, -4}),
        ("America/New_York", datetime(2027, 10, 1, tzinfo=UTC), {-4, -5}),
        ("Australia/Lord_Howe", datetime(2027, 3, 1, tzinfo=UTC), {11, 10.5}),
        ("Australia/Lord_Howe", datetime(2027, 9, 1, tzinfo=UTC), {10.5, 11}),
        ("Asia/Kolkata", datetime(2027, 3, 1, tzinfo=UTC), {5.5}),
    ],
)
def test_a_series_keeps_its_wall_time_over_daylight_saving(
    zone: str, start: datetime, offsets: set[float], cast: Cast
) -> None:
    series = series_of(cast, at=start, first_on=start.date(), zone=zone)
    walls = [wall(room.starts_at, zone) for room in rooms_of(series)]
    assert {moment.time() for moment in walls} == {time(18)}
    gaps = [moment.utcoffset() for moment in walls]
    assert {gap.total_seconds() / 3600 for gap in gaps if gap is not None} == offsets
    with clock.at(start):
        assert list(violations()) == []


def test_dates_are_made_up_to_six_months_ahead_and_go_on_as_time_passes(cast: Cast) -> None:
    series = series_of(cast)
    assert dates_of(series) == [date(2027, 3, 3) + timedelta(weeks=number) for number in range(26)]
    with clock.at(NOON):
        assert tasks.tick() == 0
    with clock.at(NOON + timedelta(days=21)):
        tasks.tick()
    assert len(dates_of(series)) == 29


def test_every_second_week_keeps_its_phase_when_the_first_day_lies_back(cast: Cast) -> None:
    series = series_of(cast, rrule="FREQ=WEEKLY;INTERVAL=2", first_on=date(2027, 2, 24))
    assert dates_of(series)[:2] == [date(2027, 3, 10), date(2027, 3, 24)]


def test_today_s_date_is_made_only_while_it_is_still_to_come(cast: Cast) -> None:
    assert dates_of(series_of(cast, first_on=NOON.date()))[0] == NOON.date()
    late = series_of(cast, first_on=NOON.date(), wall_time=time(9))
    assert dates_of(late)[0] == NOON.date() + timedelta(weeks=1)


def test_the_same_form_makes_one_series_and_what_cannot_recur_is_refused(cast: Cast) -> None:
    first = series_of(cast, form_key="k")
    count = fact_count()
    assert (series_of(cast, form_key="k"), fact_count()) == (first, count)
    with pytest.raises(Refused, match="daily, weekly"):
        series_of(cast, rrule="FREQ=HOURLY")
    with pytest.raises(Refused, match="before the first"):
        series_of(cast, last_on=date(2027, 3, 1))
    with clock.at(NOON), pytest.raises(Refused):
        actions.plan_series(
            cast.weavers,
            actor=Actor(cast.cy),
            rrule="FREQ=WEEKLY",
            first_on=NOON.date(),
            wall_time=time(9),
            zone="UTC",
        )


def test_a_date_skipped_moved_or_cancelled_stays_so(cast: Cast) -> None:
    series = series_of(cast, last_on=date(2027, 4, 30))
    skipped, moved, cancelled, *_others = rooms_of(series)
    assert skipped.occurrence_on is not None
    with clock.at(NOON):
        for _time in range(2):
            actions.skip_date(series, skipped.occurrence_on, actor=Actor(cast.ana), why="A holiday.")
        actions.move(moved, actor=Actor(cast.ana), wall_date=date(2027, 3, 12), wall_time=time(9))
        actions.cancel(cancelled, actor=Actor(cast.ana), why="Illness.")
        before = list(Room.objects.order_by("pk").values_list("pk", "state", "starts_at"))
        Series.objects.update(materialised_until=None)
        assert actions.materialise(series) == 0
    assert list(Room.objects.order_by("pk").values_list("pk", "state", "starts_at")) == before
    assert [room.state for room in rooms_of(series)][:3] == ["cancelled", "published", "cancelled"]


def test_only_dates_of_the_series_are_skipped_by_those_who_plan_it(cast: Cast) -> None:
    series = series_of(cast, last_on=date(2027, 4, 30))
    with clock.at(NOON):
        for day in (date(2027, 3, 4), date(2027, 5, 5)):
            with pytest.raises(Refused, match="no room on this day"):
                actions.skip_date(series, day, actor=Actor(cast.ana), why="A holiday.")
        with pytest.raises(Refused, match="Say why"):
            actions.skip_date(series, date(2027, 3, 3), actor=Actor(cast.ana), why="")
        with pytest.raises(Refused, match="whoever planned"):
            actions.skip_date(series, date(2027, 3, 3), actor=Actor(cast.bo), why="Mine.")


def test_editing_a_series_leaves_what_was_changed_by_hand(cast: Cast) -> None:
    series = series_of(cast, capacity=5)
    by_hand, moved, plain, *_others = rooms_of(series)
    with clock.at(NOON):
        actions.edit(by_hand, actor=Actor(cast.ana), purpose="A guest comes")
        actions.move(moved, actor=Actor(cast.ana), wall_date=date(2027, 3, 12), wall_time=time(18))
        changed = {"purpose": "Spinning", "wall_time": time(19), "capacity": 6}
        actions.edit_series(series, actor=Actor(cast.ana), **changed)
        count = fact_count()
        actions.edit_series(series, actor=Actor(cast.ana), **changed)
    assert fact_count() == count
    for room in (by_hand, moved, plain):
        room.refresh_from_db()
    assert (by_hand.purpose, by_hand.wall_time, by_hand.capacity) == ("A guest comes", time(19), 6)
    assert (moved.purpose, moved.wall_date, moved.wall_time) == ("Spinning", date(2027, 3, 12), time(18))
    assert (plain.purpose, plain.wall_time) == ("Spinning", time(19))
    with clock.at(NOON):
        assert list(violations()) == []


def test_other_days_take_nothing_from_anybody(cast: Cast) -> None:
    series = series_of(cast, last_on=date(2027, 3, 31))
    seated, given_up, by_hand, *_empty = rooms_of(series)
    ask(seated, cast.bo), ask(given_up, cast.bo)
    with clock.at(NOON):
        actions.withdraw(given_up, actor=Actor(cast.bo))
        actions.edit(by_hand, actor=Actor(cast.ana), place="The barn")
        actions.edit_series(series, actor=Actor(cast.ana), rrule="FREQ=WEEKLY;BYDAY=TH")
    days = {room.occurrence_on: room.state for room in rooms_of(series)}
    old = {
        seated.occurrence_on: "published",
        given_up.occurrence_on: "cancelled",
        by_hand.occurrence_on: "published",
    }
    new = {date(2027, 3, 4) + timedelta(weeks=number): "published" for number in range(4)}
    assert days == {**old, **new}
    assert state_of(seated, cast.bo) == "confirmed"


def test_a_series_limit_below_the_seats_of_a_date_is_refused_and_a_higher_one_seats_the_line(
    cast: Cast,
) -> None:
    series = series_of(cast, capacity=2, format="practice-lab")
    room = rooms_of(series)[0]
    people = members(cast.weavers, 3)
    for person in people:
        ask(room, person)
    with clock.at(NOON):
        with pytest.raises(Refused, match="2 seats of this room"):
            actions.edit_series(series, actor=Actor(cast.ana), capacity=1)
        actions.edit_series(series, actor=Actor(cast.ana), capacity=3, role_limits={"participant": 7})
    assert state_of(room, people[2]) == "confirmed"
    assert set(RoomRole.objects.filter(room__series=series).values_list("capacity", flat=True)) == {7}


def test_today_s_room_is_not_moved_into_the_past_by_the_series(cast: Cast) -> None:
    series = series_of(cast, first_on=NOON.date())
    with clock.at(NOON):
        actions.edit_series(series, actor=Actor(cast.ana), wall_time=time(9))
    assert [room.wall_time for room in rooms_of(series)][:2] == [time(18), time(9)]


def test_the_end_cancels_what_is_to_come_and_says_why(cast: Cast) -> None:
    series = series_of(cast)
    ask(rooms_of(series)[0], cast.bo)
    with clock.at(NOON):
        with pytest.raises(Refused, match="Say why"):
            actions.end_series(series, actor=Actor(cast.ana), why="")
        with pytest.raises(Refused, match="whoever planned"):
            actions.end_series(series, actor=Actor(cast.bo), why="Mine.")
        actions.end_series(series, actor=Actor(cast.ana), why="We are done.")
        count = fact_count()
        actions.end_series(series, actor=Actor(cast.ana), why="We are done.")
        assert actions.materialise(series) == 0
        with pytest.raises(Refused, match="has ended"):
            actions.edit_series(series, actor=Actor(cast.ana), purpose="Again")
    assert fact_count() == count
    assert {room.state for room in rooms_of(series)} == {"cancelled"}
    assert state_of(rooms_of(series)[0], cast.bo) == "lapsed"


def test_an_archived_community_gets_no_new_dates(cast: Cast) -> None:
    series = series_of(cast)
    Community.objects.filter(pk=cast.weavers.pk).update(state="archived")
    with clock.at(NOON + timedelta(days=30)):
        assert actions.materialise(series) == 0
