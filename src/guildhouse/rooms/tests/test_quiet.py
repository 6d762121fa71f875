"""Hours that stand still while somebody has quiet hours."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guildhouse.kit.quiet import after_waking_hours, is_quiet, quiet_ends

NIGHT = (time(22), time(7), "Europe/Rome")
moments = st.integers(0, 365 * 96).map(
    lambda quarter: datetime(2027, 1, 1, tzinfo=UTC) + timedelta(hours=quarter / 4)
)
quarters = st.builds(time, st.integers(0, 23), st.sampled_from([0, 15, 30, 45]))


def utc(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2027, 6, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("hour", "quiet"), [(19, False), (20, True), (23, True), (4, True), (5, False), (12, False)]
)
def test_quiet_hours_go_by_the_clock_on_the_wall_and_span_midnight(hour: int, quiet: bool) -> None:
    assert is_quiet(utc(1, hour), *NIGHT) is quiet


@pytest.mark.parametrize("hours", [(None, None), (time(8), time(8)), (time(8), None)])
def test_without_hours_it_is_never_quiet(hours: tuple[time | None, time | None]) -> None:
    assert not is_quiet(utc(1, 8), *hours, "UTC")
    assert after_waking_hours(utc(1, 8), 2, *hours, "UTC") == utc(1, 10)


def test_quiet_ends_in_the_morning_and_not_while_awake() -> None:
    assert quiet_ends(utc(1, 21), *NIGHT) == utc(2, 5)
    assert quiet_ends(utc(1, 2), *NIGHT) == utc(1, 5)
    assert quiet_ends(utc(1, 12), *NIGHT) == utc(1, 12)


def test_a_night_is_not_counted() -> None:
    assert after_waking_hours(utc(1, 19), 4, *NIGHT) == utc(2, 8)
    assert after_waking_hours(utc(1, 21), 1, *NIGHT) == utc(2, 6)


@given(at=moments, hours=st.integers(0, 72), start=quarters, end=quarters)
def test_waking_hours_are_never_fewer_than_asked_and_end_awake(
    at: datetime, hours: int, start: time, end: time
) -> None:
    until = after_waking_hours(at, hours, start, end, "Europe/Rome")
    assert until - at >= timedelta(hours=hours)
    step, awake, moment = timedelta(minutes=15), timedelta(), at
    while moment < until:
        awake += timedelta() if is_quiet(moment, start, end, "Europe/Rome") else step
        moment += step
    assert awake == timedelta(hours=hours)
