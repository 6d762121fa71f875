"""Between the server and the house: what a request says reaches the pages as it was sent, and nothing else does."""

import http.client
import socket
import threading
import time
from collections.abc import Iterator
from queue import Queue

import pytest

from guildhouse.bridge import LARGEST_BODY, SMALL_BODY, THREADS, Bridge, Start, environ_of, past_the_loop
from guildhouse.testing.site import Live, serving

FORM = "Content-Type: application/x-www-form-urlencoded\r\n"


class Scope:
    """A request as the server tells it."""

    server, client, scheme, method = "[::1]:8000", "[::1]:4711", "http", "GET"
    path, query_string, http_version, authority = "/c/weavers/è/", "a=%20b", "2", "house.example"

    class headers:  # noqa: N801 - what the server calls it
        @staticmethod
        def items() -> list[tuple[str, str]]:
            return [
                ("cookie", "a=1"),
                ("cookie", "b=2"),
                ("accept", "text/html"),
                ("accept", "*/*"),
                ("x_forwarded_for", "192.0.2.1"),
                ("content-type", "text/plain"),
            ]


def test_a_request_is_told_as_it_was_sent_and_without_anything_of_the_machine():
    told = environ_of(Scope, None)
    assert told.pop("wsgi.errors")
    assert {name: value for name, value in told.items() if not name.startswith(("wsgi.", "guildhouse."))} == {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": "/c/weavers/è/".encode().decode("latin-1"),
        "QUERY_STRING": "a=%20b",
        "SERVER_NAME": "::1",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/2",
        "SERVER_SOFTWARE": "Granian",
        "REMOTE_ADDR": "::1",
        "HTTP_COOKIE": "a=1; b=2",
        "HTTP_ACCEPT": "text/html,*/*",
        "CONTENT_TYPE": "text/plain",
        "HTTP_HOST": "house.example",
    }


def test_this_server_can_be_told_to_hand_requests_past_the_loop(monkeypatch):
    from granian import _futures

    usual = _futures._cbsched_aioschedule
    monkeypatch.setattr(_futures, "_cbsched_aioschedule", usual)
    past_the_loop(Bridge(lambda environ, start: None))
    assert _futures._cbsched_aioschedule is not usual


def test_a_server_that_cannot_is_left_as_it_is(monkeypatch):
    from granian import _futures

    monkeypatch.delattr(_futures, "_cbsched_aioschedule")
    past_the_loop(Bridge(lambda environ, start: None))
    assert not hasattr(_futures, "_cbsched_aioschedule")


class Line:
    """Where an answer goes: what was sent in one piece, and how often the line was opened for pieces."""

    def __init__(self) -> None:
        self.whole: Queue[bytes] = Queue()
        self.opened = 0

    def response_bytes(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
        self.whole.put(body)

    def response_stream(self, status: int, headers: list[tuple[str, str]]) -> None:
        self.opened += 1


class Answer(list[bytes]):
    """The pieces of an answer that tells its length, as a file's does."""

    streaming = True

    def close(self) -> None:
        pass


class Asking(Scope):
    """The same request, asking for nothing to be read."""

    class headers(Scope.headers):  # noqa: N801 - what the server calls it
        @staticmethod
        def get(name: str) -> None:
            return None


def test_a_request_that_breaks_takes_no_thread_with_it():
    broken = iter([True] * (2 * THREADS))

    def pages(environ: dict[str, object], start: Start) -> Answer:
        if next(broken, False):
            raise ValueError("this one broke")
        start("200 OK", [("Content-Length", "6")])
        return Answer([b"still ", b""])

    bridge, lines = Bridge(pages), [Line() for _ in range(2 * THREADS + 1)]
    for _ in range(THREADS):
        threading.Thread(target=bridge._answer_on, daemon=True).start()
    for line in lines:
        bridge.ask(Asking, line, lambda: None)
    assert lines[-1].whole.get(timeout=10) == b"still "
    assert lines[-1].opened == 0


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    with serving(tmp_path_factory.mktemp("bridge"), "--workers", "1", GUILDHOUSE_LOG_LEVEL="ERROR") as live:
        yield live


def port_of(live: Live) -> int:
    return int(live.url.rpartition(":")[2])


def said(live: Live, request: bytes, *more: bytes) -> bytes:
    """What comes back for these bytes, sent one after the other."""
    with socket.create_connection(("127.0.0.1", port_of(live)), timeout=20) as line:
        for piece in (request, *more):
            line.sendall(piece)
            time.sleep(0.05)
        answer = b""
        while piece := line.recv(65536):
            answer += piece
        return answer


def post(length: int | str, body: bytes = b"") -> bytes:
    size = f"Content-Length: {length}\r\n" if isinstance(length, int) else f"{length}\r\n"
    return (
        f"POST /setup/ HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n{FORM}{size}\r\n".encode() + body
    )


@pytest.mark.process
def test_forms_arrive_however_they_are_sent(live):
    large = b"name=" + b"x" * 2 * SMALL_BODY
    refused = b"HTTP/1.1 403"  # no token: the form was read, and was not ours
    assert said(live, post(3, b"a=b"))[:12] == refused
    assert said(live, post(3), b"a", b"=b")[:12] == refused
    assert said(live, post(len(large)), large[:1000], large[1000:])[:12] == refused
    assert said(live, post("Transfer-Encoding: chunked"), b"3\r\na=b\r\n0\r\n\r\n")[:12] == refused


@pytest.mark.process
def test_more_than_anybody_need_send_is_refused_with_a_sentence_before_it_is_read(live):
    answer = said(live, post(LARGEST_BODY + 1))
    assert answer.startswith(b"HTTP/1.1 413")
    assert b"Go back and send a smaller file." in answer


@pytest.mark.process
@pytest.mark.parametrize("size", [1000, 2 * SMALL_BODY])
def test_whoever_sends_slowly_or_goes_away_holds_up_nobody(live, size: int):
    slow = [socket.create_connection(("127.0.0.1", port_of(live))) for _ in range(20)]
    for line in slow:
        line.sendall(post(size, b"a"))
    gone = socket.create_connection(("127.0.0.1", port_of(live)))
    gone.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
    gone.close()
    assert live.get("/healthz") == "alive\n"
    for line in slow:
        line.close()
    assert live.get("/healthz") == "alive\n"


@pytest.mark.process
def test_a_file_arrives_whole_and_a_head_without_a_body(live):
    line = http.client.HTTPConnection("127.0.0.1", port_of(live), timeout=20)
    line.request("GET", "/static/css/app.css")
    answer = line.getresponse()
    assert len(answer.read()) == int(answer.headers["Content-Length"])
    line.request("HEAD", "/static/css/app.css")
    answer = line.getresponse()
    assert (answer.status, answer.read()) == (200, b"")
    line.close()
