"""Where there are as many serving processes as processors, each keeps to one; else the system moves them."""

import os
import signal
import time
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
    return {number: os.sched_getaffinity(number) for one in lists for number in map(int, one.split())}


def bound(live: Live) -> dict[int, int]:
    """Those that keep to one processor, and which."""
    return {number: next(iter(to)) for number, to in family(live).items() if len(to) == 1}


def all_bound(live: Live, but: int = 0) -> dict[int, int]:
    """The same once there are as many as processors and `but` is none of them; they come one after the other."""
    deadline = time.monotonic() + 20
    while len(now := bound(live)) < len(ALL) or but in now:
        assert time.monotonic() < deadline, now
        time.sleep(0.1)
    return now


def test_each_keeps_to_its_own_and_whoever_comes_after_to_that_of_who_died(tmp_path):
    with serving(tmp_path, "--workers", str(len(ALL))) as live:
        began = all_bound(live)
        assert sorted(began.values()) == ALL
        assert len(family(live)) > len(ALL), "the worker may go where it likes"
        first = min(began)
        os.kill(first, signal.SIGKILL)
        now = all_bound(live, but=first)
        (new,) = now.keys() - began.keys()
        assert now[new] == began[first]


def test_fewer_of_them_go_where_there_is_room(tmp_path):
    with serving(tmp_path, "--workers", str(len(ALL) - 1)) as live:
        live.get("/help/")
        assert bound(live) == {}


def test_where_a_sandbox_forbids_it_a_process_goes_where_it_may(monkeypatch):
    def forbidden(*_said):
        raise PermissionError

    monkeypatch.setattr(site, "_processors", os.memfd_create("processors"))
    monkeypatch.setattr(os, "sched_setaffinity", forbidden)
    site._keep_to_one_processor()
    assert sorted(os.sched_getaffinity(0)) == ALL
