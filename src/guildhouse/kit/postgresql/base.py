"""Django's PostgreSQL, with fewer ways to the server and back.

A question at the beginning of every request took a tenth of the time of a small page, and what is said to the server
around an act a tenth of the act's.
"""

import select
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db.backends.postgresql import base
from django.db.backends.utils import debug_transaction
from psycopg.pq import TransactionStatus

from guildhouse.kit.durable import Waits
from guildhouse.kit.postgresql.plans import Connection, Plans
from guildhouse.kit.turns import lets_go

LATELY = 5.0  # seconds
BEGIN_WITHOUT_WAITING = b"BEGIN; SET LOCAL synchronous_commit = off"
# Committing the second waits for the log up to there, and so for the transaction before it, whose locks are gone.
COMMIT_AND_WAIT = b"COMMIT; SELECT pg_logical_emit_message(true, 'guildhouse', '')"
WORDS = {
    Waits.WITHIN: (b"BEGIN", b"COMMIT"),
    Waits.AFTER: (BEGIN_WITHOUT_WAITING, COMMIT_AND_WAIT),
    Waits.NEVER: (BEGIN_WITHOUT_WAITING, b"COMMIT"),
}


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's connection, which knows that it is well, how it waits for the disk, and what it has planned."""

    _seen_well = float("-inf")
    _waits = Waits.WITHIN

    def is_usable(self) -> bool:
        """Whether the connection works: well lately, and nothing waits to be read, as a server that ends one says so.

        Where that is not plain to see, the server is asked.
        """
        now = time.monotonic()
        # Outside a block nothing is under way, unless a block failed while it began: what came next would fail as well.
        if self.connection.info.transaction_status != TransactionStatus.IDLE:
            return False
        is_plain = now - self._seen_well < LATELY and not self._has_something_to_say()
        if not is_plain and not super().is_usable():
            return False
        self._seen_well = now
        return True

    def _has_something_to_say(self) -> bool:
        if self.connection.closed:
            return True
        line = select.poll()
        line.register(self.connection.fileno(), select.POLLIN)
        return bool(line.poll(0))

    @contextmanager
    def waiting(self, waits: Waits) -> Iterator[None]:
        """Let the transactions inside wait for the disk in this way."""
        self._waits = waits
        try:
            yield
        finally:
            self._waits = Waits.WITHIN

    def get_new_connection(self, conn_params: dict[str, Any]) -> Connection:
        """Django's, and nothing planned on it yet."""
        driver: Connection = super().get_new_connection(conn_params)
        self.plans = Plans(driver)
        return driver

    def _start_transaction_under_autocommit(self) -> None:
        # Django calls it where it is there: the driver would send its BEGIN alone, before the first statement.
        with debug_transaction(self, "BEGIN"), self.wrap_database_errors:
            self.plans.run(WORDS[self._waits][0])

    def _commit(self) -> None:
        if self.connection is not None:
            lets_go()
            with debug_transaction(self, "COMMIT"), self.wrap_database_errors:
                self.plans.run(WORDS[self._waits][1])
