"""Hours in which somebody wants to be left in peace."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guildhouse.kit.quiet import after_waking_hours, is_quiet, quiet_ends

QUARTER = timedelta(minutes=15)
NIGHT = (time(22), time(7), "Europe/Rome")
HOURS = st.builds(time, st.integers(0, 23), st.sampled_from([0, 15, 30, 45]))
MOMENTS = st.integers(1_767_225_600, 1_798_675_200).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
ON_THE_QUARTER = st.integers(0, 366 * 96).map(
    lambda count: datetime(2026, 1, 1, tzinfo=UTC) + count * QUARTER
)
ZONES = st.sampled_from(["UTC", "Europe/Rome", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu"])


@pytest.mark.parametrize(
    ("wall", "start", "end", "quiet"),
    [
        (time(23), time(22), time(7), True),
        (time(6, 59), time(22), time(7), True),
        (time(7), time(22), time(7), False),
        (time(13), time(12), time(14), True),
        (time(14), time(12), time(14), False),
        (time(14), None, None, False),
        (time(14), time(14), None, False),
        (time(14), time(14), time(14), False),
    ],
)
def test_quiet_hours_may_run_over_midnight(wall, start, end, quiet):
    assert is_quiet(datetime.combine(date(2026, 3, 2), wall, UTC), start, end, "UTC") is quiet


@pytest.mark.parametrize(("hour", "quiet"), [(19, False), (20, True), (4, True), (5, False)])
def test_quiet_hours_go_by_the_clock_on_the_wall(hour, quiet):
    assert is_quiet(datetime(2026, 6, 1, hour, tzinfo=UTC), *NIGHT) is quiet


def test_quiet_hours_end_in_the_morning_and_have_ended_for_whoever_is_awake():
    morning = datetime(2026, 6, 2, 5, tzinfo=UTC)
    noon = datetime(2026, 6, 2, 12, tzinfo=UTC)

    assert quiet_ends(datetime(2026, 6, 1, 21, tzinfo=UTC), *NIGHT) == morning
    assert quiet_ends(datetime(2026, 6, 2, 2, tzinfo=UTC), *NIGHT) == morning
    assert quiet_ends(noon, *NIGHT) == noon


@given(MOMENTS, HOURS, HOURS, ZONES)
def test_the_end_of_the_quiet_hours_is_never_quiet_nor_before_now(at, start, end, zone):
    ends = quiet_ends(at, start, end, zone)

    assert ends >= at
    assert not is_quiet(ends, start, end, zone)


def test_the_hour_that_comes_twice_ends_after_its_second_time():
    second_quarter_past_two = datetime(2026, 10, 25, 1, 15, tzinfo=UTC)

    ends = quiet_ends(second_quarter_past_two, time(1), time(2, 30), "Europe/Rome")

    assert ends == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


def test_a_night_is_added_to_a_deadline():
    evening = datetime(2026, 3, 2, 20, tzinfo=UTC)

    assert after_waking_hours(evening, 4, time(22), time(7), "UTC") == datetime(2026, 3, 3, 9, tzinfo=UTC)


@pytest.mark.parametrize("hours", [(None, None), (time(8), time(8)), (time(8), None)])
def test_without_quiet_hours_a_deadline_is_so_many_hours_away(hours):
    at = datetime(2026, 3, 2, 8, tzinfo=UTC)

    assert after_waking_hours(at, 2, *hours, "UTC") == at + timedelta(hours=2)


@given(ON_THE_QUARTER, HOURS, HOURS, ZONES, st.integers(0, 48))
def test_a_deadline_leaves_exactly_the_waking_hours_that_were_promised(at, start, end, zone, hours):
    deadline = after_waking_hours(at, hours, start, end, zone)

    quarters = (at + count * QUARTER for count in range((deadline - at) // QUARTER))
    assert sum(not is_quiet(quarter, start, end, zone) for quarter in quarters) * QUARTER == timedelta(
        hours=hours
    )
