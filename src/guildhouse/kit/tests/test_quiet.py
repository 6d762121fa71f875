"""Hours in which somebody wants to be left in peace."""

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guildhouse.kit.quiet import after_waking_hours, is_quiet, quiet_ends

HOURS = st.times().map(lambda time: time.replace(minute=time.minute // 15 * 15, second=0, microsecond=0))
MOMENTS = st.integers(1_767_225_600, 1_798_675_200).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
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
        (time(14), time(14), time(14), False),
    ],
)
def test_quiet_hours_may_run_over_midnight(wall, start, end, quiet):
    assert is_quiet(datetime.combine(date(2026, 3, 2), wall, UTC), start, end, "UTC") is quiet


@given(MOMENTS, HOURS, HOURS, ZONES)
def test_the_end_of_the_quiet_hours_is_never_quiet_nor_before_now(at, start, end, zone):
    ends = quiet_ends(at, start, end, zone)

    assert ends >= at
    assert not is_quiet(ends, start, end, zone)


@given(MOMENTS, HOURS, HOURS, ZONES, st.integers(1, 48))
def test_a_deadline_never_comes_sooner_for_having_quiet_hours(at, start, end, zone, hours):
    deadline = after_waking_hours(at, hours, start, end, zone)

    assert deadline >= after_waking_hours(at, hours, None, None, zone)


def test_the_hour_that_comes_twice_ends_after_its_second_time():
    second_quarter_past_two = datetime(2026, 10, 25, 1, 15, tzinfo=UTC)

    ends = quiet_ends(second_quarter_past_two, time(1), time(2, 30), "Europe/Rome")

    assert ends == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


def test_a_night_is_added_to_a_deadline():
    evening = datetime(2026, 3, 2, 20, tzinfo=UTC)

    assert after_waking_hours(evening, 4, time(22), time(7), "UTC") == datetime(2026, 3, 3, 9, tzinfo=UTC)
