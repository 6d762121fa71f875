"""One room with hundreds of screens: how soon a step is on all of them, and what that costs everybody else."""

import asyncio
import random
import re
import time
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from statistics import quantiles
from typing import Any
from zoneinfo import ZoneInfo

from guildhouse.bench import house, load, processes, visitors
from guildhouse.bench.looking import looking
from guildhouse.bench.processes import Program
from guildhouse.bench.visitors import Visitor
from guildhouse.communities.models import Community, Membership
from guildhouse.history.actors import Actor
from guildhouse.kit import clock
from guildhouse.live import actions
from guildhouse.people.models import Person
from guildhouse.rooms import actions as rooms
from guildhouse.rooms.models import Room

PEOPLE = 500
STEPS = 10
SECONDS_BETWEEN_STEPS = 3.0
SECONDS_FOR_A_STEP = 10.0
MOVE = re.compile(rb'"move":(\d+)')
# What a screen cannot make out of the stream alone it asks for later, over so many seconds: as live.js does.
EACH, LONGEST = 0.24, 120.0
Line = tuple[asyncio.StreamReader, asyncio.StreamWriter]
MUST_SECONDS, MUST_MEGABYTES, MUST_SLOWER = 1.0, 300.0, 2.0


@dataclass
class Figures:
    """What was measured: seconds until a step was on a screen, megabytes, milliseconds of a page."""

    screens: int
    opened_in: float
    shown_after: list[float] = field(default_factory=list)
    missed: int = 0
    asked: int = 0
    worked: float = 0.0
    """Seconds of processor time a second that the house worked more than it did for the pages alone."""
    idle: float = 0.0
    full: float = 0.0
    quiet: dict[str, float] = field(default_factory=dict)
    meanwhile: dict[str, float] = field(default_factory=dict)

    @property
    def is_short(self) -> bool:
        """Whether a promise is not kept."""
        slower = any(self.meanwhile[page] > MUST_SLOWER * self.quiet[page] for page in self.quiet)
        soon = self.shown_after and _p95(self.shown_after) <= MUST_SECONDS
        return bool(not soon or self.missed or self.full - self.idle > MUST_MEGABYTES or slower)


def lay(people: int) -> tuple[Room, Actor, list[Visitor]]:
    """A room that begins in five minutes, its host, and everybody who comes, signed in."""
    house.build(house.Size(people + 100, 60, 20))
    crowd = visitors.signed_in(people)
    community = Community.objects.order_by("pk")[0]
    here = set(Membership.objects.living().filter(community=community).values_list("person", flat=True))
    everybody = Person.objects.in_bulk([visitor.pk for visitor in crowd])
    at = clock.now()
    for pk in sorted(everybody.keys() - here):
        Membership.objects.create(community=community, person_id=pk, level="active", joined_at=at)
    host = Actor(everybody[crowd[0].pk])
    begins = (at + timedelta(minutes=5)).astimezone(ZoneInfo("UTC"))
    room = rooms.plan(
        community,
        actor=Actor(None, via="command"),
        zone="UTC",
        format="talk",
        purpose="A talk for everybody",
        minutes=60,
        cutoff_minutes=0,
        wall_date=begins.date(),
        wall_time=begins.time().replace(microsecond=0),
    )
    room = rooms.publish(room, actor=Actor(None, via="command"))
    rooms.name_host(room, everybody[crowd[0].pk], actor=Actor(None, via="command"))
    for visitor in crowd:
        rooms.ask(room, actor=Actor(everybody[visitor.pk]), role="audience")
    return room, host, crowd


class Screens:
    """The open streams: which step each shows, and when it came to show it; and what each asks for a while later."""

    def __init__(self, port: int, path: str, crowd: Sequence[Visitor]) -> None:
        self.port, self.path, self.crowd = port, path, crowd
        self.shown: dict[int, tuple[int, float]] = {}
        self.asked = 0
        self._waiting: dict[int, asyncio.TimerHandle] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    async def open(self) -> None:
        """Open one for each, a few at a time, as people come in."""
        few = asyncio.Semaphore(16)
        for number in range(len(self.crowd)):
            self._begin(self._follow(number, few))
        while len(self.shown) < len(self.crowd):
            await asyncio.sleep(0.02)

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _follow(self, number: int, few: asyncio.Semaphore) -> None:
        async with few:
            reader, _writer = await self._get(number, self.path + "stream")
            await self._event(number, reader)
        while True:
            before = self.shown[number][0]
            await self._event(number, reader)
            if self.shown[number][0] != before:
                self._ask_later(number)

    async def _get(self, number: int, path: str, **headers: str) -> Line:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        headers["Cookie"] = self.crowd[number].cookie
        writer.write(load.get(path, f"127.0.0.1:{self.port}", **headers).encode())
        return reader, writer

    async def _event(self, number: int, reader: asyncio.StreamReader) -> None:
        while not (found := MOVE.search(await reader.readuntil(b"\n\n"))):
            pass
        self.shown[number] = int(found[1]), time.perf_counter()

    def _ask_later(self, number: int) -> None:
        if number in self._waiting:
            self._waiting[number].cancel()
        after = random.random() * min(LONGEST, EACH * len(self.crowd))  # noqa: S311 - when, not a secret
        self._waiting[number] = asyncio.get_running_loop().call_later(
            after, lambda: self._begin(self._ask(number))
        )

    async def _ask(self, number: int) -> None:
        reader, writer = await self._get(number, self.path, **{"X-Parts": "yes", "Connection": "close"})
        await reader.read()
        writer.close()
        self.asked += 1

    def end(self) -> None:
        """Ask for nothing more."""
        for waiting in self._waiting.values():
            waiting.cancel()

    async def all_show(self, move: int, since: float) -> list[float]:
        """After how many seconds each showed this move; those that did not in time are left out."""
        while time.perf_counter() - since < SECONDS_FOR_A_STEP:
            if all(shown >= move for shown, _when in self.shown.values()):
                break
            await asyncio.sleep(0.01)
        return [when - since for shown, when in self.shown.values() if shown >= move]


