"""A whole evening in a moment: one clock for the house and for every window, and people who come."""

import signal
import subprocess
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from guildhouse.communities.models import Community, Membership
from guildhouse.history.actors import Actor
from guildhouse.kit import clock, failpoints
from guildhouse.people.models import Person
from guildhouse.rooms import actions as rooms
from guildhouse.rooms.models import Room
from guildhouse.testing import axe
from guildhouse.testing.cast import community, person
from guildhouse.testing.ports import free_port
from guildhouse.testing.site import GUILDHOUSE, Live, environment_for, wait_until_open


class HeldClock:
    """The time of the house, moved by hand: it goes on by itself, and leaps when it is told to.

    A house that runs in a process of its own reads the same folder (GUILDHOUSE_FAILPOINTS).
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.windows: list[Any] = []
        self.leapt = 0.0
        self._write()

    def by(self, **span: float) -> None:
        """Let so much time pass, here and in every window: `by(minutes=30)`."""
        seconds = timedelta(**span).total_seconds()
        self.leapt += seconds
        self._write()
        for page in self.windows:
            page.clock.fast_forward(int(seconds * 1000))

    def to(self, moment: datetime) -> None:
        """Let time pass until this moment."""
        self.by(seconds=max(0.0, (moment - clock.now()).total_seconds()))

    def hang_in(self, page: Any) -> Any:
        """Have this window go by the clock that is moved by hand; answers the window."""
        page.clock.install(time=clock.now())
        self.windows.append(page)
        return page

    def _write(self) -> None:
        # In one piece: whoever reads an empty file would be back at the time of this machine.
        new = self.folder.with_suffix(".new")
        new.write_text(f"{self.leapt}")
        new.replace(self.folder / failpoints.CLOCK)


@pytest.fixture
def held_clock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> HeldClock:
    """The clock of this process, of its live server, and of houses that are given its folder."""
    folder = tmp_path / "failpoints"
    folder.mkdir()
    monkeypatch.setattr(failpoints, "ON", True)
    monkeypatch.setattr(failpoints, "_folder", folder)
    return HeldClock(folder)


def open_room_by_hand(page: Any, address: str, **fields: str) -> Room:
    """Fill in the page that opens a room, read the draft, and publish it."""
    page.goto(address)
    axe.unfold(page)
    for name, value in fields.items():
        page.locator(f"main [name='{name}']:visible").first.fill(value)
    with page.expect_navigation():
        page.locator("main form .actions .button-primary").last.click()
    with page.expect_navigation():
        page.get_by_role("button", name="Publish this room").click()
    return Room.objects.select_related("community").latest("pk")


def people_of(name: str, convener: str, *others: str) -> tuple[Community, dict[str, Person]]:
    """An open community and its people, by name."""
    at = clock.now()
    people = {one: person(one) for one in (convener, *others)}
    made = community(name.lower(), name, people[convener], at)
    for one in others:
        Membership.objects.create(
            community=made, person=people[one], level=Membership.Level.ACTIVE, joined_at=at
        )
    return made, people


def seat(room: Room, people: dict[str, Person], *names: str, role: str = "") -> None:
    """Each of these people takes a seat."""
    for name in names:
        rooms.ask(room, actor=Actor(people[name]), role=role)


def live(room: Room, part: str = "") -> str:
    """Where the room runs."""
    return f"/c/{room.community.slug}/rooms/{room.public_id}/live/{part}"


class ServedHouse:
    """The whole program in a process of its own, over the database of the test, going by its clock."""

    def __init__(self, data: Path, held: HeldClock) -> None:
        self.data, self.port = data, free_port()
        self.url = f"http://localhost:{self.port}"
        self.environment = environment_for(
            data,
            GUILDHOUSE_DATABASE=f"sqlite:///{connection.settings_dict['NAME']}",
            GUILDHOUSE_SECRET_KEY=settings.SECRET_KEY,
            GUILDHOUSE_SQLITE_SYNCHRONOUS="NORMAL",
            GUILDHOUSE_FAILPOINTS=str(held.folder),
            GUILDHOUSE_LOG_LEVEL="ERROR",
        )
        self.process: subprocess.Popen[str] | None = None

    def open(self) -> None:
        """Open it, and return once it answers."""
        command = [GUILDHOUSE, "serve", "--port", str(self.port)]
        self.process = subprocess.Popen(
            command,
            env=self.environment,
            cwd=self.data,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        wait_until_open(Live(f"http://127.0.0.1:{self.port}", self.data, self.process))

    def close(self) -> None:
        """Close it as an operator does."""
        if self.process is not None:
            self.process.send_signal(signal.SIGTERM)
            self.process.communicate(timeout=20)
            self.process = None
