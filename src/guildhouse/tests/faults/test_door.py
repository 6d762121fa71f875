"""The address of a house: the next one waits there for those who still finish, and for nobody who stays."""

import socket
import threading
from collections.abc import Iterator

import pytest

from guildhouse import serving


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening


def test_a_door_that_is_let_go_is_waited_for(listener: socket.socket) -> None:
    port = listener.getsockname()[1]
    threading.Timer(0.3, listener.close).start()
    serving.wait_until_free("127.0.0.1", port)
    with socket.create_server(("127.0.0.1", port)):
        pass


def test_a_door_where_somebody_stays_is_refused_with_a_sentence(
    listener: socket.socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serving, "SECONDS_AT_THE_DOOR", 0.2)
    with pytest.raises(serving.CannotListen, match="choose another with --port"):
        serving.wait_until_free("127.0.0.1", listener.getsockname()[1])


def test_an_address_that_is_not_ours_is_refused_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "SECONDS_AT_THE_DOOR", 3600)
    with pytest.raises(serving.CannotListen):
        serving.wait_until_free("192.0.2.1", 8000)
