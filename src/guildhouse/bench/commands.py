"""guildhouse bench"""

import argparse
import contextlib
import json
import os
import platform
import sys
import tempfile
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from guildhouse import cli
from guildhouse.bench import growing, postgres
from guildhouse.bench.processes import DidNotOpen, free_port

if TYPE_CHECKING:
    from guildhouse.bench.figures import Row
    from guildhouse.bench.house import Size
    from guildhouse.bench.journeys import Grounds

BUSY = 0.5  # load for each processor above which figures are not to be trusted
NAMES = ("list", "list-in", "room", "room-in", "feed", "feed-in", "today", "claims", "start")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    def option(name: str, said: str, **more: Any) -> None:
        parser.add_argument(name, help=said, **more)

    option("--only", ", ".join(NAMES), nargs="+", default=[], choices=NAMES, metavar="NAME")
    option("--seconds", "how long each round lasts, 5 when not given", type=float, default=5)
    option("--rounds", "the median of so many counts, 3 when not given", type=int, default=3)
    option("--bursts", "fresh rooms that are claimed, 20 when not given", type=int, default=20)
    option("--house", "keep the house there, and use it again for a day", type=Path, metavar="FOLDER")
    option("--postgresql", "on a PostgreSQL of its own", action="store_true")
    option("--database", "on this empty PostgreSQL database", metavar="ADDRESS", default="")
    option("--own-client", "use the client of ours where wrk is there too", action="store_true")
    option("--json", "write the figures there too", type=Path, metavar="FILE")
    option("--strict", "exit with 1 when a must is missed", action="store_true")
    option("--times", "instead: how much slower every page is with so many times the people", type=int)
    option(
        "--circles",
        "instead: how often people meet again in circles, and how long they take to find",
        action="store_true",
    )
    option("--live", "instead: one room with 500 screens", action="store_true")
    option("--port", "the house listens there, the page limit one above", type=int, default=0)
    option("--people", argparse.SUPPRESS, type=int, default=10_000)
    option("--rooms", argparse.SUPPRESS, type=int, default=1_000)
    option("--screens", argparse.SUPPRESS, type=int, default=500)
    option("--lay", argparse.SUPPRESS, type=int)


def run(options: argparse.Namespace) -> int:
    if options.circles:
        return _circles()
    with contextlib.ExitStack() as left:
        folder = options.house or left.enter_context(tempfile.TemporaryDirectory(prefix="guildhouse-bench-"))
        folder = Path(folder).absolute()
        folder.mkdir(parents=True, exist_ok=True)
        if options.postgresql:
            try:
                options.database = left.enter_context(postgres.temporary_postgres(free_port()))
            except postgres.NoPostgres as error:
                print(f"guildhouse bench: {error}.", file=sys.stderr)
                return 2
        _forget_settings(GUILDHOUSE_DATA=str(folder), GUILDHOUSE_DATABASE=options.database)
        if options.times:
            return _grow(options, folder)
        if not cli.set_up():
            return 2
        return _on_its_house(options, folder)


def _circles() -> int:
    from guildhouse.bench import circling

    rows = []
    for case in circling.cases():
        _say(case.name)
        rows.append(circling.measure(case))
    print(circling.table(rows))
    return 0 if all(row.is_never_worse for row in rows) else 1


def _on_its_house(options: argparse.Namespace, folder: Path) -> int:
    from guildhouse.bench.grounds import NotOurs

    try:
        if options.live:
            return _live(options, folder)
        return _lay(options, folder) if options.lay else _bench(options, folder)
    except (NotOurs, DidNotOpen) as error:
        print(f"guildhouse bench: {error}", file=sys.stderr)
        return 2


def _live(options: argparse.Namespace, folder: Path) -> int:
    from guildhouse.bench import living, programs

    busy = os.getloadavg()[0]
    cli.main(["migrate"])
    laid = living.lay(options.screens)
    _say(f"{options.screens} people come")
    with programs.house(folder, dict(os.environ), options.port or free_port()) as running:
        figures = living.measure(running, *laid)
    print("\n".join([_machine(options, busy), "", living.table(figures)]))
    return 1 if options.strict and figures.is_short else 0


def _lay(options: argparse.Namespace, folder: Path) -> int:
    from guildhouse.bench import grounds

    grounds.write_pages(folder, grounds.lay(folder, _size(options, options.lay), _say))
    return 0


