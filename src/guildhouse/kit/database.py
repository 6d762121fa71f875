"""One description of the database for Django, from one address."""

from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote

SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous={synchronous}; PRAGMA foreign_keys=ON; "
    "PRAGMA mmap_size=134217728; PRAGMA journal_size_limit=67108864; PRAGMA cache_size=-16384; "
    "PRAGMA temp_store=MEMORY"
)


def describe(address: SplitResult, synchronous: str) -> dict[str, Any]:
    """The entry for Django's DATABASES.

    `address` is sqlite:///relative.db, sqlite:////absolute.db or postgresql://name:secret@host:port/database;
    `synchronous` is SQLite's FULL or NORMAL.
    """
    if address.scheme == "sqlite":
        return _sqlite(address.path[1:], synchronous)
    hosts = address.netloc.rpartition("@")[2]
    several = "," in hosts
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(address.path[1:]),
        "USER": unquote(address.username or ""),
        "PASSWORD": unquote(address.password or ""),
        "HOST": hosts if several else unquote(address.hostname or ""),
        "PORT": "" if several else str(address.port or ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "DISABLE_SERVER_SIDE_CURSORS": True,
        "OPTIONS": dict(parse_qsl(address.query)),
    }


def _sqlite(name: str, synchronous: str) -> dict[str, Any]:
    # IMMEDIATE: with Django's default a third of competing writers is refused at once, whatever the timeout.
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": name,
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": SQLITE_PRAGMAS.format(synchronous=synchronous),
        },
        "TEST": {"NAME": str(Path(name).with_suffix(".test.sqlite3"))},
    }
