"""One writer at a time on SQLite, in a fair order, between threads and processes.

Within a process, on either database, whoever holds what many want goes first: the turn, or a row they all ask for.
"""

import fcntl
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from django.db import OperationalError, connections
from django.db.utils import DEFAULT_DB_ALIAS

_local = threading.local()
_writing: set[int] = set()  # the threads of this process that hold what many want
_nobody_here = threading.Event()  # set while there is none
_nobody_here.set()

# Whoever has the turn waits for nobody of ours but short writes beside the turns; a stranger who holds the database
# longer must not hold up a serving thread, and everybody behind it, as long as a connection would wait by itself.
SECONDS_FOR_STRANGERS = 3
# Once somebody waited that long in vain, the others give up soon, until one of them could write again.
SECONDS_FOR_KNOWN_STRANGERS = 0.2
SECONDS_FOR_ONE_OF_US = 0.005  # some four times what an act takes


@contextmanager
def writers_turn() -> Iterator[None]:
    """Wait for the file lock beside the SQLite database; on PostgreSQL wait for nobody, until a row is locked.

    SQLite's own busy handler polls with growing pauses, which left single writers waiting for seconds.
    Take the turn before the transaction begins; inside one it is taken already.
    """
    here: Any = connections[DEFAULT_DB_ALIAS]
    if here.in_atomic_block:
        yield
        return
    path = _lock_path(here)
    if path is None:
        _local.in_turn = True
        try:
            yield
        finally:
            _local.in_turn = False
            _wrote()
        return
    try:
        handle = _handle(path)
    except OSError as error:
        raise OperationalError(f"the writer's turn: {error.strerror} ({path})") from error
    fcntl.flock(handle, fcntl.LOCK_EX)
    _writes()
    known = os.fstat(handle).st_size > 0
    try:
        _wait_at_most(here, SECONDS_FOR_KNOWN_STRANGERS if known else SECONDS_FOR_STRANGERS)
        yield
        if known:
            _say_whether_a_stranger_is_here(handle, b"")
    except OperationalError as error:
        if not known and "locked" in str(error):
            _say_whether_a_stranger_is_here(handle, b"!")
        raise
    finally:
        _wrote()
        fcntl.flock(handle, fcntl.LOCK_UN)
        _wait_at_most(here, here.settings_dict["OPTIONS"]["timeout"])


def holds_a_row() -> None:
    """Say on PostgreSQL that this thread has locked a row that many want; it is let go of when the turn ends."""
    if getattr(_local, "in_turn", False):
        _writes()


def lets_go() -> None:
    """Say on PostgreSQL that this thread does nothing more with the row it has locked but end the transaction."""
    if getattr(_local, "in_turn", False):
        _wrote()


def let_the_writer_end() -> None:
    """Wait while a thread of this process holds what many want, but not for long.

    To be called before a thread goes on with anything else: two threads of one interpreter hold each other up, and
    whoever holds up the one that writes holds up all who wait for it.
    """
    _nobody_here.wait(SECONDS_FOR_ONE_OF_US)


def _writes() -> None:
    _writing.add(threading.get_ident())
    _nobody_here.clear()


def _wrote() -> None:
    _writing.discard(threading.get_ident())
    if not _writing:  # where another has just begun, nobody waits for it this once
        _nobody_here.set()


def _say_whether_a_stranger_is_here(handle: int, sign: bytes) -> None:
    # To the other processes too: all of them open this file. Where nothing can be written, nobody is told.
    with suppress(OSError):
        os.truncate(handle, 0)
        os.pwrite(handle, sign, 0)


def _wait_at_most(here: Any, seconds: float) -> None:
    if here.connection is not None:
        here.connection.execute(f"PRAGMA busy_timeout = {int(seconds * 1000)}")


def _lock_path(here: Any) -> Path | None:
    if here.vendor != "sqlite":
        return None
    name = str(here.settings_dict["NAME"])
    return None if ":memory:" in name or "mode=memory" in name else Path(name + ".turn")


def _handle(path: Path) -> int:
    # An open file description each thread: flock is held by the description, and two threads must exclude each other.
    handles: dict[Path, int] = _local.__dict__.setdefault("handles", {})
    if path not in handles:
        handles[path] = os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    return handles[path]
