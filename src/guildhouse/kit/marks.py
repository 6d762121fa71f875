"""What is noted in the data folder for whoever looks after the machine: when the last backup was made."""

import contextlib
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

BACKUP = "last_backup"


def note_backup(at: datetime) -> None:
    """Note that a backup was made; one made from a folder that cannot be written goes without."""
    with contextlib.suppress(OSError):
        (Path(settings.DATA) / BACKUP).write_text(f"{at.astimezone(UTC).isoformat()}\n", encoding="ascii")


def last_backup() -> datetime | None:
    """When the last backup of this data folder was made, or None when none is known."""
    try:
        return datetime.fromisoformat((Path(settings.DATA) / BACKUP).read_text(encoding="ascii").strip())
    except (OSError, ValueError):
        return None
