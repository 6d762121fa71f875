"""Dates and times are said in the reader's words and zone."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation

from guildhouse.kit import clock, dates

START = datetime(2030, 3, 15, 17, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
ROME = ZoneInfo("Europe/Rome")


@pytest.fixture(autouse=True)
def spring():
    with clock.at(datetime(2030, 3, 14, 9, 0, tzinfo=UTC)), translation.override("en"):
        yield
    timezone.deactivate()


def test_a_reader_in_the_same_zone_is_told_one_time():
    with timezone.override(ROME):
        html = dates.when(START, START + HOUR, "Europe/Rome")
    assert ">Friday 15 March, 18:00–19:00</time></span>" in html
    assert 'datetime="2030-03-15T17:00:00Z" data-end="2030-03-15T18:00:00Z"' in html


def test_a_reader_elsewhere_is_told_the_places_time_beside_their_own():
    with timezone.override(ROME):
        html = dates.when(START, START + HOUR, "America/Los_Angeles")
    assert "Friday 15 March, 18:00–19:00</time>" in html
    assert '<span class="when-zone">10:00–11:00 Los Angeles time</span>' in html


def test_another_day_at_the_place_is_named():
    with timezone.override(ROME):
        html = dates.when(START, None, "Asia/Tokyo")
    assert "Saturday 16 March, 02:00 Tokyo time" in html


def test_a_reader_whose_zone_is_unknown_is_told_the_places_time_and_whose_it_is():
    html = dates.when(START, None, "Europe/Rome", day=False)
    assert '>18:00</time> <span class="when-zone">Rome time</span>' in html


def test_a_room_past_midnight_names_its_second_day():
    assert "Friday 15 March, 17:00 – Saturday 16 March, 02:00" in dates.when(START, START + 9 * HOUR)


def test_italian_is_written_as_italians_write():
    with translation.override("it"), timezone.override(ROME):
        assert "venerdì 15 marzo, 18:00" in dates.when(START, None, "Europe/Rome")
        assert dates.number(1234567.5) == "1.234.567,5"


def test_a_day_near_by_is_called_by_its_name():
    assert dates.day_words(date(2030, 3, 14), near=True) == "Today, Thursday 14 March"
    assert dates.day_words(date(2030, 3, 15), near=True) == "Tomorrow, Friday 15 March"
    assert dates.day_words(date(2031, 1, 5), near=True) == "Sunday 5 January 2031"


def test_minutes_become_hours_when_there_are_many():
    assert [dates.minutes(count) for count in (45, 60, 90)] == ["45 min", "1 h", "1 h 30 min"]


def test_a_city_is_written_without_its_underscore():
    assert dates.zone_name("America/New_York") == "New York"
    assert dates.zone_name("UTC") == "UTC"
