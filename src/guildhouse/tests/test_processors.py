"""Where there are as many serving processes as processors, each keeps to one; else the system moves them."""

import os
import signal
import time
from contextlib import suppress
from pathlib import Path

import pytest

from guildhouse import serving as site
from guildhouse.testing.site import Live, serving

ALL = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_setaffinity") else []
pytestmark = [
    pytest.mark.process,
    pytest.mark.skipif(
        len(ALL) < 2, reason="there is one processor, or a system that binds no process to one"
    ),
]


def family(live: Live) -> dict[int, set[int]]:
    """The processes that a site began, and the processors each may use."""
    lists = [one.read_text() for one in Path(f"/proc/{live.process.pid}/task").glob("*/children")]
    found = {}
    for number in map(int, " ".join(lists).split()):
        with suppress(ProcessLookupError):  # it died since
            found[number] = os.sched_getaffinity(number)
    return found


def all_bound(live: Live, but: int = 0) -> dict[int, int]:
    """The same once as many as processors are, and `but` is none of them, beside the worker, which goes anywhere."""
    deadline = time.monotonic() + 20
    while True:
        everybody = family(live)
        now = {number: next(iter(to)) for number, to in everybody.items() if len(to) == 1}
        if len(now) == len(ALL) < len(everybody) and but not in now:
            return now
        assert time.monotonic() < deadline, everybody
        time.sleep(0.1)


def test_each_keeps_to_its_own_and_whoever_comes_after_to_that_of_who_died(tmp_path):
    with serving(tmp_path, "--workers", str(len(ALL))) as live:
        began = all_bound(live)
        assert sorted(began.values()) == ALL
        first = min(began)
        os.kill(first, signal.SIGKILL)
        now = all_bound(live, but=first)
        (new,) = now.keys() - began.keys()
        assert now[new] == began[first]


def test_fewer_of_them_go_where_there_is_room(tmp_path):
    with serving(tmp_path, "--workers", str(len(ALL) - 1)) as live:
        live.get("/help/")
        assert {tuple(sorted(to)) for to in family(live).values()} == {tuple(ALL)}


def test_where_a_sandbox_forbids_it_a_process_goes_where_it_may(monkeypatch):
    def forbidden(*_said):
        raise PermissionError

    with os.fdopen(os.memfd_create("processors"), "wb") as places:
        monkeypatch.setattr(site, "_processors", places.fileno())
        monkeypatch.setattr(os, "sched_setaffinity", forbidden)
        site._keep_to_one_processor()
    assert sorted(os.sched_getaffinity(0)) == ALL
