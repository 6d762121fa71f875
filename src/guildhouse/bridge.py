"""Between the server and the house: pages go to the WSGI application in a few threads, streams stay on the loop.

A page is a thing of threads and a stream is a thing of the loop; the server speaks RSGI, which can be both. What is
asked for goes straight to a thread, past the loop: going through it took a seventh of a page's time.
"""

import asyncio
import contextlib
import io
import signal
import sys
import threading
from collections.abc import Callable
from queue import SimpleQueue
from typing import Any, NamedTuple, Protocol

import structlog
from granian.rsgi import ProtocolClosed, ProtocolError  # type: ignore[attr-defined]  # it re-exports them

from guildhouse.kit.turns import let_the_writer_end
from guildhouse.live.streaming.hub import Hub
from guildhouse.live.streaming.ticket import KEEPS_STREAMS

log = structlog.get_logger("guildhouse.bridge")

THREADS = 2  # more of them made pages slower
# What is sent is read before a thread is taken: whoever sends slowly holds up nobody. Of large files a few at once.
SMALL_BODY = 64 * 1024
LARGEST_BODY = 6 * 1024 * 1024
LARGE_AT_ONCE = 8
SECONDS_TO_SEND_SMALL, SECONDS_TO_SEND_LARGE = 30, 120
WHOLE = 1024 * 1024  # handed over in one piece: whoever reads slowly then holds up no thread
SECONDS_FOR_A_PIECE = 30
TOO_LARGE = "This is more than can be sent here at once, which is 6 MiB. Go back and send a smaller file."

FIXED: dict[str, Any] = {
    "SCRIPT_NAME": "",
    "SERVER_SOFTWARE": "Granian",
    KEEPS_STREAMS: True,
    "wsgi.version": (1, 0),
    "wsgi.errors": sys.stderr,
    "wsgi.multithread": True,
    "wsgi.multiprocess": True,
    "wsgi.run_once": False,
}
PLAIN = {"content-type": "CONTENT_TYPE", "content-length": "CONTENT_LENGTH"}


class Application(Protocol):
    """A WSGI application whose answers are Django's."""

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Any: ...


class Asked(NamedTuple):
    """One request, and what is to be called once it is answered."""

    scope: Any
    proto: Any
    done: Callable[[], object]
    body: bytes = b""


class Bridge:
    """The house as an RSGI application."""

    def __init__(self, pages: Application) -> None:
        self.pages = pages
        self.hub = Hub()
        self.loop: asyncio.AbstractEventLoop | None = None
        self._asked: SimpleQueue[Asked] = SimpleQueue()
        self._large = asyncio.Semaphore(LARGE_AT_ONCE)
        self._tasks: set[asyncio.Task[None]] = set()

    def __rsgi_init__(self, loop: asyncio.AbstractEventLoop) -> None:
        """Begin, in the process that serves: called by the server once its loop is there, before it runs."""
        self.loop = loop
        for number in range(THREADS):
            threading.Thread(target=self._answer_on, name=f"page-{number + 1}", daemon=True).start()
        for number in (signal.SIGTERM, signal.SIGINT):
            # The loop hears of the signal beside this, and tells the server, which waits for what is still open.
            signal.signal(number, lambda *_: self.hub.close())

    async def __rsgi__(self, scope: Any, proto: Any) -> None:
        """Answer a request that came by the loop."""
        over = asyncio.get_running_loop().create_future()
        self.ask(scope, proto, lambda: self._on_loop(_settle, over))
        await over

    def ask(self, scope: Any, proto: Any, done: Callable[[], object]) -> None:
        """Have a request answered by a thread; `done` is called there, or on the loop where it is a stream's."""
        length = scope.headers.get("content-length") or ""
        size = int(length) if length.isdecimal() else 0
        if not size:
            self._asked.put(Asked(scope, proto, done))
        elif size > LARGEST_BODY:
            _refuse(proto, 413, TOO_LARGE)
            done()
        else:
            self._on_loop(self._begin, self._read_first(scope, proto, done, size))

    async def _read_first(self, scope: Any, proto: Any, done: Callable[[], object], size: int) -> None:
        is_small = size <= SMALL_BODY
        try:
            async with asyncio.timeout(SECONDS_TO_SEND_SMALL if is_small else SECONDS_TO_SEND_LARGE):
                async with contextlib.nullcontext() if is_small else self._large:
                    body = await proto()
        except (TimeoutError, ProtocolClosed, ProtocolError):
            _refuse(proto, 408)
            done()
            return
        self._asked.put(Asked(scope, proto, done, body))

    def _answer_on(self) -> None:
        while True:
            asked = self._asked.get()
            let_the_writer_end()
            try:
                self._answer(asked)
            except Exception:  # the outermost frame of a thread: another request must find it there
                log.exception("a request broke on its way out", path=asked.scope.path)

    def _answer(self, asked: Asked) -> None:
        """Answer one request. Whoever asked may be gone by then; that is nobody's fault."""
        stays = False
        try:
            start = Start()
            response = self.pages(environ_of(asked.scope, io.BytesIO(asked.body)), start)
            try:
                if ticket := getattr(response, "ticket", None):
                    self._on_loop(self._begin, self._stream(asked, start, response.content, ticket))
                    stays = True
                elif getattr(response, "streaming", True) and not 0 <= start.length <= WHOLE:
                    self._send_in_pieces(asked.proto, start, response)
                else:
                    asked.proto.response_bytes(start.status, start.headers, b"".join(response))
            finally:
                response.close()
        except (ProtocolClosed, ProtocolError, TimeoutError):
            pass
        finally:
            if not stays:
                asked.done()

    def _send_in_pieces(self, proto: Any, start: "Start", response: Any) -> None:
        line = proto.response_stream(start.status, start.headers)
        for piece in response:
            self._wait_for(line.send_bytes(piece))

    async def _stream(self, asked: Asked, start: "Start", first: bytes, ticket: Any) -> None:
        try:
            headers = [header for header in start.headers if header[0].lower() != "content-length"]
            line = asked.proto.response_stream(start.status, headers)
            await line.send_bytes(first)
            gone = asyncio.ensure_future(asked.proto.client_disconnect())
            await self.hub.follow(ticket, line.send_bytes, gone)
        except (ProtocolClosed, ProtocolError, TimeoutError):
            pass
        finally:
            asked.done()

    def _wait_for(self, awaitable: Any) -> Any:
        """What the loop has for a thread."""
        return asyncio.run_coroutine_threadsafe(_awaited(awaitable), self._running()).result(
            SECONDS_FOR_A_PIECE
        )

    def _begin(self, work: Any) -> None:
        task = self._running().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _on_loop(self, function: Callable[..., object], *arguments: object) -> None:
        self._running().call_soon_threadsafe(function, *arguments)

    def _running(self) -> asyncio.AbstractEventLoop:
        if self.loop is None:
            raise RuntimeError("The bridge is used before the server has begun.")
        return self.loop


