"""pytest plugin: the whole program running in a process of its own, and a mailbox for its letters."""

import fcntl
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from guildhouse.testing.ports import free_port

GUILDHOUSE = str(Path(sys.executable).with_name("guildhouse"))


@dataclass(frozen=True)
class Live:
    """A running site: its address, its data and its process."""

    url: str
    data: Path
    process: "subprocess.Popen[str]"

    def get(self, path: str) -> str:
        """The page at `path`, or urllib's HTTPError."""
        with urllib.request.urlopen(self.url + path, timeout=10) as answer:
            return str(answer.read().decode())


def environment_for(data: Path, **more: str) -> dict[str, str]:
    """The environment of a program that keeps its things in `data` and knows nothing of this test run."""
    ours = {
        name: value for name, value in os.environ.items() if not name.startswith(("GUILDHOUSE_", "DJANGO_"))
    }
    return ours | {"GUILDHOUSE_DATA": str(data), **more}


def prepared(folder: Path) -> Path:
    """The folder, with an empty house in it as `guildhouse migrate` leaves it, where there is none yet.

    Taking every step of the database takes seconds: it is done once for all tests of a run, and copied.
    """
    if not (folder / "guildhouse.sqlite3").exists():
        shutil.copy2(_empty_house() / "guildhouse.sqlite3", folder)
        if not (folder / "secret_key").exists():
            shutil.copy2(_empty_house() / "secret_key", folder)
    return folder


def _empty_house() -> Path:
    kept = Path(os.environ["GUILDHOUSE_TEST_DATA"]) / "empty-house"
    kept.mkdir(exist_ok=True)
    made = kept / "made"
    with (kept / "lock").open("w") as lock:  # several processes test at once
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            subprocess.run(
                [GUILDHOUSE, "migrate"], env=environment_for(kept), cwd=kept, check=True, capture_output=True
            )
            made.touch()
    return kept


@contextmanager
def serving(
    data: Path, *arguments: str, command: str = GUILDHOUSE, log: Path | None = None, **environment: str
) -> Iterator[Live]:
    """A `guildhouse serve` over the data in a folder, until the block ends; what it logs goes into a file if named.

    In tests, a folder without a house gets one that is prepared.
    """
    if "GUILDHOUSE_TEST_DATA" in os.environ and "GUILDHOUSE_DATABASE" not in environment:
        prepared(data)
    port = free_port()
    out = log.open("w") if log else subprocess.PIPE
    process = subprocess.Popen(
        [command, "serve", "--migrate", "--port", str(port), *arguments],
        env=environment_for(data, **environment),
        cwd=data,
        stdout=out,
        stderr=subprocess.STDOUT,
        text=True,
    )
    live = Live(f"http://127.0.0.1:{port}", data, process)
    try:
        wait_until_open(live)
        yield live
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.communicate(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            raise
        finally:
            if log:
                out.close()  # type: ignore[union-attr]


def wait_until_open(live: Live, seconds: float = 30) -> None:
    """Return once the site answers; fail with what it printed when it ends or stays silent."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if live.process.poll() is not None:
            said = live.process.communicate()[0]
            pytest.fail(f"The site ended before it opened, with {live.process.returncode}:\n{said}")
        try:
            live.get("/healthz")
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.05)
        else:
            return
    live.process.kill()
    pytest.fail(f"The site did not open in {seconds} seconds:\n{live.process.communicate()[0]}")


@pytest.fixture
def live(tmp_path: Path) -> Iterator[Live]:
    """A `guildhouse serve` in a process of its own, over an empty SQLite house in a folder of its own."""
    with serving(tmp_path) as running:
        yield running


class MailSink:
    """A mail server on this machine that keeps every letter it is given."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.url = ""

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        import email
        from email import policy

        letter = email.message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(letter, EmailMessage)
        letter["X-Envelope-To"] = ", ".join(envelope.rcpt_tos)
        self.letters.append(letter)
        return "250 kept"


@pytest.fixture
def mail_sink(settings: Any) -> Iterator[MailSink]:
    """A real mail server on loopback, set as the site's own; `mail_sink.letters` is what arrived."""
    from aiosmtpd.controller import Controller

    sink = MailSink()
    controller = Controller(sink, hostname="127.0.0.1", port=free_port())
    controller.start()
    sink.url = f"smtp://127.0.0.1:{controller.port}"
    settings.MAIL = urlsplit(sink.url)
    yield sink
    controller.stop()


@pytest.fixture
def run_guildhouse(tmp_path: Path) -> Callable[..., "subprocess.CompletedProcess[str]"]:
    """Run a `guildhouse` command over an empty house in a folder of its own: `run_guildhouse("migrate")`."""

    def run(*arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [GUILDHOUSE, *arguments],
            env=environment_for(tmp_path, **environment),
            cwd=tmp_path,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    return run
