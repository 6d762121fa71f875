"""PostgreSQL's own tools, held to one moment, and what has to be so before they are called."""

import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import DatabaseError, connection

from guildhouse.keeping.backup.archive import Progress
from guildhouse.keeping.backup.manifest import Unfit

ASIDE = "before_restore_"
DEBIANS = Path("/usr/lib/postgresql")


@contextmanager
def moment() -> Iterator[str]:
    """Hold one moment of the database; the name by which another connection can see it too."""
    with connection.cursor() as cursor:
        cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        try:
            cursor.execute("SELECT pg_export_snapshot()")
            yield str(cursor.fetchone()[0])
        finally:
            cursor.execute("ROLLBACK")


def dump(target: Path, snapshot: str, progress: Progress) -> None:
    """Write the database as it was at a held moment."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        size = int(cursor.fetchone()[0])
    words = ["--format=custom", "--compress=0", "--no-owner", "--no-privileges", f"--snapshot={snapshot}"]
    _run(
        "pg_dump",
        [*words, f"--exclude-schema={ASIDE}*", f"--file={target}"],
        connection.settings_dict,
        target,
        size,
        progress,
    )


def load(source: Path, database: dict[str, Any], progress: Progress) -> None:
    """Bring a dump into an empty database, all of it or nothing."""
    words = ["--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges", str(source)]
    progress("Bringing in the database", 0, 0)
    _run("pg_restore", words, database, None, 0, progress)


def server_version() -> str:
    """The version of the server, such as 15.4."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        return str(cursor.fetchone()[0]).split()[0]


def program(name: str, least: int) -> str:
    """Where a tool of PostgreSQL is; Unfit when it is missing, or older than the server."""
    on_path = shutil.which(name)
    candidates = [Path(on_path)] if on_path else []
    candidates += sorted(DEBIANS.glob(f"*/bin/{name}"), key=lambda path: -int(path.parts[-3]))
    found = [(_major(path), path) for path in candidates]
    if not found:
        raise Unfit(
            f"{name} is not on this machine: install the client of PostgreSQL {least} or newer"
            f" (Debian: postgresql-client-{least})."
        )
    fit = [path for version, path in found if version >= least]
    if not fit:
        raise Unfit(
            f"{name} is of PostgreSQL {found[0][0]}, the server of {least}: install the client of {least} or newer"
            f" (Debian: postgresql-client-{least})."
        )
    return str(fit[0])


def others() -> int:
    """How many other connections the database has."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
        )
        return int(cursor.fetchone()[0])


def put_aside(label: str) -> str:
    """Give the schema of the house another name and make an empty one in its place; answers the new name."""
    aside = f"{ASIDE}{label}"
    with connection.cursor() as cursor:
        schema = _schema()
        try:
            cursor.execute(f'ALTER SCHEMA "{schema}" RENAME TO "{aside}"; CREATE SCHEMA "{schema}"')
        except DatabaseError as error:
            raise Unfit(
                f"The old house cannot be put aside ({str(error).strip()}). The role needs to own the database;"
                " or name an empty database in GUILDHOUSE_DATABASE."
            ) from error
    return aside


def take_back(aside: str) -> None:
    """Undo `put_aside`, with all that came in meanwhile."""
    with connection.cursor() as cursor:
        schema = _schema()
        cursor.execute(f'DROP SCHEMA "{schema}" CASCADE; ALTER SCHEMA "{aside}" RENAME TO "{schema}"')


@contextmanager
def another_database(label: str) -> Iterator[dict[str, Any]]:
    """An empty database on the same server, gone afterwards; Unfit when the role may not make one."""
    name = f"guildhouse_verify_{label}"
    with connection.cursor() as cursor:
        try:
            cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE template0')
        except DatabaseError as error:
            raise Unfit(str(error).strip()) from error
    try:
        yield {**connection.settings_dict, "NAME": name}
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')


def _schema() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_schema()")
        return str(cursor.fetchone()[0] or "public")


def _major(path: Path) -> int:
    said = subprocess.run([path, "--version"], capture_output=True, text=True, check=False).stdout  # noqa: S603
    number = re.search(r"(\d+)", said)
    return int(number[1]) if number else 0


def _run(
    name: str, words: list[str], database: dict[str, Any], growing: Path | None, size: int, progress: Progress
) -> None:
    tool = program(name, int(server_version().partition(".")[0]))
    command = [tool, *words, f"--dbname={_address(database)}"]
    secret = {"PGPASSWORD": str(database["PASSWORD"])} if database["PASSWORD"] else {}
    # Standard error goes to a file: a tool with much to say would wait for ever for somebody to read a pipe.
    with open(os.memfd_create("said"), "w+", encoding="utf-8", errors="replace") as said:
        process = subprocess.Popen(command, env=os.environ | secret, stdin=subprocess.DEVNULL, stderr=said)  # noqa: S603
        try:
            while process.poll() is None:
                if growing is not None and growing.exists():
                    progress("Copying the database", min(growing.stat().st_size, size), size)
                time.sleep(0.1)
        finally:
            if process.poll() is None:
                process.terminate()
                process.wait()
        said.seek(0)
        if process.returncode:
            raise Unfit(f"{name} ended with {process.returncode}: {said.read()[-800:].strip()}")


def _address(database: dict[str, Any]) -> str:
    from psycopg.conninfo import make_conninfo

    options = {key: value for key, value in database["OPTIONS"].items() if isinstance(value, str)}
    named = {"dbname": "NAME", "user": "USER", "host": "HOST", "port": "PORT"}
    return make_conninfo(**options, **{key: database[ours] for key, ours in named.items() if database[ours]})
