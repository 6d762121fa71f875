"""Dates that recur by an RRULE of RFC 5545, on the wall calendar of one zone."""

from collections.abc import Iterator
from datetime import date, datetime, time

from dateutil.rrule import rrulestr
from django.utils.translation import gettext as _

from guildhouse.kit.rules import YES, Verdict, no

FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
# A day of the month with DAILY could ask for a day that never comes, which takes centuries to find out.
PARTS = {"FREQ", "INTERVAL", "COUNT", "WKST", "BYDAY"}
LONGER_PARTS = {"BYMONTHDAY", "BYMONTH", "BYSETPOS"}
MOST = 400
MOST_BETWEEN = 99


def check(rrule: str) -> Verdict:
    """Whether the text is a recurrence this house can run: daily, weekly, monthly or yearly, by days."""
    parts = dict(part.partition("=")[::2] for part in rrule.split(";"))
    frequency = parts.get("FREQ", "")
    if frequency not in FREQUENCIES:
        return no("rrule", _("A series recurs daily, weekly, monthly or yearly. Choose one of these."))
    if set(parts) - PARTS - (LONGER_PARTS if frequency in ("MONTHLY", "YEARLY") else set()):
        return no(
            "rrule", _("A recurrence names days only; give time, first and last day in their own fields.")
        )
    every = parts.get("INTERVAL", "1")
    if not (every.isascii() and every.isdigit() and 1 <= int(every) <= MOST_BETWEEN):
        return no("rrule", _("Say a number from 1 to 99 for how many weeks or months lie between two dates."))
    try:
        rule = rrulestr(rrule, dtstart=datetime.combine(date(2024, 1, 1), time()))
        first = next(iter(rule), None)
    except (ValueError, TypeError, IndexError):
        return no("rrule", _("This recurrence cannot be read. Choose its days anew."))
    if first is None:
        return no("rrule", _("This recurrence never comes to a day. Choose other days."))
    return YES


def dates(rrule: str, first_on: date, since: date, until: date) -> Iterator[date]:
    """The days of the series from `since` to `until`, both included, at most 400 of them.

    `first_on` is the first day and fixes the phase of rules such as every second week.
    """
    rule = rrulestr(rrule, dtstart=datetime.combine(first_on, time()))
    found = rule.between(datetime.combine(since, time()), datetime.combine(until, time()), inc=True)
    for moment, _count in zip(found, range(MOST), strict=False):
        yield moment.date()