class Start:
    """What a WSGI application begins its answer with."""

    __slots__ = ("headers", "status")

    def __call__(self, status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> None:
        self.status = int(status[:3])
        self.headers = headers

    @property
    def length(self) -> int:
        """How long the answer says it is, in bytes; -1 where it does not say."""
        return next((int(value) for name, value in self.headers if name.lower() == "content-length"), -1)


def environ_of(scope: Any, body: Any) -> dict[str, Any]:
    """A request as WSGI tells it. Nothing of the machine's own environment is in it."""
    host, _, port = scope.server.rpartition(":")
    environ = {
        **FIXED,
        "REQUEST_METHOD": scope.method,
        "PATH_INFO": scope.path.encode().decode("latin-1"),
        "QUERY_STRING": scope.query_string,
        "SERVER_NAME": host.strip("[]"),
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "REMOTE_ADDR": scope.client.rpartition(":")[0].strip("[]"),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": body,
    }
    for name, value in scope.headers.items():
        if "_" in name:
            continue  # it would pass for the one with a dash, which a proxy may have set
        key = PLAIN.get(name) or f"HTTP_{name.upper().replace('-', '_')}"
        environ[key] = (
            f"{environ[key]}{'; ' if name == 'cookie' else ','}{value}" if key in environ else value
        )
    if scope.authority and "HTTP_HOST" not in environ:
        environ["HTTP_HOST"] = scope.authority
    return environ


def past_the_loop(bridge: Bridge) -> None:
    """Have the server hand requests to the bridge's threads itself, where this version of it can be told to.

    Where it cannot, they come by the loop, which is slower and nothing else.
    """
    from granian import _futures

    usual = getattr(_futures, "_cbsched_aioschedule", None)
    if usual is None:
        return

    def schedule(loop: Any, context: Any, callback: Any) -> Callable[[Any], None]:
        return lambda watcher: bridge.ask(watcher.scope, watcher.proto, watcher.done)

    _futures._cbsched_aioschedule = schedule


def _settle(over: "asyncio.Future[None]") -> None:
    if not over.done():
        over.set_result(None)


def _refuse(proto: Any, status: int, why: str = "") -> None:
    with contextlib.suppress(ProtocolClosed, ProtocolError):
        proto.response_str(status, [("content-type", "text/plain; charset=utf-8")], why)


async def _awaited(awaitable: Any) -> Any:
    return await awaitable
