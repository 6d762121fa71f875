"""Dates as people write them inside a sentence: Tuesday Feb 27, 2024 · June 25th, 2020 · 2025-02-11 · 27.2.2024."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
WEEKDAYS = ("mo", "tu", "we", "th", "fr", "sa", "su")
MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
WEEKDAY = (
    r"(?P<weekday>mon(?:days?)?|tue(?:s|sdays?)?|wed(?:s|nesdays?)?|thu(?:r|rs|rsdays?)?|fri(?:days?)?|"
    r"sat(?:urdays?)?|sun(?:days?)?)\.?"
)
BEFORE = rf"(?<![\w#/.-])(?:{WEEKDAY}\s*,?\s*(?:the\s+)?)?"
DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
YEAR = r"(?:\s*,?\s*(?:of\s+)?(?P<year>(?:19|20)\d{2}))"
AFTER = r"(?![\w/]|-\d)"
FORMS = tuple(
    re.compile(form)
    for form in (
        rf"{BEFORE}(?P<year>(?:19|20)\d{{2}})[-/.](?P<month>\d{{1,2}})[-/.](?P<day>\d{{1,2}}){AFTER}",
        rf"{BEFORE}{MONTH}\s*(?:the\s+)?{DAY}{YEAR}?{AFTER}",
        rf"{BEFORE}{DAY}\s*(?:of\s+)?{MONTH}{YEAR}?{AFTER}",
        rf"{BEFORE}(?P<day>\d{{1,2}})\.\s?(?P<month>\d{{1,2}})\.(?P<year>(?:20)?\d{{2}}){AFTER}",
        rf"{BEFORE}(?P<first>\d{{1,2}})/(?P<second>\d{{1,2}})/(?P<year>(?:20)?\d{{2}}){AFTER}",
        rf"{BEFORE}{MONTH}{YEAR}{AFTER}",
    )
)


@dataclass(frozen=True, slots=True)
class Written:
    """A date in a text: where, the days it can be, the weekday written beside it, and what it lacks.

    No options mean that there is no such day. `lacks` is "", "year" (options are the same day in several years,
    the latest first) or "day" (the option is the first of the month).
    """

    begin: int
    end: int
    options: tuple[date, ...]
    weekday: int | None = None
    lacks: str = ""

    def on(self, weekdays: set[int]) -> tuple[date, ...]:
        """The options that fall on one of `weekdays` (0 is Monday), or all when none are given."""
        return tuple(day for day in self.options if not weekdays or day.weekday() in weekdays)


def weekday_number(name: str) -> int:
    """0 for any spelling of Monday, to 6 for Sunday."""
    return WEEKDAYS.index(name[:2])


def find_dates(text: str, on: date) -> list[Written]:
    """The dates in `text` (lower case) in their order; years that are not written are looked for up to `on`."""
    found: list[Written] = []
    for form in FORMS:
        for match in form.finditer(text):
            if not any(match.start() < other.end and other.begin < match.end() for other in found):
                found.append(_written(match, text, on))
    return sorted(found, key=lambda each: each.begin)


def nearby(day: date, weekdays: set[int]) -> list[date]:
    """The days close to `day` that fall on one of `weekdays`: the one before, the one after, and the same day of the
    month in the years around."""
    close = [day + timedelta(days=step) for step in (*range(-6, 0), *range(1, 7))]
    others = [_day(day.year + step, day.month, day.day) for step in (-1, 1)]
    return [each for each in (*close, *others) if each and each.weekday() in weekdays]


def _written(match: re.Match[str], text: str, on: date) -> Written:
    parts = match.groupdict()
    weekday = weekday_number(parts["weekday"]) if parts.get("weekday") else None
    year = parts.get("year") or _lone_year(text, match)
    if parts.get("first"):
        pairs = {(int(parts["first"]), int(parts["second"])), (int(parts["second"]), int(parts["first"]))}
        days = sorted(filter(None, (_day(_full(year or ""), month, day) for month, day in pairs)))
        return Written(match.start(), match.end(), tuple(days), weekday)
    month = parts["month"]
    number = int(month) if month.isdigit() else MONTHS.index(month[:3]) + 1
    if not parts.get("day"):
        return Written(match.start(), match.end(), (date(int(year or 1), number, 1),), weekday, "day")
    lacks = "" if year else "year"
    years = [_full(year)] if year else range(on.year + 1, on.year - 12, -1)
    days = [day for each in years if (day := _day(each, number, int(parts["day"])))]
    near = [day for day in days if day <= on + timedelta(days=60)] if lacks else days
    return Written(match.start(), match.end(), tuple(near), weekday, lacks)


def _lone_year(text: str, match: re.Match[str]) -> str | None:
    """A year that stands apart from its day: "biweekly 2019 start date: Jan. 11th"."""
    rest = text[: match.start()] + " " * len(match[0]) + text[match.end() :]
    years = set(re.findall(r"(?<![\w/.-])(20\d{2})(?![\w/-])", rest))
    return years.pop() if len(years) == 1 else None


def _full(year: str) -> int:
    return int(year) if len(year) == 4 else 2000 + int(year)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
