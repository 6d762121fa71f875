"""Lays the ground for a run: a house that is fresh enough, the page limit's file, people signed in."""

import contextlib
import io
import json
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from django.db import connection

from guildhouse import cli, worker
from guildhouse.bench import growing, house, pages, visitors
from guildhouse.bench.journeys import Grounds
from guildhouse.bench.limit import house as limit
from guildhouse.kit.statements import rows_of
from guildhouse.people.models import Person

CROWD = 200  # people who claim seats
FRESH = 24 * 3600.0  # seconds for which a house kept is as good as new: its open rooms must stay ahead
SLIP = "bench.json"
SHAPE = 4  # of what is built here: a house kept from before a change of it is built anew


class NotOurs(Exception):
    """The database holds something that no bench put there."""


def lay(folder: Path, size: house.Size, say: Callable[[str], None]) -> Grounds:
    """Build the house unless a fresh one of the same size is kept in the folder; either way it is checked."""
    wanted = {**asdict(size), "shape": SHAPE}
    if connection.vendor == "sqlite" and _is_kept(folder, wanted):
        _migrate()
    else:
        _build(folder, size, say)
        (folder / SLIP).write_text(json.dumps(wanted | {"built_at": time.time()}))
    if "No violations" not in (sound := is_sound()):
        raise NotOurs(sound)
    crowd = visitors.signed_in(min(CROWD, size.people))
    rooms, numbers = visitors.addresses_of_rooms(size.ahead), range(size.past, size.rooms)
    grounds = Grounds(crowd, rooms, numbers)
    feeds = visitors.own_feeds(grounds.guests)
    if connection.vendor == "postgresql":
        # It tidies up by itself a minute after tables were filled; until then it plans as for empty ones.
        rows_of("VACUUM ANALYZE")
    return replace(grounds, feeds=feeds)


def write_pages(folder: Path, grounds: Grounds) -> None:
    """The addresses of this house and who opens them, for a process that knows nothing of it."""
    convener, *_others = grounds.visitors
    everybody = {"signed out": None, "member": grounds.guests[0], "convener": convener}
    listed = json.dumps(pages.pages(everybody))
    (folder / growing.SLIP).write_text(listed)


def is_sound() -> str:
    """What `guildhouse check-invariants` says."""
    return f"check-invariants: {_guildhouse('check-invariants')[1]}"


def _is_kept(folder: Path, wanted: dict[str, Any]) -> bool:
    try:
        slip = json.loads((folder / SLIP).read_text())
    except FileNotFoundError:
        return False
    built_at = slip.pop("built_at")
    return slip == wanted and time.time() - built_at < FRESH


def _build(folder: Path, size: house.Size, say: Callable[[str], None]) -> None:
    if connection.vendor == "sqlite":
        connection.close()
        for left in folder.glob("guildhouse.sqlite3*"):
            left.unlink()
    began = time.monotonic()
    _migrate()
    if Person.objects.exists():
        raise NotOurs("Somebody lives in this database: bench builds its house in an empty one.")
    house.build(size)
    worker.run(threading.Event(), once=True)  # what is due in a house of two years, such as forgetting
    limit.build(folder / "limit.sqlite3", people=size.people, rooms=size.rooms, ahead=size.ahead)
    people, rooms = size.people * size.times, size.past * size.times + size.ahead
    say(f"{people:,} people and {rooms:,} rooms built in {time.monotonic() - began:.0f} s")


def _migrate() -> None:
    code, said = _guildhouse("migrate")
    if code:
        raise NotOurs(said)


def _guildhouse(command: str) -> tuple[int, str]:
    """Another command of the house, here: its exit code and what it says."""
    with contextlib.redirect_stdout(io.StringIO()) as said:
        code = cli.main([command])
    return code, said.getvalue().strip()
