"""Seasons: the stretches of time for which a community shares out its duties.

A community declares a season when it wants another than the usual one. Without a word of it seasons are the quarters
of the calendar; after the end of a declared one they go on by three months.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from dateutil.relativedelta import relativedelta

MONTHS = 3
DAY = timedelta(days=1)
SHORTEST = timedelta(days=14)
LONGEST = timedelta(days=366)
# So long before the end one is asked for the note to whoever comes next, and can take a duty for the season after.
HANDING_OVER = timedelta(days=14)


class Season(NamedTuple):
    """From one day until another, both included."""

    begins_on: date
    ends_on: date

    def hands_over_on(self, day: date) -> bool:
        """Whether on this day the season is so near its end that duties are handed over."""
        return self.ends_on - HANDING_OVER < day <= self.ends_on


def season_on(day: date, declared: Sequence[Season] = ()) -> Season:
    """The season this day lies in, when these were declared (in any order)."""
    begun = [one for one in declared if one.begins_on <= day]
    ahead = min((one.begins_on for one in declared if one.begins_on > day), default=None)
    if not begun:
        return _before(ahead, _quarter(day))
    season = max(begun)
    while season.ends_on < day:
        season = _three_months(season.ends_on + DAY)
    return _before(ahead, season)


def season_after(season: Season, declared: Sequence[Season] = ()) -> Season:
    """The season that follows this one."""
    return season_on(season.ends_on + DAY, declared)


def _quarter(day: date) -> Season:
    return _three_months(date(day.year, day.month - (day.month - 1) % MONTHS, 1))


def _three_months(begins_on: date) -> Season:
    return Season(begins_on, begins_on + relativedelta(months=MONTHS) - DAY)


def _before(ahead: date | None, season: Season) -> Season:
    return season if ahead is None else Season(season.begins_on, min(season.ends_on, ahead - DAY))
