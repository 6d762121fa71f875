from datetime import date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from guildhouse.imports.rhythms.cadence import read_cadence
from guildhouse.imports.rhythms.phases import next_date, opposite_start, phase_of
from guildhouse.imports.rhythms.readings import Ask, Cadence, NoDates
from guildhouse.imports.rhythms.recurrence import NAMES, NTH, Rule, dates_of
from guildhouse.imports.rhythms.words import CODES

days = st.dates(date(2018, 1, 1), date(2035, 12, 31))
weekdays = st.integers(0, 6)
weekday_sets = st.lists(st.sampled_from(CODES), min_size=1, max_size=3, unique=True).map(
    lambda found: tuple(sorted(found, key=CODES.index))
)
pairs = st.lists(
    st.tuples(st.sampled_from(list(NTH)), st.sampled_from(CODES)), min_size=1, max_size=3, unique=True
)
rules = st.one_of(
    st.builds(Rule, st.just("W"), st.integers(1, 8), weekday_sets),
    st.builds(Rule, st.just("M"), st.sampled_from([1, 2, 3, 6]), pairs=pairs.map(tuple)),
    st.builds(Rule, st.just("M"), month_days=st.tuples(st.integers(1, 31))),
    st.builds(Rule, st.just("D"), st.sampled_from([1, 3, 10])),
)


def _cadence(day: str, frequency: str, on: date) -> Cadence:
    found = read_cadence(day, frequency, on)
    assert isinstance(found, Cadence), (day, frequency, found)
    return found


@given(rules, st.none() | days)
def test_the_words_of_a_rule_are_read_back_as_the_rule(rule: Rule, start: date | None) -> None:
    if start and rule.days:
        start = start + timedelta(days=min((day - start.weekday()) % 7 for day in rule.days))
    found = read_cadence("", rule.spelled(start), date(2025, 11, 21))
    assert isinstance(found, Cadence)
    assert (found.rrule, found.start) == (rule.rrule(), start)


@given(
    weekdays, st.sampled_from(["{} biweekly", "{}|bi-weekly", "{}s|every other week", "{}|fortnightly"]), days
)
def test_a_fortnight_is_every_second_such_weekday(weekday: int, form: str, on: date) -> None:
    day, _bar, frequency = form.format(NAMES[weekday]).rpartition("|")
    cadence = _cadence(day, frequency, on)
    phase = phase_of(cadence, on)
    assert phase is not None
    assert phase.is_ == "assumed"
    assert 0 <= (phase.start - on).days < 7
    found = dates_of(cadence.rrule, phase.start, count=30)
    assert {each.weekday() for each in found} == {weekday}
    assert {(after - before).days for before, after in pairwise(found)} == {14}


@given(days, st.sampled_from(["biweekly starting {:%A %B %d, %Y}", "every 2 weeks since {:%Y-%m-%d}"]), days)
def test_a_date_that_is_written_is_one_of_the_dates(start: date, form: str, on: date) -> None:
    cadence = _cadence(NAMES[start.weekday()], form.format(start), on)
    assert cadence.start == start
    later = dates_of(cadence.rrule, start, after=max(on, start))[0]
    assert (later - start).days % 14 == 0


@given(st.sampled_from([1, 2, 3, 4, -1]), weekdays, days)
def test_a_week_of_the_month_is_that_week_in_every_month(n: int, weekday: int, on: date) -> None:
    cadence = _cadence("", f"{NTH[n]} {NAMES[weekday]} of the month", on)
    found = dates_of(cadence.rrule, next_date(cadence.rrule, on), count=24)
    months = [each.year * 12 + each.month for each in found]
    assert months == list(range(months[0], months[0] + 24))
    for each in found:
        assert each.weekday() == weekday
        week = (each.day - 1) // 7 + 1 if n > 0 else 0
        assert week == n or (n < 0 and (each + timedelta(days=7)).month != each.month)


@given(days)
def test_the_day_after_the_fourth_tuesday_follows_it(on: date) -> None:
    cadence = _cadence("Wednesday", "monthly - Wednesday, after the fourth Tuesday, every month", on)
    for each in dates_of(cadence.rrule, on, count=12):
        before = each - timedelta(days=1)
        assert (before.weekday(), (before.day - 1) // 7 + 1) == (1, 4)


@given(weekdays, weekdays, days)
def test_opposite_weeks_never_meet(weekday: int, other: int, on: date) -> None:
    theirs = _cadence(NAMES[other], "biweekly", on)
    ours = _cadence(NAMES[weekday], "biweekly, interleaved with the regular meeting", on)
    phase = phase_of(theirs, on)
    assert phase is not None
    weeks = {each.isocalendar()[:2] for each in dates_of(theirs.rrule, phase.start, count=40)}
    opposite = dates_of(ours.rrule, opposite_start(ours.rrule, phase.start), count=40)
    assert not weeks & {each.isocalendar()[:2] for each in opposite}


@given(
    days, st.integers(0, 23), st.sampled_from(["America/Los_Angeles", "Europe/Warsaw", "Australia/Sydney"])
)
def test_the_wall_time_stays_when_clocks_change(on: date, hour: int, zone: str) -> None:
    cadence = _cadence("Wednesday", "weekly", on)
    for each in dates_of(cadence.rrule, on, count=60):
        moment = datetime(each.year, each.month, each.day, hour, tzinfo=ZoneInfo(zone))
        assert (moment.hour, moment.weekday()) == (hour, 2)


@given(st.text(max_size=40), st.text(max_size=60), days)
def test_any_text_is_a_rhythm_or_a_question(day: str, frequency: str, on: date) -> None:
    assert isinstance(read_cadence(day, frequency, on), Cadence | NoDates | Ask)


WORDS = [
    *(
        "every",
        "other",
        "first",
        "2nd",
        "last",
        "Tuesday",
        "Wed",
        "weekly",
        "biweekly",
        "monthly",
        "of the month",
    ),
    *(
        "starting",
        "June 5",
        "2025-02-27",
        "and",
        ",",
        "(",
        ")",
        "after",
        "the",
        "week",
        "day",
        "until",
        "except",
    ),
    *("twice", "a", "month", "3", "weeks", "alternating", "with", "odd", "as needed", "at 9am", "quarterly"),
]


@given(
    st.lists(st.sampled_from(WORDS), max_size=9).map(" ".join),
    st.lists(st.sampled_from(WORDS), max_size=9),
    days,
)
def test_any_words_of_a_rhythm_are_a_rhythm_or_a_question(day: str, frequency: list[str], on: date) -> None:
    found = read_cadence(day, " ".join(frequency), on)
    if isinstance(found, Cadence):
        phase_of(found, on)
    for choice in found.choices if isinstance(found, Ask) else ():
        assert isinstance(read_cadence("", choice.value, on), Cadence | NoDates), choice
