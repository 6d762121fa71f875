"""How much slower pages are when a house has many times the people and the history."""

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from guildhouse.bench import load, programs
from guildhouse.bench.processes import Program, free_port

MOST = 1.5  # times as slow
VISITS = 9  # of each page in each house, in turn; again and three times as many where it looks slow
ENOUGH = 3.0  # seconds after which a page was opened often enough
SLIP = "pages.json"


@dataclass(frozen=True)
class Pace:
    """One page: how long it takes in the small house and in the large one, in milliseconds."""

    path: str
    who: str
    small: float
    large: float

    @property
    def ratio(self) -> float:
        return self.large / self.small

    @property
    def is_slow(self) -> bool:
        return self.ratio > MOST


def measure(
    folder: Path, databases: Sequence[str], times: int, size: Sequence[str], say: Callable[[str], None]
) -> list[Pace]:
    """Lay both houses, serve them beside each other and open every page of each in turn.

    `size` are further words for the command that lays a house.
    """
    sizes = (1, times)
    environments = [
        lay(folder / str(many), database, [str(many), *size], say)
        for many, database in zip(sizes, databases, strict=True)
    ]
    with contextlib.ExitStack() as left:
        small, large = (
            left.enter_context(programs.house(folder / str(many), environment, free_port(), first="/healthz"))
            for many, environment in zip(sizes, environments, strict=True)
        )
        listed = [json.loads((folder / str(many) / SLIP).read_text()) for many in sizes]
        return list(_paces(small, large, *listed))


def lay(folder: Path, database: str, size: Sequence[str], say: Callable[[str], None]) -> dict[str, str]:
    """Have a process of its own build the house, for it has settings of its own; answers these."""
    folder.mkdir(parents=True, exist_ok=True)
    environment = dict(os.environ) | {"GUILDHOUSE_DATA": str(folder)}
    if database:
        environment["GUILDHOUSE_DATABASE"] = database
    words = [sys.executable, "-m", "guildhouse", "bench", "--house", str(folder), "--lay", *size]
    words += ["--database", database] if database else []
    say(f"laying a house of {size[0]} times the people and history")
    subprocess.run(words, env=environment, check=True)  # noqa: S603 - ourselves
    return environment


def _paces(
    small: Program, large: Program, listed: Sequence[Sequence[str]], there: Sequence[Sequence[str]]
) -> Iterator[Pace]:
    for (path, who, cookies), (same, _, others) in zip(listed, there, strict=True):
        pairs = [(small, path, cookies), (large, same, others)]
        if not all(_opens(*pair) for pair in pairs):
            continue
        pace = _pace(path, who, pairs, VISITS)
        yield pace if not pace.is_slow else _pace(path, who, pairs, 3 * VISITS)


def _pace(path: str, who: str, pairs: Sequence[tuple[Program, str, str]], visits: int) -> Pace:
    took: list[list[float]] = [[], []]
    for _visit in range(visits):
        if sum(map(sum, took)) > ENOUGH * 1000:
            break
        for found, (program, where, cookies) in zip(took, pairs, strict=True):
            found.append(load.timed(program.port, _request(program, where, cookies))[0])
    return Pace(path, who, median(took[0]), median(took[1]))


def _opens(program: Program, path: str, cookies: str) -> bool:
    return load.timed(program.port, _request(program, path, cookies))[1] == "200"


def _request(program: Program, path: str, cookies: str) -> str:
    return load.get(path, program.host, **({"Cookie": cookies} if cookies else {}))


def table(paces: Sequence[Pace], shown: int = 15) -> str:
    """The pages that suffer most, and how many there are in all."""
    worst = sorted(paces, key=lambda pace: -pace.ratio)[:shown]
    lines = ["| page | as | small ms | large ms | times |", "| --- | --- | ---: | ---: | ---: |"]
    for pace in worst:
        times = f"**{pace.ratio:.2f}**" if pace.is_slow else f"{pace.ratio:.2f}"
        lines.append(f"| `{pace.path}` | {pace.who} | {pace.small:.1f} | {pace.large:.1f} | {times} |")
    slow = sum(pace.is_slow for pace in paces)
    said = f"{len(paces)} pages opened, {slow} of them more than {MOST} times slower."
    return "\n".join([*lines, "", said])
