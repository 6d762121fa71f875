"""A copy of an SQLite house while it is open, and whether a file is a whole database."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote

from guildhouse.keeping.backup.archive import Progress, on_the_disk
from guildhouse.keeping.backup.manifest import Unfit

PAGES = 1024
BREATH = 0.002  # seconds after each portion, so that whoever writes gets to the disk


def copy(source: Path, target: Path, progress: Progress) -> None:
    """Copy a database as it is at one moment, while others go on reading and writing it."""
    with closing(_opened(source)) as house, closing(sqlite3.connect(target, isolation_level=None)) as ours:
        ours.execute("PRAGMA synchronous=OFF")
        # Reading once holds the moment: without it the copy would begin anew with each write of others.
        house.execute("BEGIN")
        house.execute("SELECT count(*) FROM sqlite_schema").fetchone()

        def tell(_status: int, remaining: int, total: int) -> None:
            progress("Copying the database", total - remaining, total)
            time.sleep(BREATH)

        house.backup(ours, pages=PAGES, progress=tell)
        house.execute("ROLLBACK")
        ours.execute("PRAGMA journal_mode=DELETE")
    on_the_disk(target)


def look_through(path: Path) -> str:
    """What is wrong with a database file, or an empty text where it is whole."""
    try:
        with closing(_opened(path)) as database:
            said = [row[0] for row in database.execute("PRAGMA integrity_check(5)")]
            if said != ["ok"]:
                return "; ".join(said)
            strays = database.execute("PRAGMA foreign_key_check").fetchmany(5)
    except sqlite3.DatabaseError as error:
        return str(error)
    return "; ".join(f"a row of {table} leads to no row of {parent}" for table, _row, parent, _key in strays)


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Hold a database that nobody has open, all of it in one file; Unfit when somebody has."""
    if not path.exists():
        yield
        return
    with closing(_opened(path, timeout=2)) as house:
        try:
            house.execute("PRAGMA journal_mode=DELETE").fetchone()
            house.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            raise Unfit(
                f"The house is open ({path} is in use). Close it, guildhouse serve and guildhouse work, and try again."
            ) from error
        yield
        house.rollback()


def _opened(path: Path, timeout: float = 20) -> sqlite3.Connection:
    return sqlite3.connect(
        f"file:{quote(str(path))}?mode=rw", uri=True, isolation_level=None, timeout=timeout
    )
