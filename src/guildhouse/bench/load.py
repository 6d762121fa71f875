"""A client that asks as fast as it is answered, over connections that stay open, in a process of its own.

`python -m guildhouse.bench.load` reads one order as JSON and writes what came of it as JSON; `put` does both ends.
"""

import json
import math
import selectors
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

LONGEST = 60.0  # seconds that one answer may take before it counts as none
PORTION = 262_144


@dataclass(frozen=True)
class Order:
    """What to ask: each request in turn and again for `seconds`, or (0 seconds) each of them once."""

    host: str
    port: int
    connections: int
    requests: Sequence[str]
    seconds: float = 0


@dataclass
class Outcome:
    """What came of it: how many answers of which status in how long, and how long each took, in milliseconds.

    `processor` is filled by whoever knows the program that was asked: seconds that it worked.
    """

    seconds: float = 0
    statuses: dict[str, int] = field(default_factory=dict)
    broken: int = 0
    took: dict[str, float] = field(default_factory=dict)
    bytes_each: float = 0
    processor: float = 0
    each: list[float] = field(default_factory=list)

    @property
    def answers(self) -> int:
        return sum(self.statuses.values())

    @property
    def rate(self) -> float:
        """Answers a second."""
        return self.answers / self.seconds if self.seconds else 0.0

    @property
    def refused(self) -> int:
        """Answers that are neither a page nor a redirect, and those that never came."""
        well = sum(count for status, count in self.statuses.items() if status[0] in "23")
        return self.answers - well + self.broken


def put(order: Order) -> Outcome:
    """Have the order carried out by another process."""
    done = subprocess.run(
        [sys.executable, "-m", "guildhouse.bench.load"],
        input=json.dumps(asdict(order)),
        capture_output=True,
        text=True,
        check=True,
    )
    return Outcome(**json.loads(done.stdout))


def spread(took: Sequence[float]) -> dict[str, float]:
    """The median, the slowest of the quickest 99 %, and the slowest of all; nothing when nothing was measured."""
    ordered = sorted(took)
    if not ordered:
        return {}

    def at(share: float) -> float:
        return ordered[max(0, math.ceil(len(ordered) * share) - 1)]

    return {"p50": at(0.50), "p99": at(0.99), "max": ordered[-1]}


class Connection:
    """One open line: at most one request under way."""

    def __init__(self, order: Order) -> None:
        self.socket = socket.create_connection((order.host, order.port), timeout=LONGEST)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.began, self.came = 0.0, b""

    def ask(self, request: bytes) -> None:
        self.came = b""
        self.began = time.perf_counter()
        self.socket.sendall(request)

    def hear(self) -> bytes:
        """What came of the answer, once all of it is here; nothing before."""
        portion = self.socket.recv(PORTION)
        if not portion:
            raise ConnectionResetError
        self.came += portion
        return self.came if is_whole(self.came) else b""


def is_whole(answer: bytes) -> bool:
    """Whether this is all of an answer, by the length it states or the last of its chunks."""
    head, gap, body = answer.partition(b"\r\n\r\n")
    if not gap:
        return False
    stated = head.lower()
    if b"transfer-encoding: chunked" in stated:
        return body.endswith(b"0\r\n\r\n")
    at = stated.find(b"content-length:")
    return len(body) >= int(stated[at + 15 :].split(b"\r\n", 1)[0]) if at >= 0 else True


def carry_out(order: Order) -> Outcome:
    """Ask, in this process."""
    return Errand(order).run()


class Errand:
    """One order while it is carried out."""

    def __init__(self, order: Order) -> None:
        self.order = order
        self.requests = [request.encode("latin-1") for request in order.requests]
        self.outcome = Outcome()
        self.turn = self.under_way = self.size = 0
        self.chooser = selectors.DefaultSelector()
        # All lines are open before the first word is said, so that everybody asks at once.
        self.lines = [Connection(order) for _ in range(order.connections)]
        self.began = self.ended = time.perf_counter()

    def run(self) -> Outcome:
        for line in self.lines:
            self.chooser.register(line.socket, selectors.EVENT_READ, line)
            self._ask(line)
        while self.under_way and (ready := self.chooser.select(LONGEST)):
            for key, _events in ready:
                self._hear(key.data)
        never = 0 if self.order.seconds else len(self.requests) - self.turn
        self.outcome.broken += self.under_way + never
        self.outcome.seconds = self.ended - self.began
        self.outcome.took = spread(self.outcome.each)
        self.outcome.bytes_each = self.size / max(1, self.outcome.answers)
        return self.outcome

    def _ask(self, line: Connection) -> None:
        once = not self.order.seconds
        if self.turn >= len(self.requests) if once else self.ended - self.began >= self.order.seconds:
            return
        line.ask(self.requests[self.turn % len(self.requests)])
        self.turn, self.under_way = self.turn + 1, self.under_way + 1

    def _hear(self, line: Connection) -> None:
        try:
            answer = line.hear()
        except OSError:
            self.outcome.broken, self.under_way = self.outcome.broken + 1, self.under_way - 1
            self.chooser.unregister(line.socket)
            return
        if not answer:
            return
        self.ended = time.perf_counter()
        self.outcome.each.append((self.ended - line.began) * 1000)
        self.under_way, self.size = self.under_way - 1, self.size + len(answer)
        status = answer[9:12].decode("latin-1")
        self.outcome.statuses[status] = self.outcome.statuses.get(status, 0) + 1
        self._ask(line)


def fetch(port: int, request: str) -> str:
    """One answer, head and all."""
    line = Connection(Order("127.0.0.1", port, 1, ()))
    with line.socket:
        line.ask(request.encode("latin-1"))
        while not (answer := line.hear()):
            pass
    return answer.decode(errors="replace")


def timed(port: int, request: str) -> tuple[float, str]:
    """How long one answer takes, in milliseconds, and its status."""
    began = time.perf_counter()
    answer = fetch(port, request)
    return (time.perf_counter() - began) * 1000, answer[9:12]


def get(path: str, host: str, **headers: str) -> str:
    """A GET as a browser sends it."""
    return _request("GET", path, host, headers, "")


def post(path: str, host: str, body: str, **headers: str) -> str:
    """A form as a browser sends it."""
    form = {"Content-Type": "application/x-www-form-urlencoded", "Content-Length": str(len(body))}
    return _request("POST", path, host, {"Origin": f"http://{host}", **form, **headers}, body)


def _request(method: str, path: str, host: str, headers: dict[str, str], body: str) -> str:
    said: dict[str, Any] = {"Host": host, "Accept": "text/html", "Accept-Language": "en", **headers}
    lines = "".join(f"{name}: {value}\r\n" for name, value in said.items())
    return f"{method} {path} HTTP/1.1\r\n{lines}\r\n{body}"


if __name__ == "__main__":
    order = Order(**json.load(sys.stdin))
    json.dump(asdict(carry_out(order)), sys.stdout)
