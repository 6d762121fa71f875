"""The streams of one process: bounded for each person, never held up by a slow reader, ended when it stops."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from guildhouse.live.streaming import hub as module
from guildhouse.live.streaming.hub import MOST_EACH, Hub
from guildhouse.live.streaming.ticket import Ticket


class Deaf(Hub):
    """A hub that nobody tells anything: its tests do."""

    async def _keep(self) -> None:
        await asyncio.sleep(3600)


class Reader:
    """Somebody at the other end, who reads as fast as they are let."""

    def __init__(self, is_slow: bool = False) -> None:
        self.read: list[bytes] = []
        self.may_read = asyncio.Event()
        if not is_slow:
            self.may_read.set()

    async def send(self, event: bytes) -> None:
        await self.may_read.wait()
        self.read.append(event)


def follow(hub: Hub, reader: Reader, person: int = 1, room: int = 7) -> "asyncio.Task[None]":
    gone: asyncio.Future[object] = asyncio.get_running_loop().create_future()
    return asyncio.create_task(hub.follow(Ticket(room, person, "key", "en"), reader.send, gone))


def show(hub: Hub, event: bytes) -> None:
    for stream in hub.streams:
        stream.show(event)


def played(scene: Coroutine[Any, Any, Any]) -> Any:
    """What came of a scene, on a loop in a thread of its own: a browser of another test may keep one in this."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, scene).result()


async def settle() -> None:
    for _turn in range(10):
        await asyncio.sleep(0)


def test_a_slow_reader_holds_up_nobody_and_gets_the_latest_in_the_end():
    async def scene() -> tuple[list[bytes], list[bytes]]:
        hub, slow, quick = Deaf(), Reader(is_slow=True), Reader()
        follow(hub, slow, 1)
        follow(hub, quick, 2)
        await settle()
        for number in range(5):
            show(hub, b"%d" % number)
            await settle()
        before = list(quick.read)
        slow.may_read.set()
        await settle()
        return before, slow.read

    quick, slow = played(scene())
    assert quick == [b"0", b"1", b"2", b"3", b"4"]
    assert slow == [b"0", b"4"]


def test_a_reader_who_reads_nothing_is_let_go(monkeypatch):
    monkeypatch.setattr(module, "SECONDS_FOR_A_SLOW_READER", 0.05)

    async def scene() -> int:
        hub = Deaf()
        task = follow(hub, Reader(is_slow=True))
        await settle()
        show(hub, b"1")
        with pytest.raises(TimeoutError):
            await task
        return len(hub)

    assert played(scene()) == 0


def test_of_one_person_the_oldest_ends_where_they_are_too_many_in_whatever_rooms():
    async def scene() -> list[bool]:
        hub = Deaf()
        tasks = [follow(hub, Reader(), room=7 - number) for number in range(MOST_EACH)]
        other = follow(hub, Reader(), person=2)
        await settle()
        tasks.append(follow(hub, Reader()))
        await settle()
        return [task.done() for task in (*tasks, other)]

    assert played(scene()) == [True, *[False] * MOST_EACH, False]


def test_a_process_that_is_full_takes_no_more(monkeypatch):
    monkeypatch.setattr(module, "MOST", 2)

    async def scene() -> list[bool]:
        hub = Deaf()
        tasks = [follow(hub, Reader(), person) for person in range(3)]
        await settle()
        return [task.done() for task in tasks]

    assert played(scene()) == [False, False, True]


def test_a_process_that_stops_ends_every_stream_at_once():
    async def scene() -> tuple[list[bool], int]:
        hub = Deaf()
        tasks = [follow(hub, Reader(), person) for person in range(3)]
        await settle()
        hub.close()
        await settle()
        return [task.done() for task in tasks], len(hub)

    assert played(scene()) == ([True] * 3, 0)


def test_whoever_goes_away_leaves_no_stream_behind():
    async def scene() -> int:
        hub = Deaf()
        gone: asyncio.Future[object] = asyncio.get_running_loop().create_future()
        task = asyncio.create_task(hub.follow(Ticket(7, 1, "key", "en"), Reader().send, gone))
        await settle()
        assert len(hub) == 1
        gone.set_result(None)
        await task
        return len(hub)

    assert played(scene()) == 0


def test_what_is_silent_is_heard_of_now_and_then(monkeypatch):
    monkeypatch.setattr(module, "SECONDS_BETWEEN_PINGS", 0.02)

    async def scene() -> list[bytes]:
        reader = Reader()
        follow(Deaf(), reader)
        await asyncio.sleep(0.1)
        return reader.read

    assert set(played(scene())) == {module.PING}


def test_whoever_looks_after_the_screens_begins_again_where_something_broke(monkeypatch):
    monkeypatch.setattr(module, "SECONDS_AFTER_AN_OUTAGE", 0.01)
    begun = []

    class Breaking(Hub):
        async def _keep(self) -> None:
            begun.append(len(self))
            if len(begun) == 1:
                raise RuntimeError("a bug")
            await asyncio.sleep(3600)

    async def scene() -> None:
        follow(Breaking(), Reader())
        await asyncio.sleep(0.1)

    played(scene())
    assert begun == [1, 1]