def _grow(options: argparse.Namespace, folder: Path) -> int:
    databases = ["", ""]
    if options.database:
        databases = [postgres.another(options.database, name) for name in ("once", "many")]
    size = ["--people", str(options.people), "--rooms", str(options.rooms)]
    paces = growing.measure(folder, databases, options.times, size, _say)
    print(growing.table(paces))
    return 1 if options.strict and any(pace.is_slow for pace in paces) else 0


def _size(options: argparse.Namespace, times: int = 1) -> "Size":
    from guildhouse.bench.house import Size

    return Size(options.people, options.rooms, min(50, options.rooms // 2), times)


def _forget_settings(**ours: str) -> None:
    """The house that is measured has its defaults, whatever this shell says of another house."""
    for name in [name for name in os.environ if name.startswith("GUILDHOUSE_")]:
        del os.environ[name]
    os.environ.update({name: value for name, value in ours.items() if value})


def _bench(options: argparse.Namespace, folder: Path) -> int:
    from guildhouse.bench import figures, grounds

    busy = os.getloadavg()[0]
    laid = grounds.lay(folder, _size(options), _say)
    try:
        rows = _measured(options, folder, laid)
    finally:
        sound = grounds.is_sound()
    said = [_machine(options, busy), "", figures.table(rows), "", figures.below(rows), sound]
    print("\n".join(said))
    if options.json:
        told = [asdict(row) | {"mark": row.mark} for row in rows]
        options.json.write_text(json.dumps({"machine": said[0], "rows": told}, indent=1, default=str))
    short = [row.title for row in rows if row.mark == figures.SHORT]
    return 1 if options.strict and short else 0


def _measured(options: argparse.Namespace, folder: Path, laid: "Grounds") -> "list[Row]":
    from django.db import connection

    from guildhouse.bench import measuring, programs, wrk

    with_wrk = wrk.is_here() and not options.own_client
    measure = measuring.Measure(options.seconds, options.rounds, options.bursts, with_wrk)
    on_postgres = connection.vendor == "postgresql"
    file = folder / "limit.sqlite3"
    ports = (options.port, options.port + 1) if options.port else (free_port(), free_port())
    house = partial(programs.house, folder, dict(os.environ), ports[0])
    limit = partial(programs.limit, file, ports[1])
    rows: list[Row] = []
    if not options.only or "start" in options.only:
        _say("start")
        apart = "without PostgreSQL itself" if on_postgres else ""
        rows += measuring.of_start(measure, house, limit, apart)
    with house() as product, limit() as beside:
        for journey in measuring.wanted(options.only):
            _say(journey.name)
            row = measuring.of_journey(measure, journey, laid, product, beside)
            rows += [row] if row else []
        if not options.only or "claims" in options.only:
            _say("claims")
            durable = (_durability(), "SQLite, synchronous=NORMAL")
            rows += measuring.of_claims(measure, laid, product, beside, file, durable)
    return rows


def _durability() -> str:
    """How sure the database is before it answers."""
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA synchronous")
            return {1: "synchronous=NORMAL", 2: "synchronous=FULL"}[cursor.fetchone()[0]]
        cursor.execute("SELECT current_setting('fsync'), current_setting('synchronous_commit')")
        return "fsync={}, synchronous_commit={}".format(*cursor.fetchone())


def _machine(options: argparse.Namespace, busy: float) -> str:
    """Where and how it was measured, in one line."""
    from django.db import connection

    from guildhouse.bench import wrk

    processors = os.cpu_count() or 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT sqlite_version()" if connection.vendor == "sqlite" else "SHOW server_version")
        database = f"{connection.display_name} {cursor.fetchone()[0]} ({_durability()})"
    client = "wrk" if wrk.is_here() and not options.own_client else "a client in Python"
    said = (
        f"{processors} processors, load {busy:.2f} before; Python {platform.python_version()}; {database}; "
        f"{options.people:,} people, {options.rooms:,} rooms; "
        f"{options.rounds} rounds of {options.seconds:g} s by {client}"
    )
    if busy / processors > BUSY:
        said += "\nTHE MACHINE WAS BUSY BEFORE: these figures are lower than they would be."
    return said


def _say(what: str) -> None:
    print(f"bench: {what}", file=sys.stderr, flush=True)
