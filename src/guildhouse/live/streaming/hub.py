"""All streams of one process: one thread asks the database for everybody, one loop sends.

A reader that is slow is sent the latest screen when it has read the one before, and never holds up anybody else.
"""

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import structlog
from django.db import DatabaseError, InterfaceError, connections

from guildhouse.kit import clock
from guildhouse.live.queries.watching import open_sessions, versions
from guildhouse.live.streaming.events import GONE, PING
from guildhouse.live.streaming.listening import Listener
from guildhouse.live.streaming.ticket import Ticket
from guildhouse.live.streaming.watched import Watched

log = structlog.get_logger("guildhouse.live")

MOST = 3_000  # in one process
AT_ONCE = 50  # handed to the loop, which sends them while the next are made
MOST_EACH = 6  # of one person in one process, whatever the rooms: then the oldest ends
SECONDS_BETWEEN_LOOKS = 0.2
SECONDS_BETWEEN_LOOKS_WHERE_TOLD = 0.4
SECONDS_AFTER_AN_OUTAGE = 1.0
SECONDS_BETWEEN_PINGS = 15
SECONDS_FOR_A_SLOW_READER = 20
SESSIONS_LOOKED_AFTER = timedelta(seconds=0.3)

Send = Callable[[bytes], Awaitable[None]]


class Stream:
    """One open stream: what is to be sent next, and whether that is the last."""

    __slots__ = ("ended", "key", "next", "ticket", "woken")

    def __init__(self, ticket: Ticket) -> None:
        self.ticket = ticket
        self.key = ""
        self.next = b""
        self.ended = False
        self.woken = asyncio.Event()

    def show(self, event: bytes) -> None:
        """Send this instead of what waits: it says everything."""
        self.next = event
        self.woken.set()

    def end(self, last: bytes = b"") -> None:
        """End the stream with this."""
        self.ended = True
        self.show(last)


Portion = list[tuple[Stream, bytes]]


class Hub:
    """The streams of this process."""

    def __init__(self) -> None:
        self.streams: dict[Stream, None] = {}
        """In the order in which they were opened."""
        self.closed = False
        self._woken: asyncio.Event | None = None
        self._keeper: asyncio.Task[None] | None = None
        self._reader = Reader()

    def __len__(self) -> int:
        return len(self.streams)

    async def follow(self, ticket: Ticket, send: Send, gone: "asyncio.Future[object]") -> None:
        """Keep one screen up to date until its reader is gone, or may not be shown the room any more."""
        if self.closed or len(self) >= MOST:
            return
        stream = self._joined(ticket)
        gone.add_done_callback(lambda _: stream.end())
        try:
            await _send_all(stream, send)
        finally:
            gone.cancel()
            del self.streams[stream]

    def close(self) -> None:
        """End every stream: this process does. The browsers come back to the next one by themselves."""
        self.closed = True
        for stream in self.streams:
            stream.end()
        self.wake()

    def wake(self) -> None:
        """Look at once."""
        if self._woken is not None:
            self._woken.set()

    def _joined(self, ticket: Ticket) -> Stream:
        stream = Stream(ticket)
        mine = [one for one in self.streams if one.ticket.person == ticket.person and not one.ended]
        for one in mine[: max(0, len(mine) - MOST_EACH + 1)]:
            one.end()
        self.streams[stream] = None
        self._begin_to_keep()
        self.wake()
        return stream

    def _by_room(self) -> dict[int, list[Stream]]:
        rooms: dict[int, list[Stream]] = {}
        for stream in self.streams:
            rooms.setdefault(stream.ticket.room, []).append(stream)
        return rooms

    def _begin_to_keep(self) -> None:
        if self._keeper is None:
            self._woken = asyncio.Event()
            self._keeper = asyncio.get_running_loop().create_task(self._keep())
            self._keeper.add_done_callback(self._kept)

    def _kept(self, keeper: "asyncio.Task[None]") -> None:
        """Begin again where somebody came while the last one went, or where something broke."""
        self._keeper = None
        broken = None if keeper.cancelled() else keeper.exception()
        if broken is not None:
            log.error("screens were not looked after for a moment", exc_info=broken)
        if self.streams and not keeper.cancelled():
            loop = asyncio.get_running_loop()
            loop.call_later(SECONDS_AFTER_AN_OUTAGE if broken else 0, self._begin_to_keep)

    async def _keep(self) -> None:
        """Look again and again while anybody watches."""
        loop, woken = asyncio.get_running_loop(), self._woken
        thread = ThreadPoolExecutor(1, "live")
        listener = Listener(lambda: loop.call_soon_threadsafe(self.wake))
        pause = SECONDS_BETWEEN_LOOKS_WHERE_TOLD if listener.starts() else SECONDS_BETWEEN_LOOKS
        try:
            while self.streams and woken is not None:
                went_well = await loop.run_in_executor(thread, self._reader.look, self._by_room(), loop)
                await _sleep(woken, pause if went_well else SECONDS_AFTER_AN_OUTAGE)
        finally:
            listener.end()
            await loop.run_in_executor(thread, self._reader.rest)
            thread.shutdown(wait=False)


