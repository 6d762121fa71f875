"""While the database cannot write, pages say so and when to come back; reading goes on, and nothing half-done stays."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from django.db import OperationalError, connection
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from guildhouse.kit import failpoints, turns
from guildhouse.rooms.actions import asking
from guildhouse.rooms.models import Room, Seat
from guildhouse.rooms.tests.test_races_http import open_now
from guildhouse.testing.cast import Cast

pytestmark = pytest.mark.django_db(transaction=True)

WAYS = {"sqlite": ("locked", "read-only", "no folder", "full"), "postgresql": ("full",)}


@contextmanager
def locked(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Another program writes, and is not done before our patience ends."""
    monkeypatch.setattr(turns, "SECONDS_FOR_STRANGERS", 0.2)
    with closing(sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        try:
            yield
        finally:
            other.execute("ROLLBACK")


@contextmanager
def read_only() -> Iterator[None]:
    """The file may be read and not written."""
    _set("query_only=ON")
    try:
        yield
    finally:
        _set("query_only=OFF")


@contextmanager
def no_turns(monkeypatch: pytest.MonkeyPatch, path: Path) -> Iterator[None]:
    """The folder cannot be written: there is no lock to take a turn with."""
    with monkeypatch.context() as patch:
        patch.setattr(turns, "_lock_path", lambda here: path)
        yield


def _set(pragma: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {pragma}")


def ask(client: Client, room: Room) -> HttpResponse:
    path = reverse("room-seat", args=[room.community.slug, room.public_id])
    return client.post(path, headers={"Idempotency-Key": "k"})  # type: ignore[return-value]


@pytest.mark.parametrize("fault", WAYS[connection.vendor])
def test_what_cannot_be_written_is_refused_and_reading_goes_on(
    fault: str, cast: Cast, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    room, client = open_now(cast), Client(raise_request_exception=False)
    client.force_login(cast.bo)
    page = reverse("room", args=[room.community.slug, room.public_id])
    faults = {
        "locked": lambda: locked(monkeypatch),
        "read-only": read_only,
        "no folder": lambda: no_turns(monkeypatch, tmp_path),
        "full": lambda: failpoints.armed("rooms.ask.before-commit=disk-full"),
    }
    with faults[fault]():
        refused, read = ask(client, room), client.get(page)
    body = refused.content.decode()
    assert (refused.status_code, read.status_code) == (503, 200)
    assert int(refused.headers["Retry-After"]) > 0
    assert ("no room left" in body) == (fault in ("read-only", "full"))
    assert "<main" in body
    assert not Seat.objects.exists()
    assert ask(client, room).status_code == 302
    assert Seat.objects.get().state == Seat.State.CONFIRMED


@pytest.mark.once  # PostgreSQL locks rows, not the house
def test_whoever_has_the_turn_is_less_patient_with_strangers(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = open_now(cast)
    patient = connection.settings_dict["OPTIONS"]["timeout"]
    with locked(monkeypatch):
        took = []
        for patience in (0.2, 3600):
            # The second one knows already that somebody is there, and does not wait as long again.
            monkeypatch.setattr(turns, "SECONDS_FOR_STRANGERS", patience)
            began = time.monotonic()
            with pytest.raises(OperationalError, match="locked"):
                asking.ask(room, actor=cast.actor("bo"))
            took.append(time.monotonic() - began)
    asking.ask(room, actor=cast.actor("bo"))
    assert Path(f"{connection.settings_dict['NAME']}.turn").stat().st_size == 0
    with connection.cursor() as cursor:
        assert cursor.execute("PRAGMA busy_timeout").fetchone()[0] == patient * 1000
    assert max(took) < patient / 2
