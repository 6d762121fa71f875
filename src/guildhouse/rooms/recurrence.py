"""Dates that recur by an RRULE of RFC 5545, on the wall calendar of one zone."""

from collections.abc import Iterator
from datetime import date, datetime, time

from dateutil.rrule import rrulestr
from django.utils.translation import gettext as _

from guildhouse.kit.rules import YES, Verdict, no

FREQUENCIES = ("FREQ=DAILY", "FREQ=WEEKLY", "FREQ=MONTHLY", "FREQ=YEARLY")
MOST = 400


def check(rrule: str) -> Verdict:
    """Whether the text is a recurrence this house can run: daily, weekly, monthly or yearly, by days."""
    if not rrule.startswith(FREQUENCIES):
        return no("rrule", _("A series recurs daily, weekly, monthly or yearly. Choose one of these."))
    if any(part in rrule for part in ("BYHOUR", "BYMINUTE", "BYSECOND", "DTSTART", "UNTIL", "\n")):
        return no(
            "rrule", _("A recurrence names days only; give time, first and last day in their own fields.")
        )
    try:
        rrulestr(rrule, dtstart=datetime.combine(date(2024, 1, 1), time()))
    except ValueError as error:
        return no("rrule", _("This recurrence cannot be read: %(error)s") % {"error": error})
    return YES


def dates(rrule: str, first_on: date, since: date, until: date) -> Iterator[date]:
    """The days of the series from `since` to `until`, both included, at most 400 of them.

    `first_on` is the first day and fixes the phase of rules such as every second week.
    """
    rule = rrulestr(rrule, dtstart=datetime.combine(first_on, time()))
    found = rule.between(datetime.combine(since, time()), datetime.combine(until, time()), inc=True)
    for moment, _count in zip(found, range(MOST), strict=False):
        yield moment.date()
