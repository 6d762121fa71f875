"""The house and the page limit as programs, each with two serving processes."""

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from guildhouse.bench import processes
from guildhouse.bench.processes import Program

WORKERS = 2


@contextmanager
def house(data: Path, environment: Mapping[str, str], port: int, *, first: str = "/") -> Iterator[Program]:
    """`guildhouse serve`, once its first page answers."""
    words = [sys.executable, "-m", "guildhouse", "serve", "--workers", str(WORKERS), "--port", str(port)]
    program = processes.open_at(words, dict(environment), data / "serve.log", port, first)
    try:
        yield program
    finally:
        program.end()


@contextmanager
def limit(file: Path, port: int) -> Iterator[Program]:
    """The page limit by the same server."""
    granian = str(Path(sys.executable).with_name("granian"))
    words = [granian, "--interface", "asgi", "--workers", str(WORKERS), "--port", str(port)]
    words += ["--no-ws", "--log-level", "error", "guildhouse.bench.limit.app:app"]
    environment = processes.bare_environment(LIMIT_HOUSE=str(file))
    program = processes.open_at(words, environment, file.with_name("limit.log"), port, "/")
    try:
        yield program
    finally:
        program.end()
