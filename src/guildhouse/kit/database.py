"""One description of the database for Django, from one address."""

import re
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote

SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous={synchronous}; PRAGMA foreign_keys=ON; "
    "PRAGMA journal_size_limit=67108864; PRAGMA cache_size=-16384; "
    "PRAGMA temp_store=MEMORY"
)


def describe(address: SplitResult, synchronous: str) -> dict[str, Any]:
    """The entry for Django's DATABASES.

    `address` is sqlite:///relative.db, sqlite:////absolute.db or postgresql://name:secret@host:port/database,
    where several hosts may stand with commas between them; `synchronous` is SQLite's FULL or NORMAL.
    """
    if address.scheme == "sqlite":
        return sqlite(address.path[1:], synchronous)
    hosts, ports = _hosts(address.netloc.rpartition("@")[2])
    return {
        "ENGINE": "guildhouse.kit.postgresql",
        "NAME": unquote(address.path[1:]),
        "USER": unquote(address.username or ""),
        "PASSWORD": unquote(address.password or ""),
        "HOST": hosts,
        "PORT": ports,
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "DISABLE_SERVER_SIDE_CURSORS": True,
        "OPTIONS": _options(address.query),
    }


def _options(query: str) -> dict[str, Any]:
    """What libpq is told; `prepared=no` keeps plans out of a server that connections are lent from in turn."""
    options: dict[str, Any] = dict(parse_qsl(query))
    if options.pop("prepared", "yes") != "no":
        options["prepare_threshold"] = 0
    return options


def _hosts(netloc: str) -> tuple[str, str]:
    """Hosts and ports as libpq wants them: two lists with commas, the ports left out where none is named."""
    places = [re.fullmatch(r"(\[[^\]]*\]|[^:]*)(?::(\d*))?", one) for one in netloc.split(",")]
    hosts = [unquote(place[1].strip("[]")) if place else "" for place in places]
    ports = [(place[2] or "") if place else "" for place in places]
    return ",".join(hosts), ",".join(ports) if any(ports) else ""


def sqlite(name: str, synchronous: str) -> dict[str, Any]:
    """The entry for one SQLite file."""
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
