"""guildhouse migrate"""

import argparse
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.core.management import call_command
from django.db import connection

from guildhouse.kit.schema import waiting_migrations

MIGRATORS_LOCK = 4_841_508


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--check", action="store_true", help="change nothing; exit with 1 when something is to do"
    )


def run(options: argparse.Namespace) -> int:
    if options.check:
        waiting = waiting_migrations()
        print("\n".join(waiting) if waiting else "The database is up to date.")
        return 1 if waiting else 0
    if not bring_up_to_date(print):
        print("The database is up to date.")
    return 0


def bring_up_to_date(say: Callable[[str], object]) -> bool:
    """Apply what is waiting, telling of it by `say`; answers whether anything was."""
    if not waiting_migrations():
        return False
    with _one_at_a_time():
        waiting = waiting_migrations()
        if waiting:
            say(f"Preparing the database: {len(waiting)} steps.")
            call_command("migrate", interactive=False, verbosity=0)
    return bool(waiting)


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    # Several processes may start at once on one PostgreSQL; SQLite's own lock does it there.
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [MIGRATORS_LOCK])
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [MIGRATORS_LOCK])