class Reader:
    """What the thread does that asks the database."""

    def __init__(self) -> None:
        self.watched: dict[int, Watched] = {}
        self.sessions_at: datetime | None = None
        self.is_out = False

    def look(self, rooms: dict[int, list[Stream]], loop: asyncio.AbstractEventLoop) -> bool:
        """Look at these rooms and have shown what changed; whether the database answered."""
        try:
            self._look(rooms, loop)
        except (DatabaseError, InterfaceError) as error:
            if not self.is_out:
                log.warning("screens wait for the database", error=str(error)[:200])
            self.is_out = True
            connections.close_all()
            return False
        self.is_out = False
        return True

    def rest(self) -> None:
        """Nobody watches: keep nothing, and no connection."""
        self.watched.clear()
        connections.close_all()

    def _look(self, rooms: dict[int, list[Stream]], loop: asyncio.AbstractEventLoop) -> None:
        at = clock.now()
        self.watched = {pk: self.watched.get(pk) or Watched(pk) for pk in rooms}
        there = versions(list(rooms))
        ended = self._without_session([one for streams in rooms.values() for one in streams], at)
        for pk, streams in rooms.items():
            watched = self.watched[pk]
            watched.look(there.get(pk, (0, 0)), (one.ticket.person for one in streams), at)
            watched.pass_time(at)
            self._show(watched, [one for one in streams if one not in ended], at, loop)
        for stream in ended:
            loop.call_soon_threadsafe(stream.end, GONE)

    def _without_session(self, streams: list[Stream], at: datetime) -> set[Stream]:
        """Those whose reader signed out, was locked out, or is signed out elsewhere; asked now and then."""
        if self.sessions_at is not None and timedelta(0) <= at - self.sessions_at < SESSIONS_LOOKED_AFTER:
            return set()
        self.sessions_at = at
        alive = open_sessions({one.ticket.session for one in streams}, at)
        return {one for one in streams if (one.ticket.session, one.ticket.person) not in alive}

    def _show(
        self, watched: Watched, streams: list[Stream], at: datetime, loop: asyncio.AbstractEventLoop
    ) -> None:
        painter = watched.painter(at)
        portion: Portion = []
        for stream in streams:
            if painter is None or not watched.is_for(stream.ticket, at):
                loop.call_soon_threadsafe(stream.end, GONE)
            elif stream.key != watched.key:
                viewer = watched.viewers[stream.ticket.person]
                stream.key = watched.key
                portion.append((stream, painter.event(viewer, stream.ticket.language)))
                if len(portion) == AT_ONCE:
                    loop.call_soon_threadsafe(_show_each, portion)
                    portion = []
        loop.call_soon_threadsafe(_show_each, portion)


def _show_each(portion: Portion) -> None:
    for stream, event in portion:
        stream.show(event)


async def _send_all(stream: Stream, send: Send) -> None:
    while True:
        try:
            async with asyncio.timeout(SECONDS_BETWEEN_PINGS):
                await stream.woken.wait()
        except TimeoutError:
            event = PING
        else:
            stream.woken.clear()
            event, stream.next = stream.next, b""
        ended = stream.ended
        if event:
            async with asyncio.timeout(SECONDS_FOR_A_SLOW_READER):
                await send(event)
        if ended:
            return


async def _sleep(woken: asyncio.Event, seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            await woken.wait()
    except TimeoutError:
        return
    woken.clear()
