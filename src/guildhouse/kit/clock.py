"""The one place that reads the clock, so that a test or a simulation can hold it still."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from django.utils import timezone

from guildhouse.kit import failpoints

_held: ContextVar[datetime | None] = ContextVar("held_clock", default=None)


def now() -> datetime:
    """The present moment in UTC, or the moment somebody holds with `at`."""
    if failpoints.ON:
        return _held.get() or timezone.now() + failpoints.clock_is_wrong_by()
    return _held.get() or timezone.now()


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let everything inside the block happen at `moment` (an aware datetime)."""
    token = _held.set(moment)
    try:
        yield
    finally:
        _held.reset(token)