def measure(product: Program, room: Room, host: Actor, crowd: Sequence[Visitor]) -> Figures:
    """Look at pages while the room runs before nobody's screen; open the screens, go through steps, and look again."""
    pages = _pages(product, room, crowd)
    move = actions.next_step(room, move=actions.begin(room, actor=host).move, actor=host).move
    _look(pages, product, 5.0)
    seconds = SECONDS_BETWEEN_STEPS * STEPS / 2
    worked = processes.processor_seconds(product)
    quiet = _look(pages, product, seconds)
    worked = (processes.processor_seconds(product) - worked) / seconds
    idle = processes.megabytes(product)
    screens = Screens(product.port, f"/c/{room.community.slug}/rooms/{room.public_id}/live/", crowd)

    def step(number: int) -> int:
        nonlocal move
        act = actions.next_step if number % 2 == 0 else actions.back
        move = act(room, move=move, actor=host).move
        return move

    figures = asyncio.run(_with_screens(product, screens, step, pages))
    figures.quiet, figures.idle = {name: _p95(took) for name, took in quiet.items()}, idle
    figures.worked -= worked
    return figures


async def _with_screens(
    product: Program, screens: Screens, step: Callable[[int], int], pages: dict[str, str]
) -> Figures:
    began = time.perf_counter()
    await screens.open()
    figures = Figures(len(screens.crowd), time.perf_counter() - began)
    await asyncio.sleep(1)
    figures.full = processes.megabytes(product)
    began, worked = time.perf_counter(), processes.processor_seconds(product)
    with looking(product.port, pages) as meanwhile:
        for number in range(STEPS):
            since = time.perf_counter()
            move = await asyncio.to_thread(step, number)
            shown = await screens.all_show(move, since)
            figures.shown_after += shown
            figures.missed += len(screens.crowd) - len(shown)
            await asyncio.sleep(max(0.0, SECONDS_BETWEEN_STEPS - (time.perf_counter() - since)))
        screens.end()
        worked = processes.processor_seconds(product) - worked
        figures.worked = worked / (time.perf_counter() - began)
    figures.asked = screens.asked
    figures.full = max(figures.full, processes.megabytes(product))
    figures.meanwhile = {name: _p95(took) for name, took in meanwhile.items()}
    return figures


def _pages(product: Program, room: Room, crowd: Sequence[Visitor]) -> dict[str, str]:
    path = f"/c/{room.community.slug}/rooms/{room.public_id}/"
    member = {"Cookie": crowd[1].cookie}
    return {
        "the list of rooms, signed out": load.get("/rooms/", product.host),
        "the room, signed in": load.get(path, product.host, **member),
        "the live page, signed in": load.get(path + "live/", product.host, **member),
    }


def _look(pages: dict[str, str], product: Program, seconds: float) -> dict[str, list[float]]:
    with looking(product.port, pages) as took:
        time.sleep(seconds)
    return took


def table(figures: Figures) -> str:
    """What was measured beside what is promised."""
    shown = figures.shown_after
    rows = [
        ("screens open", f"{figures.screens}, all in {figures.opened_in:.1f} s", ""),
        ("a step is on a screen after, p50", f"{_p50(shown):.2f} s", ""),
        ("a step is on a screen after, p95", f"{_p95(shown):.2f} s", f"≤ {MUST_SECONDS:g} s"),
        ("a step is on the last screen after", f"{max(shown, default=0):.2f} s", ""),
        ("steps that did not come", str(figures.missed), "0"),
        ("pieces of pages that screens asked for meanwhile", str(figures.asked), ""),
        ("processor time of all screens", f"{figures.worked * 100:.0f} % of one", ""),
        ("memory without", f"{figures.idle:.0f} MB", ""),
        ("memory of all screens", f"{figures.full - figures.idle:.0f} MB", f"≤ {MUST_MEGABYTES:g} MB"),
    ]
    for page, quiet in figures.quiet.items():
        ratio = figures.meanwhile[page] / quiet
        said = f"{figures.meanwhile[page]:.1f} ms, {ratio:.2f} × {quiet:.1f} ms"
        rows.append((f"p95 of {page}", said, f"≤ {MUST_SLOWER:g} ×"))
    lines = ["| | measured | must |", "| --- | ---: | ---: |"]
    return "\n".join([*lines, *(f"| {name} | {said} | {must} |" for name, said, must in rows)])


def _p50(took: Sequence[float]) -> float:
    return quantiles(took, n=100)[49] if len(took) > 1 else 0.0


def _p95(took: Sequence[float]) -> float:
    return quantiles(took, n=100)[94] if len(took) > 1 else 0.0
