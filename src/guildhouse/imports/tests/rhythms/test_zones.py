from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guildhouse.imports.rhythms.readings import Ask, Zone
from guildhouse.imports.rhythms.zones import read_zone

PACIFIC, EASTERN = "America/Los_Angeles", "America/New_York"
UNDERSTOOD = {
    # As found in github.com/kubernetes/community, sigs.yaml.
    "PT (Pacific Time)": PACIFIC,
    "ET (Eastern Time)": EASTERN,
    "Eastern Time (ET)": EASTERN,
    "EST (Eastern Time)": EASTERN,
    "CET (Central European Time)": "Europe/Brussels",
    "Poland": "Europe/Warsaw",
    "UTC": "UTC",
    # As people write elsewhere.
    **dict.fromkeys(("PT", "pst", "PDT", "Pacific", "US/Pacific", "PST/PDT", "PT / Pacific Time"), PACIFIC),
    **dict.fromkeys(("Pacific Time (US & Canada)", "PST8PDT", "Pacific (UTC-8/UTC-7)"), PACIFIC),
    **dict.fromkeys(("ET", "EST", "america/new_york", "New York", "US Eastern", "America/New_York"), EASTERN),
    "CST (Central Standard Time)": "America/Chicago",
    "CT": "America/Chicago",
    "CST (China)": "Asia/Shanghai",
    "IST (India)": "Asia/Kolkata",
    "IST (UTC+5:30)": "Asia/Kolkata",
    "IST - India": "Asia/Kolkata",
    "IST (Dublin)": "Europe/Dublin",
    "Israel": "Asia/Jerusalem",
    "India": "Asia/Kolkata",
    "Europe/Berlin (CET)": "Europe/Berlin",
    "CET (Berlin)": "Europe/Berlin",
    "Germany": "Europe/Berlin",
    "Rome, Italy": "Europe/Rome",
    "Berlin time": "Europe/Berlin",
    "GMT+2 (Rome)": "Europe/Rome",
    "GMT+2": "Etc/GMT-2",
    "UTC-8": "Etc/GMT+8",
    "+02:00": "Etc/GMT-2",
    "UTC+05:30": "Asia/Kolkata",
    "UTC+5:45": "Asia/Kathmandu",
    "UTC/GMT": "UTC",
    "GMT": "UTC",
    "Z": "UTC",
    "UTC+0": "UTC",
    "UK": "Europe/London",
    "London time": "Europe/London",
    "Beijing Time": "Asia/Shanghai",
    "JST": "Asia/Tokyo",
    "ET (Toronto)": "America/Toronto",
    "CST (Mexico City)": "America/Mexico_City",
    "Etc/GMT-2": "Etc/GMT-2",
}


@pytest.mark.parametrize(("text", "zone"), UNDERSTOOD.items())
def test_a_zone_is_understood(text: str, zone: str) -> None:
    found = read_zone(text)
    assert isinstance(found, Zone)
    assert found.name == zone


@pytest.mark.parametrize("text", ["EST (Eastern Time)", "PST", "CET", "GMT+2", "UTC+05:30", "GMT"])
def test_what_is_taken_for_granted_about_a_zone_is_said(text: str) -> None:
    found = read_zone(text)
    assert isinstance(found, Zone)
    assert [assumed.field for assumed in found.assumptions] == ["zone"]


@pytest.mark.parametrize(
    ("text", "among"),
    [
        ("IST", ["Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem"]),
        ("CST", ["America/Chicago", "Asia/Shanghai", "America/Havana"]),
        ("BST", ["Europe/London", "Asia/Dhaka", "Pacific/Bougainville"]),
        ("MST", ["America/Denver", "America/Phoenix"]),
        ("PT (Eastern Time)", [PACIFIC, EASTERN]),
        ("PT (Arizona)", [PACIFIC, "America/Phoenix"]),
        ("PT/ET", [PACIFIC, EASTERN]),
        ("USA", [EASTERN, "America/Chicago", "America/Denver", PACIFIC]),
    ],
)
def test_a_zone_with_more_than_one_meaning_is_asked(text: str, among: list[str]) -> None:
    asked = read_zone(text)
    assert isinstance(asked, Ask)
    assert [choice.value for choice in asked.choices] == among


@pytest.mark.parametrize("text", ["", "mars", "UTC+11:15", "UTC+99", "PT (UTC-5)", "Factory", "(", "/"])
def test_what_is_no_zone_is_asked(text: str) -> None:
    assert isinstance(read_zone(text), Ask)


@given(st.text(max_size=40))
def test_any_text_is_a_zone_or_a_question(text: str) -> None:
    found = read_zone(text)
    assert isinstance(found, Ask) or ZoneInfo(found.name)


@given(st.integers(-12, 14))
def test_an_offset_is_a_zone_at_that_offset(hours: int) -> None:
    found = read_zone(f"UTC{hours:+d}")
    assert isinstance(found, Zone)
    assert ZoneInfo(found.name).utcoffset(None) is None or hours == 0 or f"{-hours:+d}" in found.name
