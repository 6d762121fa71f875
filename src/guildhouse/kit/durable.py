"""Acts that wait for the disk together, after they have let the next one begin.

A database waits for its disk in the middle of a commit, while it holds the lock on whatever many people want. Here the
commit itself does not wait; whoever made it waits right after it, together with all others who wait at that moment,
and is answered only then. Nothing that was answered is lost in a power cut: what is written later to the same log
cannot be on the disk without what was written earlier.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, connections
from django.db.utils import DEFAULT_DB_ALIAS

from guildhouse.kit.statements import rows_of
from guildhouse.kit.turns import let_the_writer_end

_folders_synced: set[tuple[Path, int]] = set()


class Waits(Enum):
    """When a transaction on PostgreSQL waits for the disk: within its commit, after it, or never."""

    WITHIN = "within"
    AFTER = "after"
    NEVER = "never"


@contextmanager
def durable_together() -> Iterator[None]:
    """Let the one transaction inside commit without waiting for the disk, and wait for it right after that.

    To be entered before the turn is taken (`kit.turns`). Inside another transaction it does nothing.
    """
    if connection.in_atomic_block or not settings.WAITS_FOR_DISK:
        yield
        return
    with _waiting(Waits.AFTER):
        yield
    if connection.vendor == "sqlite":
        _sync(Path(f"{connection.settings_dict['NAME']}-wal"))
    let_the_writer_end()


@contextmanager
def done_again_if_lost() -> Iterator[None]:
    """Let the one transaction inside commit without anybody waiting for the disk, now or later.

    For work that is found undone after a power cut and done again. To be entered before the turn is taken.
    """
    if connection.in_atomic_block or not settings.WAITS_FOR_DISK:
        yield
        return
    with _waiting(Waits.NEVER):
        yield


@contextmanager
def _waiting(waits: Waits) -> Iterator[None]:
    here: Any = connections[DEFAULT_DB_ALIAS]
    if here.vendor == "postgresql":
        with here.waiting(waits):
            yield
        return
    rows_of("PRAGMA synchronous = NORMAL")
    try:
        yield
    finally:
        rows_of("PRAGMA synchronous = FULL")


def _sync(log: Path) -> None:
    # Opened anew each time: the file is another one after the last connection was closed in between.
    try:
        handle = os.open(log, os.O_RDONLY)
    except FileNotFoundError:
        return  # moved into the database by whoever closed it last, and synced by that
    try:
        os.fdatasync(handle)
        entry = (log, os.fstat(handle).st_ino)
        if entry not in _folders_synced:
            _sync_folder(log.parent)
            _folders_synced.add(entry)
    finally:
        os.close(handle)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
