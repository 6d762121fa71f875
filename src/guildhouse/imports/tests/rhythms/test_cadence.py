from datetime import date

import pytest

from guildhouse.imports.rhythms.cadence import read_cadence
from guildhouse.imports.rhythms.readings import Ask, Cadence, NoDates

ON = date(2025, 11, 21)
MO, TU, WE, TH, FR = "Monday", "Tuesday", "Wednesday", "Thursday", "Friday"

# Every text for a day and a frequency in github.com/kubernetes/community, sigs.yaml (Apache-2.0), and what it says.
FOUND = [
    (FR, "Biweekly", "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR", None),
    (WE, "Biweekly, interleaved with the Regular SIG Meeting", "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE", None),
    (WE, "First Wednesday of the month", "FREQ=MONTHLY;BYDAY=1WE", None),
    (WE, "bi-weekly", "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE", None),
    (
        TH,
        "bi-weekly ([upcoming meeting dates](#upcoming-meeting-dates))",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH",
        None,
    ),
    (TU, "bi-weekly starting Tuesday April 16, 2024", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", "2024-04-16"),
    (TU, "bi-weekly starting Tuesday August 13, 2019", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", "2019-08-13"),
    (MO, "biweekly", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO", None),
    (FR, "biweekly - alternating with regular meeting", "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR", None),
    (TH, "biweekly starting Thursday June 7, 2018", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH", "2018-06-07"),
    (TU, "biweekly starting Tuesday Feb 11, 2025", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", "2025-02-11"),
    (TU, "biweekly starting Tuesday Feb 27, 2024", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", "2024-02-27"),
    (TU, "biweekly starting Tuesday March 12, 2024", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", "2024-03-12"),
    (TU, "biweekly starting Tuesday Oct 28, 2025", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", "2025-10-28"),
    (
        WE,
        "biweekly, you must be signed into a free zoom account to join",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE",
        None,
    ),
    (WE, "every four weeks", "FREQ=WEEKLY;INTERVAL=4;BYDAY=WE", None),
    (MO, "first Monday of the month", "FREQ=MONTHLY;BYDAY=1MO", None),
    (TU, "first Tuesday of the month", "FREQ=MONTHLY;BYDAY=1TU", None),
    (TH, "monthly", "FREQ=MONTHLY;BYDAY=1TH", None),
    ("first Wednesday", "monthly", "FREQ=MONTHLY;BYDAY=1WE", None),
    ("third Wednesday", "monthly", "FREQ=MONTHLY;BYDAY=3WE", None),
    (
        WE,
        "monthly - Wednesday, after the fourth Tuesday, every month",
        "FREQ=MONTHLY;BYDAY=WE;BYMONTHDAY=23,24,25,26,27,28,29",
        None,
    ),
    (TU, "weekly", "FREQ=WEEKLY;BYDAY=TU", None),
    ("Thursdays (starting February 15th 2024)", "weekly", "FREQ=WEEKLY;BYDAY=TH", "2024-02-15"),
    ("Tuesday (starting September 10th 2024)", "bi-weekly", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", "2024-09-10"),
    (MO, "weekly, you must be signed into a free zoom account to join", "FREQ=WEEKLY;BYDAY=MO", None),
    (TU, "First Tuesday of each month", "FREQ=MONTHLY;BYDAY=1TU", None),
    (TH, "Monthly on 4th Thursday", "FREQ=MONTHLY;BYDAY=4TH", None),
    (FR, "biweekly 2019 start date: Jan. 11th", "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR", "2019-01-11"),
    (TH, "biweekly starting Thursday June 25th, 2020", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH", "2020-06-25"),
    (WE, "biweekly starting Wednesday March 20, 2019", "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE", "2019-03-20"),
    (TH, "every first Thursday of the month", "FREQ=MONTHLY;BYDAY=1TH", None),
    (WE, "every third Wednesday of the month", "FREQ=MONTHLY;BYDAY=3WE", None),
    (WE, "monthly - first Wednesday every month", "FREQ=MONTHLY;BYDAY=1WE", None),
    (WE, "monthly - last Wednesday every month", "FREQ=MONTHLY;BYDAY=-1WE", None),
    (TU, "monthly - third Tuesday", "FREQ=MONTHLY;BYDAY=3TU", None),
    (TU, "monthly 2020 start date: Jan. 7th", "FREQ=MONTHLY;BYDAY=1TU", "2020-01-07"),
    (TH, "monthly, second Thursday of the month", "FREQ=MONTHLY;BYDAY=2TH", None),
    (TU, "weekly starting Tuesday December 7th, 2021", "FREQ=WEEKLY;BYDAY=TU", "2021-12-07"),
]

# The same things as other people write them.
WRITTEN = [
    ("Tue", "fortnightly", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"),
    ("Weds", "every other week", "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE"),
    ("Thurs.", "every 2 weeks", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH"),
    (TH, "every second week", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH"),
    (TH, "once every two weeks", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH"),
    (TH, "every 14 days", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH"),
    (TH, "alternating weeks", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH"),
    ("alternate Tuesdays", "", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"),
    ("", "Every other Thursday", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH"),
    (TU, "Bi Weekly", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"),
    (TU, "every three weeks", "FREQ=WEEKLY;INTERVAL=3;BYDAY=TU"),
    (TU, "every 3rd week", "FREQ=WEEKLY;INTERVAL=3;BYDAY=TU"),
    (TU, "6-weekly", "FREQ=WEEKLY;INTERVAL=6;BYDAY=TU"),
    ("", "every Mon and Wed", "FREQ=WEEKLY;BYDAY=MO,WE"),
    ("Tue, Thu", "weekly", "FREQ=WEEKLY;BYDAY=TU,TH"),
    ("Tuesday & Thursday", "twice a week", "FREQ=WEEKLY;BYDAY=TU,TH"),
    ("Monday-Friday", "daily", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
    ("", "every weekday", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
    ("", "daily", "FREQ=DAILY"),
    (TU, "1x/week", "FREQ=WEEKLY;BYDAY=TU"),
    (TU, "once a week", "FREQ=WEEKLY;BYDAY=TU"),
    ("", "Every Tuesday at 10am PT", "FREQ=WEEKLY;BYDAY=TU"),
    (TU, "twice a month: 1st and 3rd Tuesday", "FREQ=MONTHLY;BYDAY=1TU,3TU"),
    ("1st and 3rd Thursday", "biweekly", "FREQ=MONTHLY;BYDAY=1TH,3TH"),
    ("", "2nd/4th Thursday", "FREQ=MONTHLY;BYDAY=2TH,4TH"),
    (TH, "1st, 3rd and 5th", "FREQ=MONTHLY;BYDAY=1TH,3TH,5TH"),
    ("", "first Monday and third Wednesday", "FREQ=MONTHLY;BYDAY=1MO,3WE"),
    (TU, "second week of the month", "FREQ=MONTHLY;BYDAY=2TU"),
    ("every second Tuesday", "monthly", "FREQ=MONTHLY;BYDAY=2TU"),
    (FR, "The last Friday of every month", "FREQ=MONTHLY;BYDAY=-1FR"),
    ("", "penultimate Friday of the month", "FREQ=MONTHLY;BYDAY=-2FR"),
    ("", "second to last Friday of each month", "FREQ=MONTHLY;BYDAY=-2FR"),
    (TU, "2x per month", "FREQ=MONTHLY;BYDAY=1TU,3TU"),
    (TU, "Once a month", "FREQ=MONTHLY;BYDAY=1TU"),
    (TU, "every month", "FREQ=MONTHLY;BYDAY=1TU"),
    (TU, "quarterly", "FREQ=MONTHLY;INTERVAL=3;BYDAY=1TU"),
    ("", "first Tuesday of the quarter", "FREQ=MONTHLY;INTERVAL=3;BYDAY=1TU"),
    (TH, "every other month, 3rd Thursday", "FREQ=MONTHLY;INTERVAL=2;BYDAY=3TH"),
    (MO, "bimonthly, every two months", "FREQ=MONTHLY;INTERVAL=2;BYDAY=1MO"),
    (MO, "bi-monthly (1st and 3rd)", "FREQ=MONTHLY;BYDAY=1MO,3MO"),
    ("", "15th of every month", "FREQ=MONTHLY;BYMONTHDAY=15"),
    ("", "last day of the month", "FREQ=MONTHLY;BYMONTHDAY=-1"),
    ("", "first business day of the month", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1"),
    ("", "day after the second Tuesday of the month", "FREQ=MONTHLY;BYDAY=WE;BYMONTHDAY=9,10,11,12,13,14,15"),
    (
        "",
        "Wednesday before the last Friday of the month",
        "FREQ=MONTHLY;BYDAY=WE;BYMONTHDAY=-9,-8,-7,-6,-5,-4,-3",
    ),
    (MO, "weekly (cancelled if no agenda items)", "FREQ=WEEKLY;BYDAY=MO"),
    (MO, "weekly, no meeting on US holidays", "FREQ=WEEKLY;BYDAY=MO"),
    ("Wednsday", "biweeky", "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE"),
    ("Tuesdays", "", "FREQ=WEEKLY;BYDAY=TU"),
]

ASKED = [
    (TU, "biweekly starting Tuesday Feb 27, 2025", "every 2 weeks on Tuesday starting 2025-02-25"),
    (TU, "weekly starting Wednesday Feb 26, 2025", "weekly on Wednesday starting 2025-02-26"),
    (WE, "third Tuesday of the month", "monthly on the third Tuesday"),
    (WE, "monthly - third Tuesday", "monthly on the third Wednesday"),
    ("first Wednesday", "third Wednesday of the month", "monthly on the first Wednesday"),
    ("first Wednesday", "biweekly", "every 2 weeks on Wednesday"),
    ("first Wednesday", "weekly", "monthly on the first Wednesday"),
    (MO, "every Tuesday", "weekly on Monday"),
    (MO, "biweekly on Tuesdays", "every 2 weeks on Tuesday"),
    ("", "every second Tuesday", "monthly on the second Tuesday"),
    (MO, "bimonthly", "every 2 months on the first Monday"),
    ("Tuesday & Thursday", "biweekly", "weekly on Tuesday and Thursday"),
    (TU, "weekly/biweekly", "weekly on Tuesday"),
    (TU, "monthly, every four weeks", "monthly on the first Tuesday"),
    (TU, "", "every 2 weeks on Tuesday"),
    ("", "weekly", "weekly on Friday"),
    ("", "monthly", "monthly on the first Sunday"),
    ("", "", None),
    (TU, "weekly (currently paused)", "as needed"),
    (TH, "weekly, except the first Thursday of the month", "weekly on Thursday"),
    (TU, "weekly, alternating between APAC and EMEA", "weekly on Tuesday"),
    (MO, "weekly, no meeting in December", "weekly on Monday"),
    (TH, "biweekly starting Feb 30, 2025", "every 2 weeks on Thursday"),
    ("", "Every other day starting 3/4/2025", None),
    (TU, "on the 15th of every month", "monthly on the 15th day"),
    (TU, "January, April and July", None),
    (TU, "when the moon is full", None),
]


@pytest.mark.parametrize(("day", "frequency", "rrule", "start"), FOUND)
def test_what_a_community_wrote_is_understood(
    day: str, frequency: str, rrule: str, start: str | None
) -> None:
    found = read_cadence(day, frequency, ON)
    assert isinstance(found, Cadence)
    assert (found.rrule, found.start) == (rrule, start and date.fromisoformat(start))


@pytest.mark.parametrize(("day", "frequency", "rrule"), WRITTEN)
def test_the_same_in_other_words_is_understood(day: str, frequency: str, rrule: str) -> None:
    found = read_cadence(day, frequency, ON)
    assert isinstance(found, Cadence)
    assert found.rrule == rrule


@pytest.mark.parametrize(("day", "frequency", "among"), ASKED)
def test_what_is_open_or_contradicts_is_asked(day: str, frequency: str, among: str | None) -> None:
    asked = read_cadence(day, frequency, ON)
    assert isinstance(asked, Ask)
    choices = [choice.value for choice in asked.choices]
    assert among is None or among in choices
    for choice in choices:
        assert isinstance(read_cadence("", choice, ON), Cadence | NoDates)


@pytest.mark.parametrize(
    "text", ["as needed", "On demand", "ad hoc", "TBD", "n/a", "on hold", "by appointment"]
)
def test_what_meets_as_needed_has_no_dates(text: str) -> None:
    assert isinstance(read_cadence("", text, ON), NoDates)


@pytest.mark.parametrize(
    ("day", "frequency", "field", "value"),
    [
        (TH, "monthly", "week", "first Thursday"),
        (TU, "monthly 2020 start date: Jan. 7th", "week", "first Tuesday"),
        (TU, "twice a month", "week", "first and third Tuesday"),
        ("1st and 3rd Thursday", "biweekly", "week", "monthly on the first Thursday and the third Thursday"),
        ("Tuesdays", "", "rhythm", "weekly on Tuesday"),
        ("Wednsday", "weekly", "rhythm", "wednesday"),
        (TH, "biweekly, next meeting January 8", "start", "2026-01-08"),
        (TU, "biweekly June 10, 2025", "phase", "2025-06-10"),
        (TH, "every other Thursday starting 3/4/2025", "date", "2025-04-03"),
    ],
)
def test_what_is_taken_for_granted_is_said(day: str, frequency: str, field: str, value: str) -> None:
    found = read_cadence(day, frequency, ON)
    assert isinstance(found, Cadence)
    assert [(assumed.field, assumed.value) for assumed in found.assumptions] == [(field, value)]


def test_remarks_times_lengths_and_exceptions_are_kept() -> None:
    found = read_cadence(
        TH,
        "biweekly from 2025-01-09 to 2026-06-26 at 9:00 PT for 30 minutes, skip 2025-12-25 (bring wool)",
        ON,
    )
    assert isinstance(found, Cadence)
    assert (found.start, found.until) == (date(2025, 1, 9), date(2026, 6, 26))
    assert found.skips == (date(2025, 12, 25),)
    assert found.time is not None
    assert (found.time.hour, found.time.zone, found.minutes) == (9, "PT", 30)
    assert found.notes == ("bring wool",)


def test_the_other_meeting_of_an_alternation_is_named() -> None:
    found = read_cadence(FR, "biweekly - alternating with regular meeting", ON)
    assert isinstance(found, Cadence)
    assert found.alternates_with == "regular meeting"


def test_odd_and_even_weeks_are_heard() -> None:
    odd, even = read_cadence(TU, "biweekly (odd weeks)", ON), read_cadence(TU, "every even week", ON)
    assert isinstance(odd, Cadence)
    assert isinstance(even, Cadence)
    assert (odd.parity, even.parity) == (1, 0)
