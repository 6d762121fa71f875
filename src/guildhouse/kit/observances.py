"""When the clocks of a zone change, as a calendar states it beside its events (VTIMEZONE)."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

KEPT = 512
STEP = timedelta(days=7)
SECOND = timedelta(seconds=1)


@lru_cache(KEPT)
def observances(zone: str, first: int, last: int) -> bytes:
    """What the clocks of a zone do from the year `first` to the year `last`, one entry for every change.

    The library's own would date a change by the clock as it stands afterwards; a calendar reads it by the clock
    as it stood before, and would be an hour late.
    """
    place = ZoneInfo(zone)
    made = Timezone()
    made.add("tzid", zone)
    begin = datetime(first, 1, 1, tzinfo=place)
    _state(made, begin.replace(tzinfo=None), begin.utcoffset(), begin)
    for moment in _changes(place, begin, datetime(last + 1, 1, 1, tzinfo=place)):
        before = (moment - SECOND).astimezone(place).utcoffset() or timedelta()
        _state(made, (moment + before).replace(tzinfo=None), before, moment.astimezone(place))
    return made.to_ical()


def _state(made: Timezone, onset: datetime, before: timedelta | None, after: datetime) -> None:
    part = TimezoneDaylight() if after.dst() else TimezoneStandard()
    part.add("dtstart", onset)
    part.add("tzoffsetfrom", before)
    part.add("tzoffsetto", after.utcoffset())
    part.add("tzname", after.tzname() or "")
    made.add_component(part)


def _changes(place: ZoneInfo, begin: datetime, end: datetime) -> Iterator[datetime]:
    """The moments (UTC) at which the offset of a zone changes between two others."""
    early, last = begin.astimezone(UTC), end.astimezone(UTC)
    while early < last:
        late = min(early + STEP, last)
        if _offset(early, place) != _offset(late, place):
            yield _between(early, late, place)
        early = late


def _between(early: datetime, late: datetime, place: ZoneInfo) -> datetime:
    before = _offset(early, place)
    while late - early > SECOND:
        middle = early + (late - early) // 2
        middle = middle.replace(microsecond=0)
        if _offset(middle, place) == before:
            early = middle
        else:
            late = middle
    return late


def _offset(moment: datetime, place: ZoneInfo) -> timedelta | None:
    return moment.astimezone(place).utcoffset()
