"""A PostgreSQL of our own for a while: its files in a temporary folder, nothing kept."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

PROMPT = 30.0  # seconds until it must answer


class NoPostgres(Exception):
    """There is no PostgreSQL to start; its text says why."""


@contextmanager
def temporary_postgres(port: int, options: Sequence[str] = ()) -> Iterator[str]:
    """Start a PostgreSQL server on a port of this machine and give its address; it is gone when the block ends.

    `options` are lines of its configuration; without any it is as durable as PostgreSQL comes.
    """
    programs = _programs()
    become = _become_somebody_else() if os.geteuid() == 0 else []
    folder = Path(tempfile.mkdtemp(prefix="guildhouse-postgres-"))
    try:
        if become:
            os.chown(folder, pwd.getpwnam(_somebody_else()).pw_uid, -1)
        _make(folder, [*become, str(programs / "initdb")])
        words = [*become, str(programs / "postgres"), "-D", str(folder / "files"), "-k", str(folder)]
        words += ["-h", "127.0.0.1", "-p", str(port)]
        words += [word for option in options for word in ("-c", option)]
        with (folder / "log").open("w") as log:
            server = subprocess.Popen(  # noqa: S603 - PostgreSQL itself
                words, cwd=folder, stdout=log, stderr=subprocess.STDOUT, start_new_session=True
            )
        try:
            _wait_for(server, port, folder)
            yield f"postgresql://guildhouse@127.0.0.1:{port}/postgres"
        finally:
            server.send_signal(signal.SIGQUIT)
            server.wait(timeout=20)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def another(address: str, name: str) -> str:
    """Make another database on the same server, and give its address."""
    import psycopg

    with psycopg.connect(address, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
    return f"{address.rpartition('/')[0]}/{name}"


def _programs() -> Path:
    on_path = shutil.which("postgres")
    if on_path:
        return Path(on_path).resolve().parent
    debians = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if not debians:
        raise NoPostgres("no PostgreSQL is installed")
    return debians[-1].parent


def _become_somebody_else() -> list[str]:
    """The words before a command that run it as somebody else: PostgreSQL refuses to run as root."""
    name = _somebody_else()
    if shutil.which("setpriv") is None:
        raise NoPostgres("PostgreSQL does not run as root, and setpriv is missing")
    # Should whoever started it be killed, the server ends too.
    return [
        "setpriv",
        f"--reuid={name}",
        "--regid",
        str(pwd.getpwnam(name).pw_gid),
        "--clear-groups",
        "--pdeathsig=QUIT",
    ]


def _somebody_else() -> str:
    names = {entry.pw_name for entry in pwd.getpwall()}
    for name in ("postgres", "nobody"):
        if name in names:
            return name
    raise NoPostgres("PostgreSQL does not run as root, and there is nobody else on this machine")


def _make(folder: Path, initdb: list[str]) -> None:
    words = [*initdb, "--pgdata", str(folder / "files"), "--username=guildhouse", "--auth=trust"]
    words += ["--encoding=UTF8", "--locale=C.UTF-8", "--no-sync", "--no-instructions"]
    done = subprocess.run(  # noqa: S603 - PostgreSQL itself
        words, cwd=folder, capture_output=True, text=True, timeout=120, check=False
    )
    if done.returncode:
        raise NoPostgres(f"PostgreSQL could not be prepared: {(done.stderr or done.stdout).strip()}")


def _wait_for(server: "subprocess.Popen[bytes]", port: int, folder: Path) -> None:
    import psycopg

    deadline = time.monotonic() + PROMPT
    while time.monotonic() < deadline and server.poll() is None:
        try:
            psycopg.connect(
                f"host=127.0.0.1 port={port} user=guildhouse dbname=postgres", connect_timeout=2
            ).close()
        except psycopg.OperationalError:
            time.sleep(0.1)
        else:
            return
    raise NoPostgres(f"PostgreSQL did not start: {(folder / 'log').read_text()[-2000:]}")
