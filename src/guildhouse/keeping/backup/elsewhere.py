"""Django's own connection over another database for a while: to bring up to date and check what is not in place yet."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections

from guildhouse.kit.database import sqlite


@contextmanager
def over(description: dict[str, Any]) -> Iterator[None]:
    """Have `connection` lead to another database until the block ends; `description` is one of kit.database."""
    usual = connections.settings[DEFAULT_DB_ALIAS]
    _lead_to(connections.configure_settings({DEFAULT_DB_ALIAS: description})[DEFAULT_DB_ALIAS])
    try:
        yield
    finally:
        _lead_to(usual)


def over_file(path: Path) -> dict[str, Any]:
    """The description of an SQLite file that lies elsewhere."""
    return sqlite(str(path), "FULL")


def _lead_to(settings: dict[str, Any]) -> None:
    connections[DEFAULT_DB_ALIAS].close()
    del connections[DEFAULT_DB_ALIAS]
    connections.settings[DEFAULT_DB_ALIAS] = settings
