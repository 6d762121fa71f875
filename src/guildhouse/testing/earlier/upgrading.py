"""Brings a house of an earlier version to this one, killed on the way, and looks whether all of it came along."""

import contextlib
import json
import os
import random
import re
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from guildhouse.testing.site import GUILDHOUSE, environment_for

HERE = Path(__file__).parent
# Written anew by every start, or by Django for itself.
OWN = {"django_migrations", "django_content_type", "auth_permission", "history_heartbeat", "django_session"}


@dataclass(frozen=True)
class House:
    """A folder and a database, and the programs run over them."""

    folder: Path
    database: str
    source: Path | None = None  # of the version that runs; this one when it is None

    def run(self, *command: str | Path, **more: str) -> str:
        """Run a program over the house; what it said, or AssertionError with it."""
        done = subprocess.run(
            list(map(str, command)),
            env=self.environment(**more),
            capture_output=True,
            text=True,
            check=False,
            timeout=900,
        )
        assert done.returncode == 0, f"{command} answered {done.returncode}:\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def script(self, name: str, *words: str | Path, **more: str) -> str:
        """Run one of the scripts beside this file."""
        return self.run(sys.executable, HERE / f"{name}.py", *words, **more)

    def guildhouse(self, *words: str, **more: str) -> str:
        """Run a command of the version the house is of."""
        called = f"import sys; from guildhouse.cli import main; sys.exit(main({list(words)!r}))"
        return self.run(sys.executable, "-c", called, **more)

    def environment(self, **more: str) -> dict[str, str]:
        """What its programs are told."""
        path = {"PYTHONPATH": str(self.source)} if self.source else {}
        quick = {"GUILDHOUSE_SQLITE_SYNCHRONOUS": "NORMAL", "GUILDHOUSE_LOG_LEVEL": "CRITICAL"}
        database = {"GUILDHOUSE_DATABASE": self.database}
        return environment_for(self.folder, **database, **path, **quick, **more)

    def asked(self, question: str) -> list[tuple[object, ...]]:
        """The answer of the database."""
        with closing(self._connected()) as database:
            return [tuple(row) for row in database.execute(question).fetchall()]

    def counts(self) -> dict[str, object]:
        """How many rows each table has."""
        tables = (
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
            if self.database.startswith("sqlite")
            else "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
        )
        return {
            str(name): self.asked(f'SELECT count(*) FROM "{name}"')[0][0] for (name,) in self.asked(tables)
        }

    def _connected(self) -> Any:
        if self.database.startswith("sqlite"):
            return sqlite3.connect(urlsplit(self.database).path[1:], timeout=20)
        import psycopg

        return psycopg.connect(self.database)


def migrate_killed(house: House, kills: int, seed: int = 1) -> int:
    """Run `guildhouse migrate` to its end, killed so many times in the middle of it; how often it really was."""
    chance, done = random.Random(seed), 0
    for _ in range(kills):
        process = subprocess.Popen(
            [GUILDHOUSE, "migrate"], env=house.environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        with process:
            _wait_for_a_step(house, process)
            time.sleep(chance.random() * 0.1)
            process.send_signal(signal.SIGKILL)
            assert process.stdout
            said = process.stdout.read().decode()
        if process.returncode == -signal.SIGKILL:
            done += 1
        else:
            assert process.returncode == 0, said
            break
    house.run(GUILDHOUSE, "migrate")
    assert house.run(GUILDHOUSE, "migrate", "--check") == "The database is up to date.\n"
    return done


def _wait_for_a_step(house: House, process: "subprocess.Popen[bytes]") -> None:
    before = _steps(house)
    while process.poll() is None and _steps(house) <= before:
        time.sleep(0.01)


def _steps(house: House) -> int:
    with contextlib.suppress(sqlite3.OperationalError):
        return int(str(house.asked("SELECT count(*) FROM django_migrations")[0][0]))
    return 0


def differences(house: House, before: dict[str, object], paths: Path, at: str) -> Iterator[str]:
    """What did not come along: rows, promises, addresses."""
    after = house.counts()
    for table in sorted(before.keys() - OWN):
        if after.get(table) != before[table]:
            yield f"{table}: {before[table]} rows before, {after.get(table)} after"
    said = house.run(GUILDHOUSE, "check-invariants")
    if not said.startswith("No violations"):
        yield said
    yield from house.script("visiting", "again", paths, GUILDHOUSE_TEST_AT=at).splitlines()


def letters_waiting(house: House) -> set[str]:
    """The message ids of letters that wait to be sent."""
    return {
        str(row[0]) for row in house.asked("SELECT message_id FROM notices_letter WHERE state = 'queued'")
    }


def moment(written: Path) -> str:
    """The moment at which the house of a written file was furnished."""
    return str(json.loads(written.read_text(encoding="utf-8"))["at"])


def thinned(paths: Path, most: int = 25) -> dict[str, dict[str, str]]:
    """Of noted addresses only one of each shape and so many of each person, for a test that must be short."""
    kept: dict[str, dict[str, str]] = {}
    for email, answers in json.loads(paths.read_text(encoding="utf-8")).items():
        shapes = {re.sub(r"/(?=[^/]*\d)[a-z0-9-]+/", "/*/", path): path for path in reversed(answers)}
        chosen = sorted(shapes.values())
        kept[email] = {path: answers[path] for path in chosen[:: -(-len(chosen) // most)]}
    return kept


def write_fixture(house: House, out: Path, paths: Path) -> None:
    """Furnish a house of the earlier version and write it down, with its addresses."""
    nowhere = "smtp://127.0.0.1:9"  # so that letters wait
    house.guildhouse("migrate")
    house.script("writing", out, GUILDHOUSE_MAIL=nowhere)
    people = [f"{name}@example.org" for name in ("ana", "bo", "cy", "root")]
    house.script("visiting", "find", paths, *people, GUILDHOUSE_TEST_AT=moment(out))
    paths.write_text(json.dumps(thinned(paths), indent=0) + "\n", encoding="utf-8")


def is_there(commit: str, root: Path) -> bool:
    """Whether a commit is in the history of this checkout: a shallow clone has only the newest."""
    asked = ["git", "-C", str(root), "cat-file", "-e", f"{commit}^{{commit}}"]
    return subprocess.run(asked, capture_output=True, check=False, env=os.environ).returncode == 0
