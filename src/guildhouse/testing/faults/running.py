"""The whole program as it runs in a house, started again at once whenever it ends, as a service manager does."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import NamedTuple

from guildhouse.testing.ports import free_port
from guildhouse.testing.site import GUILDHOUSE, environment_for

WEB = 2
LOOK = 0.02  # seconds between two looks at whether everything runs


class Recovery(NamedTuple):
    """How long the house took until it was whole, which kind of process had died, and the load of the machine then."""

    seconds: float
    who: str
    load: float


class Running:
    """`guildhouse serve --workers 2`; `recoveries` are noted.

    `without` names a belt that is taken off (sabotaged.py), to show what it holds.
    """

    def __init__(self, data: Path, *, without: str = "", **environment: str) -> None:
        self.data, self.port = data, free_port()
        self.program = ["-m", "guildhouse.testing.faults.sabotaged", without] if without else [GUILDHOUSE]
        self.address = f"127.0.0.1:{self.port}"
        self.command = ["serve", "--workers", str(WEB), "--port", str(self.port)]
        self.environment = environment_for(data, GUILDHOUSE_LOG_LEVEL="WARNING", **environment)
        self.environment["PYTHONPATH"] = os.pathsep.join(path for path in sys.path if path.endswith("src"))
        self.recoveries: list[Recovery] = []
        self.deaths = 0
        self._ending = threading.Event()
        self._watch = threading.Thread(target=self._keep_alive, name="service-manager")

    def __enter__(self) -> "Running":
        self.process = self._start()
        try:
            self.wait_until_whole()
        except TimeoutError:
            self._end()
            raise
        self._watch.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ending.set()
        self._watch.join()
        self._end()

    def _end(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self.process.kill()

    def started(self) -> list[int]:
        """The processes that `serve` started: those for pages, and the worker."""
        return children_of(self.process.pid)

    def everybody(self) -> list[int]:
        """Every process of the house."""
        return [self.process.pid, *self.started()]

    def kill_somebody(self, chance: random.Random) -> None:
        """SIGKILL to one of them, whichever."""
        os.kill(chance.choice(self.everybody()), signal.SIGKILL)

    def is_whole(self) -> bool:
        """Whether every process runs and the house says that it is ready."""
        if self.process.poll() is not None or len(self.started()) != WEB + 1:
            return False
        return self.status("/readyz") == 200

    def status(self, path: str, *, patience: float = 5) -> int:
        """What a page answers; 0 when nobody does."""
        try:
            with urllib.request.urlopen(f"http://{self.address}{path}", timeout=patience) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return 0

    def wait_until_whole(self, seconds: float = 60) -> float:
        """Wait until `is_whole`; answer how long it took."""
        began = time.monotonic()
        while not self.is_whole():
            if time.monotonic() - began > seconds:
                raise TimeoutError(f"Not ready after {seconds} seconds.\n{self.said()[-4000:]}")
            time.sleep(LOOK)
        return time.monotonic() - began

    def ask(self, *command: str) -> tuple[bool, str]:
        """Run one of the house's commands to its end: whether it was content, and what it said."""
        done = subprocess.run(
            [GUILDHOUSE, *command],
            env=self.environment,
            cwd=self.data,
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode == 0, (done.stdout + done.stderr).strip()

    def said(self) -> str:
        """What the processes logged."""
        return (self.data / "log").read_text(errors="replace")

    def _start(self) -> "subprocess.Popen[bytes]":
        with (self.data / "log").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, *self.program, *self.command],
                env=self.environment,
                cwd=self.data,
                stdout=log,
                stderr=log,
            )

    def _who_died(self) -> str:
        time.sleep(LOOK)  # one that dies has lost its children a moment before it has ended itself
        return "the first" if self.process.poll() is not None else "one it started"

    def _keep_alive(self) -> None:
        known = set(self.everybody())
        while not self._ending.wait(LOOK):
            if known <= set(self.everybody()) and self.process.poll() is None:
                continue
            began, self.deaths, who = time.monotonic(), self.deaths + 1, self._who_died()
            while not self._ending.is_set():
                if self.process.poll() is not None:
                    self.process = self._start()
                if self.is_whole():
                    break
                time.sleep(LOOK)
            self.recoveries.append(Recovery(time.monotonic() - began, who, os.getloadavg()[0]))
            known = set(self.everybody())


def children_of(pid: int) -> list[int]:
    """The processes that a process (any thread of it) started and that still live."""
    try:
        lists = [one.read_text().split() for one in Path(f"/proc/{pid}/task").glob("*/children")]
        found = sorted(int(word) for words in lists for word in words)
        return [child for child in found if "\nState:\tZ" not in Path(f"/proc/{child}/status").read_text()]
    except OSError:
        return []
