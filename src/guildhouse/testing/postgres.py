"""A PostgreSQL of our own for as long as the tests run: its files in a temporary folder, nothing kept."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from guildhouse.bench import postgres
from guildhouse.bench.postgres import NoPostgres
from guildhouse.testing.ports import free_port

__all__ = ["NoPostgres", "temporary_postgres"]

# Nothing here must outlive a crash of the machine, so nothing waits for the disk.
FAST = [
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "wal_level=minimal",
    "max_wal_senders=0",
]
ROOMY = ["max_connections=120", "shared_buffers=128MB", "jit=off", "autovacuum=off", "deadlock_timeout=200ms"]


@contextmanager
def temporary_postgres() -> Iterator[str]:
    """Start a PostgreSQL server on a free port and give its address; it is gone when the block ends."""
    with postgres.temporary_postgres(free_port(), [*FAST, *ROOMY]) as address:
        yield address


@pytest.fixture
def postgres_address() -> Iterator[str]:
    """The address of such a server for one test, which is skipped where the machine has none."""
    try:
        with temporary_postgres() as address:
            yield address
    except NoPostgres as error:
        # Such a machine still runs the rest; where CI is set this skip is not among those allowed, and fails the suite.
        pytest.skip(f"postgresql: {error}")
