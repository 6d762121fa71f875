"""Faults on purpose, at named places, to show that nothing is lost by them; off unless GUILDHOUSE_FAILPOINTS is set.

Its value is either faults with semicolons between them, which happen each time their place is met,

    rooms.ask.before-commit=kill; deliveries.*=sleep:0.5; *.after-commit=raise%5

or a folder that is looked into at each place: a file named after places (`rooms.*.begun`) that holds the kind of
fault makes it happen once, in whichever process meets it first. What happened is noted in `<folder>.log`.
A file named `clock` in that folder holds seconds by which this house's clock is wrong.

Kinds: kill (-9), raise, sleep:<seconds>, db-error, disk-full. `%5` lets a fault happen five times in a hundred.
"""

import os
import random
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from fnmatch import fnmatchcase
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError

KINDS = ("kill", "raise", "sleep", "db-error", "disk-full")
CLOCK = "clock"


class Fault(NamedTuple):
    """What happens at the places a pattern fits."""

    places: str
    kind: str
    seconds: float = 1.0
    chance: float = 1.0


class Injected(Exception):
    """What the fault `raise` raises: a mistake in the program."""


def read(text: str) -> list[Fault]:
    """Faults as the setting writes them; ImproperlyConfigured when they make no sense."""
    return [_read_one(*part.partition("=")[::2]) for part in text.split(";") if part.strip()]


def _read_one(places: str, words: str) -> Fault:
    what, _percent, chance = words.strip().partition("%")
    kind, _colon, seconds = what.partition(":")
    try:
        fault = Fault(places.strip(), kind.strip(), float(seconds or 1), float(chance or 100) / 100)
    except ValueError:
        fault = Fault("", "")
    if fault.kind not in KINDS or not fault.places:
        raise ImproperlyConfigured(
            f"GUILDHOUSE_FAILPOINTS holds {places.strip()}={words.strip()!r}: write place=kind, "
            f"where kind is one of {', '.join(KINDS)}."
        )
    return fault


_folder = Path(settings.FAILPOINTS) if settings.FAILPOINTS and "=" not in settings.FAILPOINTS else None
_standing: list[Fault] = [] if _folder else read(settings.FAILPOINTS)
# What is asked before anything is done, so that a house without failpoints pays one look at a name.
ON: bool = bool(settings.FAILPOINTS)


def meet(place: str) -> None:
    """Let happen here what was asked for this place. Callers ask `ON` first."""
    for fault in [*_standing, *(_armed(_folder, place) if _folder else ())]:
        if fnmatchcase(place, fault.places) and random.random() < fault.chance:  # noqa: S311 - no secret
            _happen(place, fault)


def clock_is_wrong_by() -> timedelta:
    """How far the folder says that this house's clock is off."""
    with suppress(OSError, ValueError):
        if _folder:
            return timedelta(seconds=float((_folder / CLOCK).read_text() or 0))
    return timedelta()


@contextmanager
def armed(text: str) -> Iterator[None]:
    """Let these faults happen inside the block, in this process."""
    global ON, _standing
    before = ON, _standing
    ON, _standing = True, read(text)
    try:
        yield
    finally:
        ON, _standing = before


def _armed(folder: Path, place: str) -> Iterator[Fault]:
    with suppress(FileNotFoundError):
        for name in sorted(entry.name for entry in os.scandir(folder)):
            if name != CLOCK and fnmatchcase(place, name):
                # Whoever takes the file away has the fault to themselves; an empty one is still being written.
                with suppress(FileNotFoundError):
                    words = (folder / name).read_text()
                    if words:
                        (folder / name).unlink()
                        yield _read_one(name, words)


def _happen(place: str, fault: Fault) -> None:
    if _folder:
        with _folder.with_suffix(".log").open("a", encoding="utf-8") as log:
            log.write(f"{place} {fault.kind} {os.getpid()}\n")
    match fault.kind:
        case "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        case "sleep":
            time.sleep(fault.seconds)
        case "raise":
            raise Injected(f"failpoint {place}")
        case "db-error":
            raise OperationalError(f"failpoint {place}: the database went away")
        case "disk-full":
            raise OperationalError(f"failpoint {place}: database or disk is full")
