"""Hearing at once of what changed, where the database can tell: PostgreSQL's LISTEN, over a connection of its own.

It only makes things quicker. While it does not hear, the hub still looks by itself.
"""

import threading
from collections.abc import Callable
from typing import Any

import structlog
from django.conf import settings
from django.db import connection

from guildhouse.live.ringing import CHANNEL

log = structlog.get_logger("guildhouse.live")

SECONDS_BETWEEN_TRIES = 2.0
SECONDS_TO_LISTEN = 1.0


class Listener:
    """A thread that calls `told` whenever a room changed, in whatever process."""

    def __init__(self, told: Callable[[], object]) -> None:
        self.told = told
        self._over = threading.Event()
        self._telling = threading.Lock()

    def starts(self) -> bool:
        """Begin to listen; no where the database cannot tell."""
        if connection.vendor != "postgresql":
            return False
        threading.Thread(target=self._listen_on, name="live-listener", daemon=True).start()
        return True

    def end(self) -> None:
        """Stop listening, within a second; nothing is told from now on."""
        with self._telling:
            self._over.set()

    def _listen_on(self) -> None:
        import psycopg

        while not self._over.is_set():
            try:
                self._listen()
            except psycopg.Error as error:
                log.warning("nothing tells of rooms that run; they are looked at", error=str(error)[:200])
                self._over.wait(SECONDS_BETWEEN_TRIES)

    def _listen(self) -> None:
        import psycopg

        with psycopg.connect(**_parameters(), autocommit=True) as line:
            line.execute(f"LISTEN {CHANNEL}")
            self._tell()  # of what was missed meanwhile
            while not self._over.is_set():
                for _told in line.notifies(timeout=SECONDS_TO_LISTEN, stop_after=1):
                    self._tell()

    def _tell(self) -> None:
        # Whoever ended this may be gone a moment later, with the loop they are told on.
        with self._telling:
            if not self._over.is_set():
                self.told()


def _parameters() -> dict[str, Any]:
    # Never through a pool that gives each transaction another connection: there nobody would hear anything.
    if settings.DATABASE_DIRECT:
        return {"conninfo": settings.DATABASE_DIRECT}
    known = connection.get_connection_params()
    return {name: value for name, value in known.items() if name not in ("context", "cursor_factory")}
