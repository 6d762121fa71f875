"""Streams of a room that runs, over real connections to two processes: everybody sees the same, at once, or nothing."""

import contextlib
import http.client
import json
import queue
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from guildhouse.testing.site import environment_for, serving

pytestmark = pytest.mark.process

WITHIN = 1.0  # second
# What differs between two events that say the same: when each was made and came, and milliseconds that are rounded.
OF_THE_MOMENT = {"at", "left", "ends_at", "finishes_at", "data", "came", "id", "retry"}
MAKE = """
import json
from datetime import timedelta
from zoneinfo import ZoneInfo
from django.test import Client
from guildhouse.communities.models import Membership
from guildhouse.history.actors import Actor
from guildhouse.kit import clock
from guildhouse.people.models import Person, Site
from guildhouse.rooms import actions
from guildhouse.testing.cast import community, person
from guildhouse.testing.fresh import fresh_login
at = clock.now()
ana, bo, cy = person("Ana"), person("Bo"), person("Cy")
Site.objects.get_or_create(pk=1, defaults={"name": "Guildhouse", "set_up_at": at})
weavers = community("weavers", "Weavers of the valley", ana, at)
for one in (bo, cy):
    Membership.objects.create(community=weavers, person=one, level="active", joined_at=at)
wall = (at + timedelta(minutes=5)).astimezone(ZoneInfo("UTC"))
room = actions.plan(weavers, actor=Actor(ana), zone="UTC", purpose="Mending what tore", capacity=5, minutes=60,
    cutoff_minutes=0, wall_date=wall.date(), wall_time=wall.time().replace(microsecond=0))
room = actions.publish(room, actor=Actor(ana))
for one in (bo, cy):
    actions.ask(room, actor=Actor(one))
cookies = {one.name: fresh_login(Client(headers={"host": "127.0.0.1"}), one).cookies["sessionid"].value
    for one in (ana, bo, cy)}
print(json.dumps({"room": f"/c/weavers/rooms/{room.public_id}/live/", "cookies": cookies}))
"""
ACT = """
from guildhouse.history.actors import SYSTEM, Actor
from guildhouse.keeping import actions as keeping
from guildhouse.live import actions as live
from guildhouse.live.models import Run
from guildhouse.people import sessions
from guildhouse.people.models import Person
from guildhouse.rooms import actions as rooms
from guildhouse.rooms.models import Room
room = Room.objects.select_related("community").get()
ana, bo, cy = (Person.objects.get(name=name) for name in ("Ana", "Bo", "Cy"))
move = Run.objects.values_list("move", flat=True).first()
"""


def run(data: Path, code: str) -> str:
    """What a program of its own does, over the same house."""
    done = subprocess.run(
        [sys.executable, "-c", f"import django\ndjango.setup()\n{code}"],
        env=environment_for(data, DJANGO_SETTINGS_MODULE="guildhouse.settings"),
        cwd=data,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


class Screen:
    """Somebody's open stream, read by a thread as it comes."""

    def __init__(self, url: str, path: str, cookie: str, last: str = "") -> None:
        self.line = http.client.HTTPConnection(url.removeprefix("http://"), timeout=60)
        headers = {"Cookie": f"sessionid={cookie}"} | ({"Last-Event-ID": last} if last else {})
        self.line.request("GET", path + "stream", headers=headers)
        self.socket = self.line.sock
        self.answer = self.line.getresponse()
        self.status, self.id, self.retry = self.answer.status, "", ""
        self.events: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
        threading.Thread(target=self._read).start()

    def _read(self) -> None:
        said: dict[str, Any] = {"event": "message"}
        with contextlib.closing(self.line):
            while line := self.answer.readline().decode():
                name, _, value = line.rstrip("\n").partition(": ")
                if name:
                    said[name] = value
                    self.retry = said.get("retry", self.retry)
                elif "data" in said:
                    self.events.put({**said, **json.loads(said["data"]), "came": time.time()})
                    said = {"event": "message"}
        self.events.put({})

    def cut(self) -> None:
        """Lose the line, without a word to the other end but that it is gone."""
        self.socket.shutdown(socket.SHUT_RDWR)

    def event(self) -> dict[str, Any]:
        """The next event: its name, what it says, and when it came; nothing once the stream has ended."""
        event = self.events.get(timeout=60)
        self.id = event.get("id", self.id)
        return event

    def until(self, **wanted: Any) -> dict[str, Any]:
        """The first event that says this."""
        while event := self.event():
            if all(event.get(name) == value for name, value in wanted.items()):
                return event
        raise AssertionError(f"the stream ended before it said {wanted}")

    def ends(self) -> float:
        """When it ends for good."""
        gone = self.until(event="gone")
        assert self.event() == {}
        return float(gone["came"])


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Any, dict[str, Any]]]:
    data = tmp_path_factory.mktemp("streams")
    with serving(data, "--workers", "2", GUILDHOUSE_LOG_LEVEL="ERROR") as live:
        yield live, json.loads(run(data, MAKE))


