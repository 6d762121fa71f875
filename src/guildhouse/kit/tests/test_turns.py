"""While one thread holds what many want, the others of its process begin nothing new, but never wait for long."""

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
            turns.holds_a_row()
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
    assert order == ["written", "another"]


def test_nobody_waits_long_for_one_who_writes(monkeypatch):
    monkeypatch.setattr(turns, "SECONDS_FOR_ONE_OF_US", 0.01)
    with turns.writers_turn():
        turns.holds_a_row()
        began = time.monotonic()
        turns.let_the_writer_end()
        assert time.monotonic() - began < 5
    began = time.monotonic()
    turns.let_the_writer_end()
    assert time.monotonic() - began < 5


def test_whoever_only_has_to_end_is_waited_for_by_nobody(monkeypatch):
    monkeypatch.setattr(turns, "SECONDS_FOR_ONE_OF_US", 10)
    began = time.monotonic()
    with turns.writers_turn():
        turns.holds_a_row()
        turns.lets_go()
        if connection.vendor == "postgresql":
            turns.let_the_writer_end()
    assert time.monotonic() - began < 5


def test_whoever_holds_nothing_is_waited_for_by_nobody(monkeypatch):
    monkeypatch.setattr(turns, "SECONDS_FOR_ONE_OF_US", 10)
    turns.holds_a_row()  # outside a turn nobody would know when it ends
    began = time.monotonic()
    turns.let_the_writer_end()
    with turns.writers_turn():
        if connection.vendor == "postgresql":
            turns.let_the_writer_end()
    assert time.monotonic() - began < 5
