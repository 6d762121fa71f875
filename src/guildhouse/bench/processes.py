"""Programs that are measured: started, waited for, weighed and ended."""

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

LONGEST = 60.0  # seconds to open


class DidNotOpen(Exception):
    """A program ended or stayed silent; its text says what it printed."""


@dataclass
class Program:
    """A program that listens on a port of this machine, in a process group of its own."""

    process: "subprocess.Popen[bytes]"
    port: int
    log: Path
    opened_after: float = 0.0

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    def end(self) -> None:
        """End it as an operator would; then whatever of its group is left."""
        self.process.send_signal(signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(timeout=20)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def start(words: Sequence[str], environment: Mapping[str, str], log: Path, port: int = 0) -> Program:
    """Start a program whose output goes to a file."""
    with log.open("ab") as said:
        process = subprocess.Popen(  # noqa: S603 - programs of ours
            words,
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            cwd=log.parent,
            start_new_session=True,
        )
    return Program(process, port, log)


def open_at(words: Sequence[str], environment: Mapping[str, str], log: Path, port: int, path: str) -> Program:
    """Start a program and wait for its first page; `opened_after` is how long that took."""
    began = time.perf_counter()
    program = start(words, environment, log, port)
    while time.perf_counter() - began < LONGEST and program.process.poll() is None:
        if status(program, path) == 200:
            program.opened_after = time.perf_counter() - began
            return program
        time.sleep(0.005)
    program.end()
    raise DidNotOpen(log.read_text(errors="replace")[-2000:])


def status(program: Program, path: str) -> int:
    """What it answers there now; 0 when nobody answers."""
    line = http.client.HTTPConnection("127.0.0.1", program.port, timeout=LONGEST)
    try:
        line.request("GET", path)
        return line.getresponse().status
    except OSError:
        return 0
    finally:
        line.close()


def free_port() -> int:
    """A port of this machine nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def megabytes(program: Program) -> float:
    """The memory of a program and all it started, what they share counted once (PSS); 0 where not known."""
    return sum(map(_share, _family(program))) / 1024


def processor_seconds(program: Program) -> float:
    """How long the processors have worked for a program and all it started; 0 where not known."""
    return sum(map(_ticks, _family(program))) / os.sysconf("SC_CLK_TCK")


def _family(program: Program) -> list[int]:
    return [program.process.pid, *_below(program.process.pid)]


def _below(pid: int) -> list[int]:
    found = []
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in _text(children).split():
            found += [int(child), *_below(int(child))]
    return found


def _share(pid: int) -> int:
    lines = _text(Path(f"/proc/{pid}/smaps_rollup")).splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))


def _ticks(pid: int) -> int:
    # The name of the program, in brackets, may hold spaces; what we want are the 14th and 15th words.
    words = _text(Path(f"/proc/{pid}/stat")).rpartition(")")[2].split()
    return int(words[11]) + int(words[12]) if words else 0


def _text(path: Path) -> str:
    try:
        return path.read_text()
    except (FileNotFoundError, ProcessLookupError, PermissionError):
        return ""


def bare_environment(**more: str) -> dict[str, str]:
    """This environment without any setting of a house."""
    return {
        name: value for name, value in os.environ.items() if not name.startswith(("GUILDHOUSE_", "DJANGO_"))
    } | more
