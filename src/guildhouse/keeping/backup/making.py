"""Making a backup: one consistent moment of the database, the files that matter, and a manifest, in one archive."""

import errno
import fcntl
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from sqlite3 import sqlite_version

from django.conf import settings
from django.db import connection

from guildhouse import __version__
from guildhouse.keeping.backup import archive, elsewhere, manifest, postgres, sqlite
from guildhouse.keeping.backup.archive import Progress, on_the_disk
from guildhouse.keeping.backup.manifest import Manifest, Unfit
from guildhouse.keeping.personal import register
from guildhouse.kit import clock
from guildhouse.kit.marks import note_backup

# What of the data folder belongs into a backup beside the database. The secret key is kept apart, static made anew.
FILES = (register.NAME,)
NAMED = re.compile(r"guildhouse-\d{8}T\d{6}Z\.tar\.gz")
SUFFIXES = (".tar.gz", ".tgz")
WORKPLACE = ".guildhouse-backup-"


def make(into: Path, progress: Progress) -> tuple[Path, Manifest]:
    """Make an archive: a file that does not exist yet, or a new one in a folder; answers where it is."""
    at = clock.now()
    target = into if names_a_file(into) else into / f"guildhouse-{at:%Y%m%dT%H%M%SZ}.tar.gz"
    if target.exists():
        raise Unfit(f"{target} exists already, and a backup never writes over another. Choose another name.")
    if not into.parent.is_dir():
        raise Unfit(
            f"There is no folder {into.parent}. Make it first: the backup does not guess where it goes."
        )
    try:
        target.parent.mkdir(mode=0o700, exist_ok=True)
        with _workplace(target.parent) as place:
            made, files = _snapshot(place, at, progress)
            packed = place / "archive"
            archive.write(packed, made, files, progress)
            _settle(packed, target)
            note_backup(at)
    except OSError as error:
        raise Unfit(f"No backup was made: {_why(error)}") from error
    return target, made


def names_a_file(into: Path) -> bool:
    """Whether an archive itself is named, and not the folder for it, which may be missing yet."""
    return into.is_file() or (into.name.endswith(SUFFIXES) and not into.is_dir())


def _snapshot(place: Path, at: datetime, progress: Progress) -> tuple[Manifest, dict[str, Path]]:
    # The register of erasures is copied before the database: what was erased since stands in the next one.
    there = [name for name in FILES if (settings.DATA / name).is_file()]
    copied = {name: Path(shutil.copy2(settings.DATA / name, place / name)) for name in there}
    if connection.vendor == "sqlite":
        name, server = "database.sqlite3", sqlite_version
        counts, migrations = _of_sqlite(place / name, progress)
    else:
        name, server = "database.dump", postgres.server_version()
        counts, migrations = _of_postgres(place / name, progress)
    copied[name] = place / name
    parts = tuple(archive.part_of(each, path, progress) for each, path in copied.items())
    vendor = connection.vendor
    return Manifest(__version__, vendor, server, at, migrations, counts, parts), copied


def _of_sqlite(target: Path, progress: Progress) -> tuple[dict[str, int], tuple[str, ...]]:
    source = Path(connection.settings_dict["NAME"])
    _must_be_a_house()
    sqlite.copy(source, target, progress)
    wrong = sqlite.look_through(target)
    if wrong:
        raise Unfit(
            f"The database is damaged, so no backup was made: {wrong}. Put back the last one that was well."
        )
    with elsewhere.over(elsewhere.over_file(target)):
        return manifest.counted(), manifest.recorded()


def _of_postgres(target: Path, progress: Progress) -> tuple[dict[str, int], tuple[str, ...]]:
    _must_be_a_house()
    with postgres.moment() as snapshot:
        counts, migrations = manifest.counted(), manifest.recorded()
        postgres.dump(target, snapshot, progress)
    return counts, migrations


def _must_be_a_house() -> None:
    if not manifest.is_a_house():
        raise Unfit("There is no house yet: run guildhouse migrate first.")


def thin(folder: Path, keep: int) -> list[Path]:
    """Throw away all but the newest archives that backups named themselves in a folder; answers those that went."""
    named = sorted(path for path in folder.iterdir() if NAMED.fullmatch(path.name))
    gone = named[:-keep]
    for path in gone:
        path.unlink()
    return gone


def write_secrets(target: Path) -> bool:
    """Write the secret key, readable for this account alone; False when it is there already, unchanged."""
    try:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    except FileExistsError as error:
        if target.read_text(encoding="ascii", errors="replace").strip() == settings.SECRET_KEY:
            return False
        raise Unfit(
            f"{target} exists and holds something else. Choose another name for the secrets."
        ) from error
    except OSError as error:
        raise Unfit(f"The secrets cannot be written to {target}: {error.strerror}.") from error
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(settings.SECRET_KEY + "\n")
    return True


@contextmanager
def _workplace(folder: Path) -> Iterator[Path]:
    """A folder of our own beside the target, on the same disk; those of backups that were killed are swept away."""
    for left in folder.glob(f"{WORKPLACE}*"):
        with _held(left) as is_ours:
            if is_ours:
                shutil.rmtree(left, ignore_errors=True)
    place = Path(tempfile.mkdtemp(prefix=WORKPLACE, dir=folder))
    try:
        with _held(place):
            yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)


@contextmanager
def _held(folder: Path) -> Iterator[bool]:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield True
    except BlockingIOError:
        yield False
    finally:
        os.close(descriptor)


def _settle(packed: Path, target: Path) -> None:
    """Give the finished archive its name, never in place of another, and have that on the disk."""
    try:
        os.link(packed, target)
    except OSError as error:
        if error.errno not in (errno.EPERM, errno.ENOTSUP, errno.ENOSYS) or target.exists():
            raise
        packed.rename(target)  # a file system without links
    on_the_disk(target.parent)


def _why(error: OSError) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "the disk is full. A backup needs room for the database and the archive beside it for a while."
    return f"{error.strerror or error}{f' ({error.filename})' if error.filename else ''}."
