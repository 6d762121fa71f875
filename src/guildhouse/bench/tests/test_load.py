"""The client that asks, against a server that is known to answer so."""

import http.server
import threading
from collections.abc import Iterator

import pytest

from guildhouse.bench import load
from guildhouse.bench.load import Order, Outcome


class Door(http.server.BaseHTTPRequestHandler):
    """Answers what its path asks for, over a line that stays open."""

    protocol_version = "HTTP/1.1"
    wbufsize = 65_536  # head and body leave together

    def do_GET(self) -> None:
        body = b"x" * 5000
        self.send_response(int(self.path.strip("/")))
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


@pytest.fixture
def port() -> Iterator[int]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Door) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1]
        server.shutdown()


def test_the_spread_of_a_hundred_known_times():
    assert load.spread([float(one) for one in range(100, 0, -1)]) == {"p50": 50, "p99": 99, "max": 100}


def test_the_spread_of_one_and_of_none():
    assert load.spread([7.0]) == {"p50": 7, "p99": 7, "max": 7}
    assert load.spread([]) == {}


@pytest.mark.parametrize(
    ("answer", "whole"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nab", False),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc", True),
        (b"HTTP/1.1 302 Found\r\ncontent-length: 0\r\n\r\n", True),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n", False),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n", True),
        (b"HTTP/1.1 200 OK\r\nContent-", False),
    ],
)
def test_an_answer_is_whole_when_all_of_it_is_here(answer, whole):
    assert load.is_whole(answer) is whole


def test_each_request_is_sent_once_over_fewer_lines_than_requests(port):
    requests = (
        [load.get("/200/", "here")] * 17 + [load.get("/302/", "here")] * 2 + [load.get("/503/", "here")]
    )
    outcome = load.put(Order("127.0.0.1", port, 4, requests))
    assert (outcome.statuses, outcome.refused) == ({"200": 17, "302": 2, "503": 1}, 1)
    assert len(outcome.each) == 20
    assert outcome.bytes_each > 5000


def test_requests_go_round_until_the_time_is_over(port):
    outcome = load.put(Order("127.0.0.1", port, 2, [load.get("/200/", "here")], seconds=0.2))
    assert outcome.answers > 10
    assert 0.2 <= outcome.seconds < 2
    assert outcome.rate == outcome.answers / outcome.seconds


def test_what_is_never_answered_is_counted():
    outcome = Outcome(seconds=1, statuses={"200": 5}, broken=3)
    assert outcome.refused == 3
