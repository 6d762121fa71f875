"""Sending again: with pauses drawn by lot, not for ever, and under the same id, whatever the server does."""

import socket
import threading
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.db import connections

from guildhouse.kit import clock, mail
from guildhouse.notices import outbox, tasks
from guildhouse.notices.models import Letter
from guildhouse.notices.tests.server import mail_server
from guildhouse.notices.tests.test_outbox import in_queue, letter

pytestmark = pytest.mark.django_db(transaction=True)
LONG = timedelta(hours=5)


@pytest.fixture
def sink(settings, monkeypatch):
    monkeypatch.setattr(mail, "TIMEOUT", 0.5)
    with mail_server() as server:
        settings.MAIL = urlsplit(server.url)
        yield server


@pytest.mark.parametrize("manners", ["refuse", "drop-greeting", "drop-before-data", "drop-in-data", "hang"])
def test_a_server_that_misbehaves_first_and_then_does_not_gets_the_letter_once(sink, manners: str):
    [kept] = in_queue(letter())
    sink.manners = manners
    tasks.send_letters()
    kept.refresh_from_db()
    assert (kept.state, kept.attempts) == ("queued", 1)
    sink.manners = "well"
    with clock.at(clock.now() + LONG):
        tasks.send_letters()
        tasks.send_letters()
    assert dict(sink.arrived) == {(kept.message_id, "ana@example.org"): 1}


def test_a_server_that_hangs_up_after_the_dot_gets_the_letter_once_more_under_the_same_id(sink):
    [kept] = in_queue(letter())
    sink.manners = "drop-after-dot"
    tasks.send_letters()
    sink.manners = "well"
    for later in range(1, 4):
        with clock.at(clock.now() + LONG * later):
            tasks.send_letters()
    assert dict(sink.arrived) == {(kept.message_id, "ana@example.org"): 2}


def test_a_letter_is_tried_so_often_and_no_more(settings):
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    settings.MAIL = urlsplit(f"smtp://127.0.0.1:{port}")
    in_queue(letter())
    at, tries = clock.now(), 0
    for hours in range(0, 24 * 10, 5):
        with clock.at(at + timedelta(hours=hours)):
            tries += tasks.send_letters()
    assert tries == outbox.MOST_ATTEMPTS
    assert Letter.objects.get().state == "failed"


def test_pauses_are_drawn_by_lot_between_nothing_and_the_longest(settings):
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    settings.MAIL = urlsplit(f"smtp://127.0.0.1:{port}")
    in_queue(*(letter(f"p{n}@example.org", attempts=5) for n in range(200)))
    at = clock.now()
    with clock.at(at):
        while tasks.send_letters():
            pass
    hours = [(one.not_before - at) / timedelta(hours=1) for one in Letter.objects.all()]
    assert 0 < min(hours) < 0.5
    assert 3.5 < max(hours) <= 4
    assert 1.5 < sum(hours) / len(hours) < 2.5


def test_the_last_try_is_about_two_days_after_the_first():
    longest = [outbox.BACK_OFF[min(n, len(outbox.BACK_OFF) - 1)] for n in range(outbox.MOST_ATTEMPTS - 1)]
    assert 1.5 < sum(longest) / 2 / 3600 / 24 < 2.5


def test_while_a_slow_server_takes_one_letter_another_can_still_be_held_back(sink, monkeypatch):
    monkeypatch.setattr(mail, "TIMEOUT", 10)
    first, second = in_queue(letter(), letter("bo@example.org"))
    sink.manners = "wait"
    worker = threading.Thread(target=send_and_close)
    worker.start()
    assert sink.begun.wait(10)
    Letter.objects.filter(pk=second.pk).update(state="dropped", leased_until=None)
    sink.go_on.set()
    worker.join(10)
    assert dict(sink.arrived) == {(first.message_id, "ana@example.org"): 1}


def send_and_close() -> None:
    tasks.send_letters()
    connections.close_all()
