import pytest
from hypothesis import given
from hypothesis import strategies as st

from guildhouse.imports.rhythms.clocks import read_time
from guildhouse.imports.rhythms.readings import Ask, Clock

UNDERSTOOD = {
    # As found in github.com/kubernetes/community, sigs.yaml.
    **{
        text: text
        for text in ("05:00", "05:30", "06:00", "08:00", "08:30", "09:00", "10:00", "10:30", "11:00")
    },
    **{
        text: text
        for text in ("12:00", "12:15", "12:30", "13:00", "14:00", "14:30", "15:00", "15:30", "16:00")
    },
    **{text: text for text in ("17:00", "17:30", "18:00", "18:30", "19:30")},
    "6:30": "06:30",
    "7:30": "07:30",
    "8:00": "08:00",
    "8:30": "08:30",
    "9:00": "09:00",
    "9:30": "09:30",
    "2PM": "14:00",
    "4PM": "16:00",
    # As people write elsewhere.
    "9am": "09:00",
    "9 a.m.": "09:00",
    "9:15 AM": "09:15",
    "12:00 PM": "12:00",
    "12am": "00:00",
    "12 pm": "12:00",
    "14h30": "14:30",
    "14h": "14:00",
    "14.30": "14:30",
    "9 o'clock": "09:00",
    "0900": "09:00",
    "1430": "14:30",
    "noon": "12:00",
    "Midday": "12:00",
    "midnight": "00:00",
    "24:00": "00:00",
    "at 9": "09:00",
    "9": "09:00",
    "09:00:00": "09:00",
    "930pm": "21:30",
    "13:00 PM": "13:00",
    "1080": "18:00",
    "1200h": "12:00",
}


@pytest.mark.parametrize(("text", "time"), UNDERSTOOD.items())
def test_a_time_of_day_is_understood(text: str, time: str) -> None:
    clock = read_time(text)
    assert isinstance(clock, Clock)
    assert f"{clock.hour:02d}:{clock.minute:02d}" == time


@pytest.mark.parametrize(
    ("text", "begin", "minutes", "zone"),
    [
        ("9-10am", 9, 60, ""),
        ("9:00-10:30", 9, 90, ""),
        ("11-1 pm", 11, 120, ""),
        ("14:00 – 14:45", 14, 45, ""),
        ("23:30-00:30", 23, 60, ""),
        ("9:00 - 9:45 am PT", 9, 45, "PT"),
        ("17:00 UTC", 17, None, "UTC"),
        ("10:00 am (Pacific Time)", 10, None, "Pacific Time"),
        ("0930 PT", 9, None, "PT"),
    ],
)
def test_an_end_gives_the_minutes_and_a_zone_beside_it_is_kept(
    text: str, begin: int, minutes: int | None, zone: str
) -> None:
    clock = read_time(text)
    assert isinstance(clock, Clock)
    assert (clock.hour, clock.minutes, clock.zone) == (begin, minutes, zone)


@pytest.mark.parametrize(("text", "choices"), [("540", ["05:40", "09:00"]), ("1020", ["10:20", "17:00"])])
def test_a_bare_number_that_can_be_two_times_is_asked(text: str, choices: list[str]) -> None:
    asked = read_time(text)
    assert isinstance(asked, Ask)
    assert [choice.value for choice in asked.choices] == choices


def test_two_times_are_asked() -> None:
    asked = read_time("9:00 AM PT / 5 PM UTC")
    assert isinstance(asked, Ask)
    assert [choice.value for choice in asked.choices] == ["09:00", "17:00"]


@pytest.mark.parametrize("text", ["", "25:00", "9:75", "TBD", "morning", "1:00:00:00 or so", "99", "-5"])
def test_what_is_no_time_is_asked(text: str) -> None:
    assert isinstance(read_time(text), Ask)


@given(st.integers(0, 23), st.integers(0, 59))
def test_every_minute_of_a_day_is_read_back(hour: int, minute: int) -> None:
    assert read_time(f"{hour}:{minute:02d}") == Clock(hour, minute)
    half = "pm" if hour >= 12 else "am"
    assert read_time(f"{(hour - 1) % 12 + 1}:{minute:02d} {half}") == Clock(hour, minute)


@given(st.text(max_size=40))
def test_any_text_is_a_time_or_a_question(text: str) -> None:
    assert isinstance(read_time(text), Clock | Ask)
