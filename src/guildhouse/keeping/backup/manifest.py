"""What an archive says of itself: which version made it, of which moment, with how many rows and which parts."""

import json
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.migrations.loader import MigrationLoader

FORMAT = 1
NAME = "manifest.json"
MOST_BYTES = 4 * 1024 * 1024
PART = re.compile(r"(?!.*\.\.)[\w-][\w.-]*(/[\w-][\w.-]*)*")
SHA256 = re.compile(r"[0-9a-f]{64}")
LEFT_OUT = ("secret_key", "static", "case-keys")


class Unfit(Exception):
    """An archive that cannot be used, a house that cannot take it, or a backup that could not be made.

    Its text says what, where, and what to do.
    """


@dataclass(frozen=True, slots=True)
class Part:
    """One file inside an archive."""

    name: str
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """The first file of an archive."""

    version: str
    database: str
    server: str
    taken_at: datetime
    migrations: tuple[str, ...]
    counts: dict[str, int]
    parts: tuple[Part, ...]

    def as_json(self) -> bytes:
        """The text of the file, for people too."""
        told = {"format": FORMAT, "program": "guildhouse", **asdict(self), "left_out": LEFT_OUT}
        return json.dumps(told, indent=1, default=datetime.isoformat).encode() + b"\n"


def read(text: bytes) -> Manifest:
    """The manifest of an archive; Unfit where it is not one of ours or of a later format."""
    try:
        told = json.loads(text)
        if told["program"] != "guildhouse":
            raise ValueError("made by another program")
        if told["format"] > FORMAT:
            raise Unfit(
                f"The archive has the format {told['format']}, made by Guildhouse {told.get('version', '?')}; "
                f"this version reads formats up to {FORMAT}. Install that version or a newer one, and restore with it."
            )
        return Manifest(
            version=str(told["version"]),
            database=str(told["database"]),
            server=str(told["server"]),
            taken_at=datetime.fromisoformat(told["taken_at"]),
            migrations=tuple(map(str, told["migrations"])),
            counts={str(table): int(count) for table, count in told["counts"].items()},
            parts=tuple(_part(part) for part in told["parts"]),
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Unfit(
            f"What the archive says of itself ({NAME}) cannot be read: {error}. Take another archive."
        ) from error


def _part(told: dict[str, Any]) -> Part:
    part = Part(told["name"], int(told["bytes"]), told["sha256"])
    if not PART.fullmatch(part.name) or not SHA256.fullmatch(part.sha256):
        raise ValueError(f"it names a part {part.name!r} that no archive has")
    return part


def applied(rows: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """The migrations of a database, by app and name, in one order."""
    return tuple(sorted(f"{app} {name}" for app, name in rows))


def unknown(manifest: Manifest) -> list[str]:
    """The migrations of an archive that this version does not have: a newer version made it."""
    here = {f"{app} {name}" for app, name in MigrationLoader(None).disk_migrations or ()}
    return [name for name in manifest.migrations if name not in here]


def counted() -> dict[str, int]:
    """How many rows each table of the present connection has."""
    with connection.cursor() as cursor:
        counts = {}
        for table in sorted(connection.introspection.table_names(cursor)):
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608 - a table's name
            counts[table] = int(cursor.fetchone()[0])
    return counts


def recorded() -> tuple[str, ...]:
    """The migrations the present connection's database has had."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT app, name FROM django_migrations")
        return applied(cursor.fetchall())


def is_a_house() -> bool:
    """Whether the present connection's database holds a house at all."""
    with connection.cursor() as cursor:
        return "people_person" in connection.introspection.table_names(cursor)
