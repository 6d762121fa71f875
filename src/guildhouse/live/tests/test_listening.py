"""On PostgreSQL a step that another process took is heard of, also after the line on which it is heard was cut."""

import asyncio
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, timedelta
from pathlib import Path
from queue import SimpleQueue
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.test import Client

from guildhouse.history.actors import Actor
from guildhouse.kit import clock
from guildhouse.live import actions
from guildhouse.live.models import Run
from guildhouse.live.streaming import hub, listening
from guildhouse.live.streaming.hub import Hub
from guildhouse.live.streaming.ticket import Ticket
from guildhouse.rooms import actions as rooms
from guildhouse.rooms.models import Room
from guildhouse.testing.cast import Cast
from guildhouse.testing.site import environment_for

WITHIN = 1.0  # second
ELSEWHERE = """
import django, time
django.setup()
from guildhouse.history.actors import Actor
from guildhouse.live import actions
from guildhouse.live.models import Run
from guildhouse.people.models import Person
run = Run.objects.select_related("room").get(room={room})
run = actions.longer(run.room, move=run.move, actor=Actor(Person.objects.get(pk={person})))
print(run.move, time.monotonic())
"""
LISTENS = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN %%'"


def evening_now(cast: Cast) -> Room:
    """A room that is open at this very moment: what is heard in other threads is heard by the real clock."""
    wall = (clock.now() + timedelta(minutes=5)).astimezone(UTC)
    when = {"zone": "UTC", "wall_date": wall.date(), "wall_time": wall.time().replace(microsecond=0)}
    said = {"purpose": "Mending what tore", "minutes": 60, "cutoff_minutes": 0}
    room = rooms.publish(
        rooms.plan(cast.weavers, actor=Actor(cast.ana), **said, **when), actor=Actor(cast.ana)
    )
    actions.begin(room, actor=Actor(cast.ana))
    return room


class Screen:
    """What comes of a stream, in the order in which it comes."""

    def __init__(self) -> None:
        self.events: SimpleQueue[tuple[float, dict[str, Any]]] = SimpleQueue()

    async def send(self, event: bytes) -> None:
        if b"\ndata: {" in event:
            self.events.put((time.monotonic(), json.loads(event.partition(b"data: ")[2])))

    def until(self, move: int) -> float:
        """When it showed this move."""
        while True:
            came, said = self.events.get(timeout=30)
            if said["move"] == move:
                return came


@contextmanager
def screen_of(ticket: Ticket) -> Iterator[Screen]:
    """A stream that is kept up to date by a hub of its own, with its own connections, until the block ends."""
    screen, over = Screen(), threading.Event()

    async def kept() -> None:
        mine, loop = Hub(), asyncio.get_running_loop()
        following = asyncio.create_task(mine.follow(ticket, screen.send, loop.create_future()))
        await loop.run_in_executor(None, over.wait)
        mine.close()
        await following
        while mine._keeper is not None:
            await asyncio.sleep(0.01)

    thread = threading.Thread(target=asyncio.run, args=(kept(),))
    thread.start()
    try:
        yield screen
    finally:
        over.set()
        thread.join(30)


def stepped(room: Room, cast: Cast) -> tuple[int, float]:
    """The next step, taken over this connection: its move, and when it was taken."""
    move = Run.objects.get(room=room).move
    act = actions.longer(room, move=move, actor=Actor(cast.ana))
    return act.move, time.monotonic()


def stepped_elsewhere(room: Room, cast: Cast, data: Path) -> tuple[int, float]:
    """The same, by another process."""
    address = urlsplit(os.environ["GUILDHOUSE_TEST_DATABASE"])._replace(path=connection.settings_dict["NAME"])
    house = {"GUILDHOUSE_DATABASE": address.geturl(), "DJANGO_SETTINGS_MODULE": "guildhouse.settings"}
    command = [sys.executable, "-c", ELSEWHERE.format(room=room.pk, person=cast.ana.pk)]
    done = subprocess.run(command, env=environment_for(data, **house), capture_output=True, check=True)
    move, at = done.stdout.split()
    return int(move), float(at)


def listeners() -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(LISTENS, [])
        return [pid for (pid,) in cursor.fetchall()]


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_a_step_taken_elsewhere_is_heard_of_at_once_and_again_after_the_line_was_cut(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    monkeypatch.setattr(hub, "SECONDS_BETWEEN_LOOKS_WHERE_TOLD", 60)  # it hears, or it learns nothing
    monkeypatch.setattr(listening, "SECONDS_BETWEEN_TRIES", 0.1)
    room, client = evening_now(cast), Client()
    client.force_login(cast.ana)
    with screen_of(Ticket(room.pk, cast.ana.pk, client.session.session_key or "", "en")) as screen:
        screen.until(1)
        while not (first := listeners()):
            time.sleep(0.01)
        move, done = stepped_elsewhere(room, cast, tmp_path)
        assert screen.until(move) - done < WITHIN
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s)", first)
        move, _done = stepped(room, cast)
        screen.until(move)  # while nobody heard: it is asked for once somebody hears again
        assert listeners() not in ([], first)
        move, done = stepped(room, cast)
        assert screen.until(move) - done < WITHIN


def test_whoever_stopped_listening_is_told_nothing_more():
    told: list[str] = []
    listener = listening.Listener(lambda: told.append("a room changed"))
    listener._tell()
    listener.end()
    listener._tell()
    assert told == ["a room changed"]
