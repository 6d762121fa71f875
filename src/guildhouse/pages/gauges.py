"""What is measured at the moment Prometheus asks; docs/watching.md has a line for each."""

import platform
from collections.abc import Callable, Iterator
from datetime import datetime

from django.db import DatabaseError, InterfaceError, connection
from prometheus_client.core import GaugeMetricFamily as Gauge

from guildhouse import __version__
from guildhouse.history import queries as history
from guildhouse.kit import clock, marks, together
from guildhouse.notices import queries as notices
from guildhouse.notices.held import held_since

Gauges = Iterator[Gauge]


def figures_now() -> Gauges:
    """Everything there is to measure; where the database is out of reach, what can be said without it."""
    yield from _program()
    yield from _backup()
    try:
        # Asked as a whole before any of it is told, so that no half of it is.
        found = [gauge for ask in OF_THE_DATABASE for gauge in ask()]
    except (DatabaseError, InterfaceError):
        connection.close()
        found = []
    yield _one("guildhouse_database_up", "Whether the database answers.", bool(found))
    yield from found


def age(moment: datetime | None) -> float | None:
    """How many seconds ago a moment was."""
    return round((clock.now() - moment).total_seconds(), 1) if moment else None


def _program() -> Gauges:
    labels = {"version": __version__, "python": platform.python_version(), "database": connection.vendor}
    about = Gauge("guildhouse_build_info", "What is running; always 1.", labels=list(labels))
    about.add_metric(list(labels.values()), 1)
    yield about
    processes, memory = together.weight()
    yield _one("guildhouse_processes", "Processes of this serve.", processes)
    yield _one("guildhouse_memory_bytes", "Memory of all of them, what they share counted once.", memory)


def _backup() -> Gauges:
    yield _one("guildhouse_backup_age_seconds", "Since the last backup.", age(marks.last_backup()))


def _deliveries() -> Gauges:
    open_now = Gauge("guildhouse_deliveries_open", "Facts a reader has still to hear.", labels=["reader"])
    failed = Gauge("guildhouse_deliveries_failed", "Of these, how many failed before.", labels=["reader"])
    oldest = Gauge("guildhouse_deliveries_oldest_seconds", "Age of the oldest.", labels=["reader"])
    for backlog in history.backlog():
        open_now.add_metric([backlog.reader], backlog.open)
        failed.add_metric([backlog.reader], backlog.failed)
        oldest.add_metric([backlog.reader], age(backlog.oldest) or 0)
    yield from (open_now, failed, oldest)


def _letters() -> Gauges:
    letters = Gauge("guildhouse_letters", "Letters by state.", labels=["state"])
    for state, count in notices.letters_by_state().items():
        letters.add_metric([state], count)
    yield letters
    waits = age(notices.oldest_due()) or 0
    yield _one("guildhouse_letters_oldest_seconds", "For how long the letter longest due has waited.", waits)
    held = held_since() is not None
    yield _one("guildhouse_letters_held", "Whether letters are held after a restore.", held)


def _worker() -> Gauges:
    seen = age(history.last_heartbeat())
    yield _one("guildhouse_worker_seen_seconds", "Seconds since a worker was last seen.", seen)
    waits = bool(history.waiting_worker())
    yield _one("guildhouse_worker_waits", "Whether a worker waits because of a wrong clock.", waits)


def _one(name: str, what: str, value: float | None) -> Gauge:
    """A gauge without labels; it is left out where there is nothing to say."""
    gauge = Gauge(name, what)
    if value is not None:
        gauge.add_metric([], float(value))
    return gauge


OF_THE_DATABASE: tuple[Callable[[], Gauges], ...] = (_deliveries, _letters, _worker)
