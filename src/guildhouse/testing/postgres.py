"""A PostgreSQL of our own for as long as the tests run: its files in a temporary folder, nothing kept."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from guildhouse.testing.ports import free_port

# Nothing here must outlive a crash of the machine, so nothing waits for the disk.
FAST = [
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "wal_level=minimal",
    "max_wal_senders=0",
]
ROOMY = ["max_connections=120", "shared_buffers=128MB", "jit=off", "autovacuum=off", "deadlock_timeout=200ms"]


class NoPostgres(Exception):
    """There is no PostgreSQL to start; its text says why."""


@contextmanager
def temporary_postgres() -> Iterator[str]:
    """Start a PostgreSQL server on a free port and give its address; it is gone when the block ends."""
    programs = _programs()
    become = _become_somebody_else() if os.geteuid() == 0 else []
    folder = Path(tempfile.mkdtemp(prefix="guildhouse-postgres-"))
    try:
        if become:
            os.chown(folder, pwd.getpwnam(_somebody_else()).pw_uid, -1)
        files = folder / "files"
        _run(
            [
                *become,
                str(programs / "initdb"),
                "--pgdata",
                str(files),
                "--username=guildhouse",
                "--auth=trust",
                "--encoding=UTF8",
                "--locale=C.UTF-8",
                "--no-sync",
                "--no-instructions",
            ],
            folder,
        )
        port = free_port()
        options = [word for option in [*FAST, *ROOMY] for word in ("-c", option)]
        server = subprocess.Popen(
            [
                *become,
                str(programs / "postgres"),
                "-D",
                str(files),
                "-k",
                str(folder),
                "-h",
                "127.0.0.1",
                "-p",
                str(port),
                *options,
            ],
            cwd=folder,
            stdout=(folder / "log").open("w"),
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            _wait_for(server, port, folder)
            yield f"postgresql://guildhouse@127.0.0.1:{port}/postgres"
        finally:
            server.send_signal(signal.SIGQUIT)
            server.wait(timeout=20)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


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
    # Should the tests be killed, the server ends too.
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


def _run(command: list[str], folder: Path) -> None:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120, check=False)
    if done.returncode:
        raise NoPostgres(f"PostgreSQL could not be prepared: {(done.stderr or done.stdout).strip()}")


def _wait_for(server: "subprocess.Popen[bytes]", port: int, folder: Path) -> None:
    import psycopg

    for _try in range(300):
        if server.poll() is not None:
            break
        try:
            psycopg.connect(
                f"host=127.0.0.1 port={port} user=guildhouse dbname=postgres", connect_timeout=2
            ).close()
        except psycopg.OperationalError:
            time.sleep(0.1)
        else:
            return
    raise NoPostgres(f"PostgreSQL did not start: {(folder / 'log').read_text()[-2000:]}")
