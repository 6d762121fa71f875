"""A mail server that counts what it is given, and can be told to misbehave."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from email.parser import BytesParser
from typing import Any

from guildhouse.testing.ports import free_port

MANNERS = ("well", "hang", "refuse", "drop-greeting", "drop-before-data", "drop-in-data", "drop-after-dot")


class Sink:
    """Keeps how often each letter arrived, by its Message-ID and whom it was for."""

    def __init__(self) -> None:
        self.arrived: Counter[tuple[str, str]] = Counter()
        self.manners = "well"
        self.tried: Counter[str] = Counter()
        self.port = free_port()
        self.url = f"smtp://127.0.0.1:{self.port}"

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, line by line; how it ends is up to `manners`."""
        self.tried[self.manners] += 1
        try:
            if self.manners == "drop-greeting":
                return
            await self._say(writer, "421 not now" if self.manners == "refuse" else "220 here")
            to: list[str] = []
            while self.manners != "refuse" and (line := await reader.readline()):
                word = line[:4].upper()
                if self.manners == "hang":
                    await asyncio.sleep(3600)
                if word == b"RCPT":
                    to.append(line.partition(b"<")[2].partition(b">")[0].decode())
                elif word == b"MAIL":
                    to = []
                elif word == b"DATA":
                    if self.manners == "drop-before-data" or not await self._letter(reader, writer, to):
                        return
                    continue
                await self._say(writer, "221 bye" if word == b"QUIT" else "250 yes")
        except (OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            return
        finally:
            writer.close()

    async def _letter(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, to: list[str]
    ) -> bool:
        await self._say(writer, "354 go on")
        if self.manners == "drop-in-data":
            await reader.readline()
            return False
        text = await reader.readuntil(b"\r\n.\r\n")
        name = str(BytesParser().parsebytes(text, headersonly=True)["Message-ID"])
        for one in to:
            self.arrived[name, one] += 1
        if self.manners == "drop-after-dot":
            return False
        await self._say(writer, "250 kept")
        return True

    async def _say(self, writer: asyncio.StreamWriter, words: str) -> None:
        writer.write(words.encode() + b"\r\n")
        await writer.drain()


@contextmanager
def mail_server() -> Iterator[Sink]:
    """A `Sink` that listens on this machine until the block ends."""
    import threading

    sink, loop, opened = Sink(), asyncio.new_event_loop(), threading.Event()
    tasks: list[Any] = []

    async def listen() -> None:
        server = await asyncio.start_server(sink.talk, "127.0.0.1", sink.port, limit=2**22)
        tasks.append(server)
        opened.set()

    loop.create_task(listen())
    thread = threading.Thread(target=loop.run_forever, name="mail-server", daemon=True)
    thread.start()
    opened.wait(10)
    try:
        yield sink
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(5)
        left = asyncio.all_tasks(loop)
        for task in left:
            task.cancel()
        if left:
            loop.run_until_complete(asyncio.wait(left))
        loop.close()
