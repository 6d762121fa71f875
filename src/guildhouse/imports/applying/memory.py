"""What is remembered of a source between imports, so that only what it says differently is touched."""

import hashlib
from collections.abc import Mapping
from datetime import date

from guildhouse.imports.models import Imported
from guildhouse.people.erased import MARK, known_by

Kind = Imported.Kind
Said = Mapping[str, str]
SOURCE_LENGTH = 120


def source_key(name: str) -> str:
    """The name of a source as it is kept."""
    return name[:SOURCE_LENGTH]


def row_key(key: str) -> str:
    """A thing's key as it is kept: itself, or its beginning and a digest where it is too long."""
    if len(key) <= Imported.KEY_LENGTH:
        return key
    return f"{key[: Imported.KEY_LENGTH - 33]}~{digest(key)}"


def digest(*texts: str) -> str:
    """Thirty-two letters that stand for these texts."""
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()[:32]


def form_key(source: str, kind: str, key: str) -> str:
    """The same for the same thing of the same source, for actions that make a thing once."""
    return f"import:{digest(source_key(source), kind, key)}"


def known(source: str, kind: str, key: str) -> Imported | None:
    """What became of a thing at an earlier import; None when it is new."""
    keys = (row_key(key), known_by(row_key(key)))
    return Imported.objects.filter(source=source_key(source), kind=kind, key__in=keys).first()


def differing(row: Imported | None, said: Said) -> set[str]:
    """The fields of which the source says something else than the last time, or nothing any more."""
    before: Said = row.said if row else {}
    return {name for name in {*before, *said} if before.get(name) != said.get(name)}


def keep(
    row: Imported | None,
    source: str,
    kind: str,
    key: str,
    *,
    said: Said,
    day: date,
    object_id: int | None,
    start_on: date | None = None,
) -> Imported:
    """Remember what the source says now, and what became of it; nothing is written when that is so already.

    Of somebody erased nothing is remembered again.
    """
    if row is not None and row.key.startswith(MARK):
        return row
    if row is None:
        return Imported.objects.create(
            source=source_key(source),
            kind=kind,
            key=row_key(key),
            said=dict(said),
            object_id=object_id,
            start_on=start_on,
            first_day=day,
        )
    wanted = {"said": dict(said), "object_id": object_id, "start_on": start_on or row.start_on}
    changed = [name for name, value in wanted.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, wanted[name])
    if changed:
        row.save(update_fields=changed)
    return row
