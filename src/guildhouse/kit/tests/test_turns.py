"""While one thread writes, the others of its process begin nothing new, but never wait for long."""

import threading
import time

import pytest
from django.db import connection

from guildhouse.kit import turns

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_thread_waits_for_one_of_its_own_process_that_writes(monkeypatch):
    monkeypatch.setattr(turns, "SECONDS_FOR_ONE_OF_US", 10)
    begun, order = threading.Event(), []

    def write() -> None:
        with turns.writers_turn():
            begun.set()
            time.sleep(0.05)
            order.append("written")
        connection.close()

    writer = threading.Thread(target=write)
    writer.start()
    begun.wait(10)
    turns.let_the_writer_end()
    order.append("another")
    writer.join()
    # On PostgreSQL nobody takes turns: the server has processes of its own.
    assert order == (["written", "another"] if connection.vendor == "sqlite" else ["another", "written"])


def test_nobody_waits_long_for_one_who_writes(monkeypatch):
    monkeypatch.setattr(turns, "SECONDS_FOR_ONE_OF_US", 0.01)
    with turns.writers_turn():
        began = time.monotonic()
        turns.let_the_writer_end()
        assert time.monotonic() - began < 5
    began = time.monotonic()
    turns.let_the_writer_end()
    assert time.monotonic() - began < 5
