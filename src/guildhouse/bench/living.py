"""One room with hundreds of screens: how soon a step is on all of them, and what that costs everybody else."""

import asyncio
import contextlib
import re
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from statistics import quantiles
from zoneinfo import ZoneInfo

from guildhouse.bench import house, load, processes, visitors
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
MUST_SECONDS, MUST_MEGABYTES, MUST_SLOWER = 1.0, 300.0, 2.0


@dataclass
class Figures:
    """What was measured: seconds until a step was on a screen, megabytes, milliseconds of a page."""

    screens: int
    opened_in: float
    shown_after: list[float] = field(default_factory=list)
    missed: int = 0
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
    """The open streams: which step each shows, and when it came to show it."""

    def __init__(self, port: int, path: str) -> None:
        self.port, self.path = port, path
        self.shown: dict[int, tuple[int, float]] = {}
        self._reading: set[asyncio.Task[None]] = set()

    async def open(self, crowd: Sequence[Visitor]) -> None:
        """Open one for each, a few at a time, as people come in."""
        few = asyncio.Semaphore(16)
        for number, visitor in enumerate(crowd):
            self._reading.add(asyncio.create_task(self._read(number, visitor, few)))
        while len(self.shown) < len(crowd):
            await asyncio.sleep(0.02)

    async def _read(self, number: int, visitor: Visitor, few: asyncio.Semaphore) -> None:
        async with few:
            reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
            request = load.get(self.path, f"127.0.0.1:{self.port}", Cookie=visitor.cookie)
            writer.write(request.encode())
            await self._event(number, reader)
        while True:
            await self._event(number, reader)

    async def _event(self, number: int, reader: asyncio.StreamReader) -> None:
        while not (found := MOVE.search(await reader.readuntil(b"\n\n"))):
            pass
        self.shown[number] = int(found[1]), time.perf_counter()

    async def all_show(self, move: int, since: float) -> list[float]:
        """After how many seconds each showed this move; those that did not in time are left out."""
        while time.perf_counter() - since < SECONDS_FOR_A_STEP:
            if all(shown >= move for shown, _when in self.shown.values()):
                break
            await asyncio.sleep(0.01)
        return [when - since for shown, when in self.shown.values() if shown >= move]


def measure(product: Program, room: Room, host: Actor, crowd: Sequence[Visitor]) -> Figures:
    """Open the screens, go through the steps, and look at pages before and meanwhile."""
    pages = _pages(product, room, crowd)
    _look(pages, product, 5.0)
    quiet = _look(pages, product, SECONDS_BETWEEN_STEPS * STEPS / 2)
    idle = processes.megabytes(product)
    figures = asyncio.run(_with_screens(product, room, host, crowd, pages))
    figures.quiet, figures.idle = {name: _p95(took) for name, took in quiet.items()}, idle
    return figures


async def _with_screens(
    product: Program, room: Room, host: Actor, crowd: Sequence[Visitor], pages: dict[str, str]
) -> Figures:
    screens = Screens(product.port, f"/c/{room.community.slug}/rooms/{room.public_id}/live/stream")
    move = (await asyncio.to_thread(actions.begin, room, actor=host)).move
    began = time.perf_counter()
    await screens.open(crowd)
    figures = Figures(len(crowd), time.perf_counter() - began)
    await asyncio.sleep(1)
    figures.full = processes.megabytes(product)
    with _looking(pages, product) as meanwhile:
        for number in range(STEPS):
            act = actions.next_step if number % 2 == 0 else actions.back
            since = time.perf_counter()
            move = (await asyncio.to_thread(act, room, move=move, actor=host)).move
            shown = await screens.all_show(move, since)
            figures.shown_after += shown
            figures.missed += len(crowd) - len(shown)
            await asyncio.sleep(max(0.0, SECONDS_BETWEEN_STEPS - (time.perf_counter() - since)))
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
    with _looking(pages, product) as took:
        time.sleep(seconds)
    return took


@contextlib.contextmanager
def _looking(pages: dict[str, str], product: Program) -> Iterator[dict[str, list[float]]]:
    """Somebody opens each page in turn, twenty times a second in all, until the block ends; milliseconds by page."""
    took: dict[str, list[float]] = {name: [] for name in pages}
    over = threading.Event()

    def look() -> None:
        while not over.is_set():
            for name, request in pages.items():
                took[name].append(load.timed(product.port, request)[0])
                over.wait(0.05)

    looker = threading.Thread(target=look)
    looker.start()
    try:
        yield took
    finally:
        over.set()
        looker.join()


def table(figures: Figures) -> str:
    """What was measured beside what is promised."""
    shown = figures.shown_after
    rows = [
        ("screens open", f"{figures.screens}, all in {figures.opened_in:.1f} s", ""),
        ("a step is on a screen after, p50", f"{_p50(shown):.2f} s", ""),
        ("a step is on a screen after, p95", f"{_p95(shown):.2f} s", f"≤ {MUST_SECONDS:g} s"),
        ("a step is on the last screen after", f"{max(shown, default=0):.2f} s", ""),
        ("steps that did not come", str(figures.missed), "0"),
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
