"""The keys of cases: a file for each in a folder outside the database, which no backup holds.

A case is read with its key and cannot be read without. So a case is withdrawn from every copy of the database that was
ever made by destroying one file: written over, and taken away. What stays is an empty file `<name>.gone`, which tells
a destroyed key from one that lies on another machine: a restore ends those cases again.
"""

import os
import re
import secrets
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from django.conf import settings

from guildhouse.kit import failpoints

LENGTH = 32
NAME = re.compile(r"[0-9a-f]{32}")
KEY, GONE = ".key", ".gone"
NOTHING = bytes(LENGTH)
TRIED = "written"  # a file that is written to learn what time it is where the keys lie


class Destroyed(Exception):
    """The key was destroyed: what it sealed is gone for good."""


class NotHere(Exception):
    """The key is not in the folder, and nothing says that it was destroyed: it may lie on another machine."""


def folder() -> Path:
    """Where the keys lie; made when it is missing, for this account alone."""
    place = Path(settings.CASE_KEYS)
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    return place


def make() -> str:
    """A new key, on the disk when this returns; answers its name."""
    name = secrets.token_hex(LENGTH // 2)
    _write(folder() / f"{name}{KEY}", secrets.token_bytes(LENGTH))
    return name


def read(name: str) -> bytes:
    """The key of this name. It is read anew each time: no process keeps one."""
    place = Path(settings.CASE_KEYS)
    try:
        key = _path(name, KEY).read_bytes()
    except FileNotFoundError:
        key = b""
    # Killed while it was being destroyed, it may be written over and still be there.
    if key == NOTHING or (place / f"{name}{GONE}").exists():
        raise Destroyed(name)
    if len(key) != LENGTH:
        raise NotHere(name)
    return key


def destroy(name: str) -> None:
    """Make the key unreadable for good; on the disk when this returns, and the same when done again."""
    path = _path(name, KEY)
    with suppress(FileNotFoundError):
        _write_over(path)
    _meet("cases.key.written-over")
    with suppress(FileExistsError):
        _write(_path(name, GONE), b"")
    _meet("cases.key.marked")
    path.unlink(missing_ok=True)
    _sync(folder())
    _meet("cases.key.destroyed")


def is_destroyed(name: str) -> bool:
    """Whether the key was destroyed, as far as this machine knows."""
    try:
        read(name)
    except Destroyed:
        return True
    except NotHere:
        return False
    return False


def is_here(name: str) -> bool:
    """Whether what the key sealed can be read."""
    try:
        read(name)
    except (Destroyed, NotHere):
        return False
    return True


def left() -> set[str]:
    """The names of all keys whose file is there."""
    place = Path(settings.CASE_KEYS)
    return (
        {path.stem for path in place.glob(f"*{KEY}") if NAME.fullmatch(path.stem)}
        if place.is_dir()
        else set()
    )


def older_than(names: set[str], seconds: float) -> Iterator[str]:
    """Those of these keys that were made so long ago, by the clock of the disk: the house's own may be wrong."""
    if not names:
        return
    tried = folder() / TRIED
    tried.touch()
    now = tried.stat().st_mtime
    for name in sorted(names):
        with suppress(FileNotFoundError):
            if now - _path(name, KEY).stat().st_mtime > seconds:
                yield name


def _path(name: str, ending: str) -> Path:
    if not NAME.fullmatch(name):
        raise NotHere(name)
    return Path(settings.CASE_KEYS) / f"{name}{ending}"


def _write(path: Path, content: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    _sync(path.parent)


def _write_over(path: Path) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CLOEXEC | os.O_NOFOLLOW)
    with os.fdopen(descriptor, "wb") as file:
        file.write(NOTHING)
        file.flush()
        os.fsync(file.fileno())


def _sync(place: Path) -> None:
    descriptor = os.open(place, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _meet(place: str) -> None:
    if failpoints.ON:
        failpoints.meet(place)
