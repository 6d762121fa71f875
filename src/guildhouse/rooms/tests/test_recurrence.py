"""Dates that recur keep their place on the wall calendar and the wall clock, whatever daylight saving does."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guildhouse.kit.walls import instant, wall
from guildhouse.rooms import recurrence

ZONES = ["Europe/Rome", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "UTC", "America/Sao_Paulo"]
days = st.dates(date(2024, 1, 1), date(2030, 12, 31))
minutes = st.times().map(lambda clock: clock.replace(second=0, microsecond=0))


@given(day=days, clock=minutes, zone=st.sampled_from(ZONES))
def test_an_instant_shows_the_wall_time_or_the_first_after_a_gap(day: date, clock: time, zone: str) -> None:
    shown = wall(instant(day, clock, zone), zone).replace(tzinfo=None)
    wanted = datetime.combine(day, clock)
    assert shown == wanted or timedelta() < shown - wanted <= timedelta(hours=1)


@pytest.mark.parametrize(
    ("zone", "day", "clock", "utc"),
    [
        ("Europe/Rome", date(2027, 3, 28), time(2, 30), "2027-03-28 01:30"),  # gap: half past three
        ("Europe/Rome", date(2027, 10, 31), time(2, 30), "2027-10-31 00:30"),  # overlap: the first
        ("America/New_York", date(2027, 3, 14), time(2, 30), "2027-03-14 07:30"),
        ("America/New_York", date(2027, 11, 7), time(1, 30), "2027-11-07 05:30"),
        ("Australia/Lord_Howe", date(2027, 10, 3), time(2, 15), "2027-10-02 15:45"),  # a gap of half an hour
        ("Australia/Lord_Howe", date(2027, 4, 4), time(1, 45), "2027-04-03 14:45"),
        ("Asia/Kolkata", date(2027, 3, 28), time(2, 30), "2027-03-27 21:00"),
    ],
)
def test_in_a_gap_the_clock_moves_forward_and_in_an_overlap_it_is_the_first(
    zone: str, day: date, clock: time, utc: str
) -> None:
    assert instant(day, clock, zone) == datetime.fromisoformat(utc).replace(tzinfo=UTC)


@given(first=days, weeks=st.integers(1, 8), skipped=st.integers(0, 400), span=st.integers(0, 183))
def test_every_nth_week_keeps_its_phase_from_the_first_day(
    first: date, weeks: int, skipped: int, span: int
) -> None:
    since = first + timedelta(days=skipped)
    until = since + timedelta(days=span)
    found = list(recurrence.dates(f"FREQ=WEEKLY;INTERVAL={weeks}", first, since, until))
    step = timedelta(weeks=weeks)
    wanted = [first + step * number for number in range(200)]
    assert found == [day for day in wanted if since <= day <= until]


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        ("FREQ=MONTHLY;BYDAY=1TU", ["2027-03-02", "2027-04-06", "2027-05-04"]),
        ("FREQ=MONTHLY;BYDAY=-1FR", ["2027-03-26", "2027-04-30", "2027-05-28"]),
        ("FREQ=MONTHLY;BYMONTHDAY=31", ["2027-03-31", "2027-05-31"]),
        ("FREQ=MONTHLY;INTERVAL=2;BYDAY=TH;BYSETPOS=2", ["2027-03-11", "2027-05-13"]),
        ("FREQ=WEEKLY;COUNT=2", ["2027-03-01", "2027-03-08"]),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH", ["2027-03-02", "2027-03-04", "2027-03-16", "2027-03-18"]),
    ],
)
def test_rules_of_rfc_5545_come_to_their_days(rule: str, days: list[str]) -> None:
    assert recurrence.check(rule)
    found = recurrence.dates(rule, date(2027, 3, 1), date(2027, 3, 1), date(2027, 5, 31))
    assert [day.isoformat() for day in found][: len(days)] == days


@pytest.mark.parametrize(
    "rule",
    [
        "",
        "weekly",
        "FREQ=HOURLY",
        "FREQ=WEEKLY;UNTIL=20300101",
        "FREQ=WEEKLY;BYHOUR=9",
        "FREQ=WEEKLY\nDTSTART:20270101",
        "FREQ=WEEKLY;INTERVAL=0",
        "FREQ=WEEKLY;INTERVAL=-1",
        "FREQ=WEEKLY;INTERVAL=²",
        "FREQ=WEEKLY;BYDAY=XX",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=MONTHLY;BYDAY=6MO",
        "FREQ=WEEKLY;BYDAY=",
        "RRULE:FREQ=WEEKLY",
    ],
)
def test_what_cannot_recur_is_refused_with_a_sentence(rule: str) -> None:
    verdict = recurrence.check(rule)
    assert not verdict
    assert verdict.why.endswith(".")


def test_a_rule_that_would_run_for_ever_stops() -> None:
    assert (
        len(list(recurrence.dates("FREQ=DAILY", date(2020, 1, 1), date(2020, 1, 1), date(2030, 1, 1)))) == 400
    )
