"""What the doctor sees of the machine: the data folder, the secret key, the disk."""

import os
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import connection

from guildhouse.keeping.doctor.findings import Finding, ill, well

LEAST_FREE = 500 * 1024 * 1024
OTHERS = 0o007
# Kinds of file system on which the locks of SQLite cannot be relied on.
FROM_AFAR = (
    "nfs",
    "cifs",
    "smb",
    "9p",
    "afs",
    "ceph",
    "glusterfs",
    "lustre",
    "fuse.sshfs",
    "fuse.rclone",
    "davfs",
)


def look() -> Iterator[Finding]:
    """Whether what lies on this machine can be written, is kept to its account, and has room."""
    yield _data_folder()
    yield _secret_key()
    yield _case_keys()
    yield _disk()
    if connection.vendor == "sqlite":
        yield _file_system(Path(str(connection.settings_dict["NAME"])))


def _data_folder() -> Finding:
    folder = Path(settings.DATA)
    if not os.access(folder, os.W_OK | os.X_OK):
        return ill(
            *("folder", f"The data folder {folder} cannot be written."),
            "Give it to the account that runs the house.",
        )
    if stat.S_IMODE(folder.stat().st_mode) & OTHERS:
        return ill(
            "folder",
            f"Others on this machine can look into the data folder {folder}.",
            f"Run chmod 700 {folder}.",
        )
    return well(f"The data folder can be written, by this account alone ({folder}).")


def _secret_key() -> Finding:
    path = Path(settings.DATA) / "secret_key"
    if not path.exists() or not stat.S_IMODE(path.stat().st_mode) & 0o077:
        return well("The secret key is kept to this account.")
    return ill("insides", f"Others on this machine can read {path}.", f"Run chmod 600 {path}.")


def _case_keys() -> Finding:
    folder = Path(settings.CASE_KEYS)
    if folder.exists() and not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        return ill(
            *(
                "folder",
                f"The folder of the keys of cases, {folder}, cannot be written, so none can be withdrawn.",
            ),
            "Give it to the account that runs the house.",
        )
    if folder.exists() and stat.S_IMODE(folder.stat().st_mode) & 0o077:
        return ill(
            "insides",
            f"Others on this machine can read the keys of cases in {folder}.",
            f"Run chmod 700 {folder}.",
        )
    return well("The keys of cases are kept to this account.")


def _disk() -> Finding:
    free = shutil.disk_usage(settings.DATA).free
    if free >= LEAST_FREE:
        return well(f"{free // 2**20} MiB are free where the data is.")
    return ill(
        "folder", f"Only {free // 2**20} MiB are free where the data is.", "Make room before writing stops."
    )


def _file_system(database: Path) -> Finding:
    kind = kind_of(database, _mounts())
    if not kind.startswith(FROM_AFAR):
        return well("The SQLite file lies on a disk of this machine.")
    return ill(
        *(
            "durability",
            f"The SQLite file lies on a network share ({kind}), where its locks cannot be relied on.",
        ),
        "Move it to a disk of this machine, or use PostgreSQL.",
    )


def kind_of(path: Path, mounts: str) -> str:
    """The kind of file system a path lies on, by a table of mounts such as /proc/mounts."""
    places = [line.split()[1:3] for line in mounts.splitlines()]
    around = [(where, kind) for where, kind in places if path.is_relative_to(where.replace(r"\040", " "))]
    return max(around, key=lambda place: len(place[0]))[1] if around else ""


def _mounts() -> str:
    table = Path("/proc/mounts")
    return table.read_text(encoding="utf-8", errors="replace") if table.exists() else ""
