"""The oldest programs a house runs with: what its code needs, or what it was tested on."""

import sqlite3

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

PYTHON = (3, 11)
POSTGRESQL = 15  # tested from here on
SQLITE = (3, 35, 0)  # rows are written by INSERT … RETURNING


def too_old(database: BaseDatabaseWrapper = connection) -> str:
    """A sentence about the database's own program where it is too old; nothing where it will do."""
    if database.vendor == "sqlite":
        least = ".".join(map(str, SQLITE))
        old = sqlite3.sqlite_version_info < SQLITE
        return (
            f"Python brings SQLite {sqlite3.sqlite_version}, and {least} is the oldest that will do."
            if old
            else ""
        )
    with database.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        version = int(cursor.fetchone()[0]) // 10000
    old = version < POSTGRESQL
    return f"This is PostgreSQL {version}, and {POSTGRESQL} is the oldest that will do." if old else ""
