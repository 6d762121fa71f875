"""Counting hours that stand still while somebody has quiet hours."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo


def is_quiet(at: datetime, start: time | None, end: time | None, zone: str) -> bool:
    """Whether the moment lies in the quiet hours, by the wall clock of the zone; they may span midnight."""
    if start is None or end is None or start == end:
        return False
    wall = at.astimezone(ZoneInfo(zone or "UTC")).time()
    return start <= wall < end if start < end else wall >= start or wall < end


def quiet_ends(at: datetime, start: time | None, end: time | None, zone: str) -> datetime:
    """The moment itself when it is not quiet, else the end of those quiet hours."""
    if end is None or not is_quiet(at, start, end, zone):
        return at
    local = at.astimezone(ZoneInfo(zone or "UTC"))
    day = local.date() if local.time() < end else local.date() + timedelta(days=1)
    ends = datetime.combine(day, end, local.tzinfo).astimezone(at.tzinfo)
    # When the clocks go back that hour comes twice: the first one may have passed already.
    return (
        ends if ends > at else datetime.combine(day, end.replace(fold=1), local.tzinfo).astimezone(at.tzinfo)
    )


def after_waking_hours(
    at: datetime, hours: float, start: time | None, end: time | None, zone: str
) -> datetime:
    """The moment when `hours` have passed since `at`, not counting quiet hours.

    Walks in quarters of an hour, which is as fine as a deadline in hours needs to be.
    """
    if start is None or end is None or start == end:
        return at + timedelta(hours=hours)
    step, left, moment = timedelta(minutes=15), timedelta(hours=hours), at
    while left > timedelta():
        woken = quiet_ends(moment, start, end, zone)
        if woken > moment:
            moment = woken
            continue
        moment += min(step, left)
        left -= min(step, left)
    return moment
