"""One recurrence: as RRULE, and as the words that are read back to the same RRULE."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from dateutil.rrule import rrulestr

from guildhouse.imports.rhythms.words import CODES

NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
NTH = {1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth", -1: "last", -2: "second last"}


@dataclass(frozen=True, slots=True)
class Rule:
    """Every `every` days, weeks or months (D, W, M), on weekdays, on ordinal weekdays (1, "TU"), on days of the
    month, on working days, or on the day before or after an ordinal weekday: (day, step, n, of)."""

    unit: str
    every: int = 1
    weekdays: tuple[str, ...] = ()
    pairs: tuple[tuple[int, str], ...] = ()
    month_days: tuple[int, ...] = ()
    working: tuple[int, ...] = ()
    relative: tuple[str, int, int, str] | None = None

    @property
    def days(self) -> set[int]:
        """The weekdays it can fall on, 0 for Monday; none when it can fall on any."""
        codes = [
            *self.weekdays,
            *(day for _n, day in self.pairs),
            *([self.relative[0]] if self.relative else []),
        ]
        return {CODES.index(code) for code in codes}

    @property
    def is_whole(self) -> bool:
        """Whether it says on which days."""
        return self.unit == "D" or bool(self.days or self.month_days or self.working)

    def on_weekdays(self, weekdays: Iterable[str]) -> "Rule":
        """The same rhythm on other weekdays."""
        days = tuple(weekdays)
        if self.pairs:
            ordinals = dict.fromkeys(n for n, _day in self.pairs)
            return replace(self, pairs=tuple((n, day) for n in ordinals for day in days), relative=None)
        return replace(self, weekdays=days, relative=None)

    def rrule(self) -> str:
        """The RRULE, without DTSTART and UNTIL."""
        parts = [f"FREQ={ {'D': 'DAILY', 'W': 'WEEKLY', 'M': 'MONTHLY'}[self.unit] }"]
        if self.every > 1:
            parts.append(f"INTERVAL={self.every}")
        parts += self._by()
        if self.unit == "W" and self.every > 1 and len(self.weekdays) > 1:
            parts.append("WKST=MO")
        return ";".join(parts)

    def _by(self) -> list[str]:
        if self.relative:
            day, step, n, of = self.relative
            return [f"BYDAY={day}", f"BYMONTHDAY={','.join(map(str, days_beside(day, step, n, of)))}"]
        if self.pairs:
            return [f"BYDAY={','.join(f'{n}{day}' for n, day in self.pairs)}"]
        if self.month_days:
            return [f"BYMONTHDAY={','.join(map(str, self.month_days))}"]
        if self.working:
            return ["BYDAY=MO,TU,WE,TH,FR", f"BYSETPOS={','.join(map(str, self.working))}"]
        return [f"BYDAY={','.join(self.weekdays)}"] if self.weekdays else []

    def spelled(self, start: date | None = None) -> str:
        """Words that `read_cadence` reads as this rule; they are the answers one can give in the answers file."""
        units = {"D": "day", "W": "week", "M": "month"}
        named = {"D": "daily", "W": "weekly", "M": "monthly"}
        text = named[self.unit] if self.every == 1 else f"every {self.every} {units[self.unit]}s"
        if self.relative:
            day, step, n, of = self.relative
            side = "after" if step > 0 else "before"
            text += f" on {_name(day)} {side} the {NTH[n]} {_name(of)}"
        elif self.pairs:
            text += " on " + " and ".join(f"the {NTH[n]} {_name(day)}" for n, day in self.pairs)
        elif self.month_days:
            text += " on " + " and ".join(f"the {_nth(n)} day" for n in self.month_days)
        elif self.working:
            text += " on " + " and ".join(f"the {NTH[n]} working day" for n in self.working)
        elif self.weekdays:
            text += " on " + " and ".join(map(_name, self.weekdays))
        return f"{text} starting {start.isoformat()}" if start else text


def days_beside(day: str, step: int, n: int, of: str) -> list[int]:
    """The days of the month on which `day` can follow (step 1) or precede (step -1) the n-th weekday `of`.

    Empty when the day can lie in another month, which no BYMONTHDAY says; one month is a margin: the day after
    the fourth Tuesday is a first of March in the rare February that has 28 days and ends on that Tuesday, and
    that year's date is left out.
    """
    apart = (CODES.index(day) - CODES.index(of)) * step % 7 or 7
    first, last = (7 * (n - 1) + 1, 7 * n) if n > 0 else (7 * n, 7 * n + 6)
    days = [each + step * apart for each in range(first, last + 1)]
    fits = all(1 <= each <= 29 for each in days) if n > 0 else all(-28 <= each <= -1 for each in days)
    return days if fits else []


def dates_of(rrule: str, start: date, *, after: date | None = None, count: int = 1) -> list[date]:
    """The first `count` dates of `rrule` counted from `start`, on or after `after`."""
    found: list[date] = []
    rule = rrulestr(rrule, dtstart=datetime.combine(start, time()))
    for moment in rule.xafter(datetime.combine(after or start, time()), inc=True):
        found.append(moment.date())
        if len(found) == count:
            break
    return found


def _name(code: str) -> str:
    return NAMES[CODES.index(code)]


def _nth(n: int) -> str:
    if n in NTH and n < 0:
        return NTH[n]
    suffix = "th" if n // 10 == 1 else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
    return f"{n}{suffix}"
