"""The register of erasures beside the database, so that a restore of an older backup does them again.

`erasures.jsonl` in the data folder: one JSON object a line, only ever added to.

    {"v": 1, "what": "person", "id": "k3v9…", "known_by": "erased:5c…", "at": "2026-11-21T12:00:00+00:00", "sum": "9f…"}

`what` is person or community, `id` the public id it had, `known_by` a keyed digest of the handle an import would
bring, `at` when it was erased, `sum` the first sixteen letters of the SHA-256 of the other four, so that a line that
was cut short is seen. Nothing in it says who anybody was.
"""

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings

from guildhouse.keeping.models import Tombstone

NAME = "erasures.jsonl"
VERSION = 1


@dataclass(frozen=True, slots=True)
class Entry:
    """One erasure, as the register holds it."""

    what: str
    id: str
    known_by: str
    at: datetime

    def line(self) -> str:
        """The entry as a line of the file."""
        said = {"what": self.what, "id": self.id, "known_by": self.known_by, "at": self.at.isoformat()}
        return json.dumps({"v": VERSION, **said, "sum": _sum(said)}, ensure_ascii=False)


class Damaged(Exception):
    """A line of a register that cannot be read; the message says which."""


def path() -> Path:
    """Where this house keeps its register."""
    return Path(settings.DATA) / NAME


def read(at: Path) -> Iterator[Entry]:
    """Every erasure of a register, oldest first; raises `Damaged` for a line that is not whole."""
    for number, line in enumerate(at.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            entry = _entry(line)
        except ValueError as error:
            raise Damaged(f"Line {number} of {at} {error}.") from error
        yield entry


def held(at: Path) -> set[tuple[str, str]]:
    """What and whose id each whole line of a register says; a line that is not whole holds nothing."""
    found = set()
    for line in at.read_text(encoding="utf-8", errors="replace").splitlines() if at.exists() else ():
        try:
            entry = _entry(line)
        except ValueError:
            continue
        found.add((entry.what, entry.id))
    return found


def add(entries: list[Entry], at: Path) -> None:
    """Write erasures to the end of a register, on the disk before this returns."""
    whole = at.exists() and at.stat().st_size > 0 and not at.read_bytes().endswith(b"\n")
    with open(at, "a", encoding="utf-8", opener=_for_us_alone) as register:
        # A line that was cut short by a crash must not spoil the next one.
        register.write("\n" * whole + "".join(entry.line() + "\n" for entry in entries))
        register.flush()
        os.fsync(register.fileno())


def _entry(line: str) -> Entry:
    try:
        said = json.loads(line)
        core = {name: said[name] for name in ("what", "id", "known_by", "at")}
        entry = Entry(said["what"], said["id"], said["known_by"], datetime.fromisoformat(said["at"]))
    except (ValueError, KeyError, TypeError) as error:
        raise ValueError(f"is not an erasure: {error!r}") from error
    if said.get("sum") != _sum(core):
        raise ValueError("was changed or cut short")
    return entry


def entry_of(stone: Tombstone) -> Entry:
    """The entry of what the database remembers."""
    return Entry(str(stone.kind), stone.public_id, stone.known_by, stone.erased_at)


def _for_us_alone(name: str, flags: int) -> int:
    return os.open(name, flags, 0o600)


def _sum(said: dict[str, str]) -> str:
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:16]
