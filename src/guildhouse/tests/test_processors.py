"""Where there are as many serving processes as processors, each keeps to one; else the system moves them."""

import os
import signal
import time
from pathlib import Path

import pytest

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
    """Those that keep to one processor, and which; all that were begun may be there a moment later."""
    return {number: next(iter(to)) for number, to in family(live).items() if len(to) == 1}


def test_each_keeps_to_its_own_and_whoever_comes_after_to_that_of_who_died(tmp_path):
    with serving(tmp_path, "--workers", str(len(ALL))) as live:
        began = bound(live)
        assert sorted(began.values()) == ALL
        assert len(family(live)) > len(ALL), "the worker may go where it likes"
        first = min(began)
        os.kill(first, signal.SIGKILL)
        deadline = time.monotonic() + 10
        while (now := bound(live)).keys() == began.keys() or len(now) < len(ALL):
            assert time.monotonic() < deadline
            time.sleep(0.1)
        (new,) = now.keys() - began.keys()
        assert now[new] == began[first]


def test_fewer_of_them_go_where_there_is_room(tmp_path):
    with serving(tmp_path, "--workers", str(len(ALL) - 1)) as live:
        live.get("/help/")
        assert bound(live) == {}
