"""Wall time and zone on one side, an instant on the other."""

from datetime import UTC, date, datetime, time
from functools import cache
from zoneinfo import ZoneInfo, available_timezones


def instant(on: date, at: time, zone: str) -> datetime:
    """The instant (UTC) of a wall time in an IANA zone.

    In the gap of a daylight-saving change the wall time moves forward; in the overlap it is the first one.
    """
    return datetime.combine(on, at.replace(fold=0), ZoneInfo(zone)).astimezone(UTC)


def wall(moment: datetime, zone: str) -> datetime:
    """The wall clock of a zone at an instant."""
    return moment.astimezone(ZoneInfo(zone))


def is_zone(name: str) -> bool:
    """Whether this is the name of a zone in the IANA database."""
    return name in _zones()


@cache
def _zones() -> frozenset[str]:
    # Each asking reads some six hundred files, ten milliseconds, and a room is planned in the writer's turn.
    return frozenset(available_timezones())
