"""Whether the clock can be believed. What is done by it (rooms that begin, offers that run out, records that are let
go) cannot be taken back, so a worker whose clock leapt waits before it does anything."""

from datetime import datetime, timedelta
from time import monotonic

from django.db import connection

from guildhouse.kit import clock

TOLERANCE = timedelta(minutes=5)
LONGEST_ABSENCE = timedelta(days=7)
PATIENCE = 600.0  # seconds a clock must stand by its word after a leap
ASK_AGAIN = 5.0  # seconds for which the database's answer is good


class SteadyClock:
    """Compares the clock with the time that passed, with the database's clock, and with when a worker last beat."""

    def __init__(self, last_seen: datetime | None, patience: float = PATIENCE) -> None:
        self.patience = patience
        self._wall, self._ticks = clock.now(), monotonic()
        self._doubted_since: float | None = None
        self._asked, self._apart = -ASK_AGAIN, timedelta()
        if last_seen is not None and not -TOLERANCE < self._wall - last_seen < LONGEST_ABSENCE:
            # As if the last beat had been a moment ago: the first look finds the leap.
            self._wall = last_seen

    def doubt(self) -> str:
        """Why nothing should be done by this clock now, or nothing."""
        now, ticks = clock.now(), monotonic()
        if ticks - self._asked >= ASK_AGAIN:
            self._apart, self._asked = _apart_from_the_database(now), ticks
        if abs(self._apart) > TOLERANCE:
            return f"this clock and the database's are {_words(self._apart)} apart"
        expected = self._wall + timedelta(seconds=ticks - self._ticks)
        leap = now - expected
        if abs(leap) <= TOLERANCE:
            self._believe(now, ticks)
            return ""
        if self._doubted_since is None:
            self._doubted_since = ticks
        if ticks - self._doubted_since >= self.patience:
            self._believe(now, ticks)
            return ""
        return f"the clock leapt by {_words(leap)}; nothing is done by it before {self.patience / 60:.0f} minutes"

    def _believe(self, now: datetime, ticks: float) -> None:
        self._wall, self._ticks, self._doubted_since = now, ticks, None


def _apart_from_the_database(now: datetime) -> timedelta:
    if connection.vendor != "postgresql":
        return timedelta()
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        theirs: datetime = cursor.fetchone()[0]
    return now - theirs


def _words(leap: timedelta) -> str:
    sign = "-" if leap < timedelta() else "+"
    hours, rest = divmod(int(abs(leap).total_seconds()), 3600)
    return f"{sign}{hours} h {rest // 60} min"
