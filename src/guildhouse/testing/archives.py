"""Small houses of their own for tests of backups, commands run over them, and archives taken apart."""

import atexit
import hashlib
import io
import json
import shutil
import sqlite3
import subprocess
import sys
import tarfile
import tempfile
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import Any

from guildhouse.testing.site import GUILDHOUSE, environment_for, prepared

# Nothing here must outlive a crash of the machine.
QUICK = {"GUILDHOUSE_SQLITE_SYNCHRONOUS": "NORMAL"}
FILL = """
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "guildhouse.settings"
from guildhouse.cli import set_up; set_up()
from guildhouse.testing.small_house import account, community, fill, open_house, room
open_house()
ana, bo, eve, fay = (account(name) for name in ("Ana", "Bo", "Eve", "Fay"))
where = community(ana, "Weavers", bo, eve, fay)
fill(room(where, ana, purpose="Mending", capacity=2), bo, eve, fay)
"""


def guildhouse(folder: Path, *words: str, **more: str) -> "subprocess.CompletedProcess[str]":
    command = [GUILDHOUSE, *words]
    return subprocess.run(
        command,
        env=environment_for(folder, **QUICK, **more),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


ONE_AFTER_ANOTHER = """
import contextlib, io, json, sys
from guildhouse.cli import main
for words in json.loads(sys.argv[1]):
    said = io.StringIO()
    with contextlib.redirect_stderr(said), contextlib.redirect_stdout(io.StringIO()):
        code = main(words)
    print(json.dumps([code, said.getvalue()]))
"""


def each(folder: Path, *commands: list[str]) -> list[list[Any]]:
    """Exit code and standard error of several commands, in one process."""
    command = [sys.executable, "-c", ONE_AFTER_ANOTHER, json.dumps(commands)]
    done = subprocess.run(
        command, env=environment_for(folder, **QUICK), capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def python(folder: Path, code: str, **more: str) -> None:
    subprocess.run(
        [sys.executable, "-c", code], env=environment_for(folder, **QUICK, **more), check=True, timeout=60
    )


@cache
def _template() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="guildhouse-house-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    furnish(folder)
    return folder


def furnish(folder: Path, **more: str) -> None:
    """Put a community of four into a house that has nobody yet."""
    if more:
        guildhouse(folder, "migrate", **more)
    else:
        prepared(folder)
    python(folder, FILL, **more)


def house_in(folder: Path) -> Path:
    """A closed house with a community of four, of one's own, in a folder."""
    folder.mkdir()
    with (
        closing(sqlite3.connect(_template() / "guildhouse.sqlite3")) as given,
        closing(sqlite3.connect(folder / "guildhouse.sqlite3")) as mine,
    ):
        given.backup(mine)
    shutil.copy2(_template() / "secret_key", folder)
    return folder


def archive_of(house: Path, file: Path) -> Path:
    """A backup of a house in a file."""
    done = guildhouse(house, "backup", "--into", str(file))
    assert done.returncode == 0, done.stderr
    return file


def asked(folder: Path, question: str) -> Any:
    """The one answer to a question to the database of a house."""
    with closing(sqlite3.connect(folder / "guildhouse.sqlite3")) as database:
        return database.execute(question).fetchone()[0]


def members(archive: Path) -> dict[str, bytes]:
    with tarfile.open(archive) as tar:
        return {member.name: tar.extractfile(member).read() for member in tar}


def repacked(archive: Path, called: str, **changed: Any) -> Path:
    """The same archive, whose manifest says something else."""
    held = members(archive)
    held["manifest.json"] = json.dumps(json.loads(held["manifest.json"]) | changed).encode()
    return _packed(held, archive.with_name(called))


def packed_again(held: dict[str, bytes], target: Path) -> Path:
    """An archive of these parts, whose manifest names them as they are."""
    told = json.loads(held.pop("manifest.json"))
    told["parts"] = [
        {"name": name, "bytes": len(text), "sha256": hashlib.sha256(text).hexdigest()}
        for name, text in held.items()
    ]
    return _packed({"manifest.json": json.dumps(told).encode(), **held}, target)


def _packed(held: dict[str, bytes], target: Path) -> Path:
    with tarfile.open(target, "w:gz") as tar:
        for name, text in held.items():
            member = tarfile.TarInfo(name)
            member.size = len(text)
            tar.addfile(member, io.BytesIO(text))
    return target