def act(live: Any, code: str) -> float:
    """Do something in a program of its own; answer when it was done."""
    return float(run(live.data, f"{ACT}\n{code}\nimport time\nprint(time.time())"))


def test_everybody_sees_each_change_at_once_in_every_process_until_they_may_not(house):
    live, told = house
    look = lambda name: Screen(live.url, told["room"], told["cookies"][name])  # noqa: E731 - said five times below
    screens = [look(name) for name in ("Ana", "Bo", "Cy") for _ in range(3)]
    first = [one.event() for one in screens]
    assert [(one["state"], one["conducts"]) for one in first[::3]] == [
        ("waiting", True),
        ("waiting", False),
        ("waiting", False),
    ]
    done = act(live, "live.begin(room, actor=Actor(ana))")
    seen = [one.until(state="running", number=1) for one in screens]
    assert max(one["came"] for one in seen) - done < WITHIN
    done = act(live, "live.next_step(room, move=move, actor=Actor(ana))")
    assert max(one.until(number=2)["came"] for one in screens) - done < WITHIN
    done = act(live, "live.raise_hand(room, actor=Actor(bo), text='A tangled warp')")
    words = [one.until(version=3)["hands"][0]["text"] for one in screens[::3]]
    assert words == ["A tangled warp", "A tangled warp", ""]
    done = act(live, "rooms.withdraw(room, actor=Actor(bo))")
    assert max(one.ends() for one in screens[3:6]) - done < WITHIN
    assert [one.until(coming=1)["hands"] for one in screens[:3]] == [[], [], []]
    assert Screen(live.url, told["room"], told["cookies"]["Bo"]).status == 204
    done = act(live, "sessions.end(cy.pk)")
    assert max(one.ends() for one in screens[6:]) - done < WITHIN
    assert Screen(live.url, told["room"], told["cookies"]["Cy"]).status == 302


def test_a_screen_whose_line_was_cut_comes_back_to_exactly_what_the_others_show(house):
    live, told = house
    act(live, "live.begin(room, actor=Actor(ana))")
    stayed, cut = (Screen(live.url, told["room"], told["cookies"]["Ana"]) for _ in range(2))
    before = cut.event()
    cut.cut()
    act(live, "live.longer(room, move=move, actor=Actor(ana))")
    act(live, "live.raise_hand(room, actor=Actor(ana), text='A knot')")
    seen = stayed.until(version=before["version"] + 2)
    back = Screen(live.url, told["room"], told["cookies"]["Ana"], cut.id).event()
    assert (back["move"], back["hands"][-1]["text"]) == (before["move"] + 1, "A knot")
    assert abs(back["ends_at"] - seen["ends_at"]) <= 1
    assert abs(back["finishes_at"] - seen["finishes_at"]) <= 1
    assert {name for name in seen if seen[name] != back[name]} <= OF_THE_MOMENT


def test_a_screen_comes_back_after_a_restart_and_shows_where_the_room_is(house):
    live, told = house
    act(live, "live.begin(room, actor=Actor(ana))")
    screen = Screen(live.url, told["room"], told["cookies"]["Ana"])
    before = screen.event()
    assert screen.retry.isdecimal()
    family = subprocess.run(
        ["pgrep", "-P", str(live.process.pid)], capture_output=True, text=True, check=True
    )
    for pid in family.stdout.split():
        subprocess.run(["kill", "-TERM", pid], check=True)
    while screen.event():
        pass
    act(live, "live.pause(room, move=move, actor=Actor(ana))")
    for _try in range(100):
        try:
            after = Screen(live.url, told["room"], told["cookies"]["Ana"], screen.id).event()
            break
        except OSError:
            time.sleep(0.1)
    assert (before["state"], after["state"]) == ("running", "paused")
    assert (after["number"], after["move"]) == (before["number"], before["move"] + 1)
