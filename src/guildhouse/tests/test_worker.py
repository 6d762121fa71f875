"""The worker as a whole: it hears, writes, sends, beats, stops when asked, and never makes a page wait."""

import socket
import threading
import time
from urllib.parse import urlsplit

import pytest
from django.core.cache import cache
from django.test import Client

from guildhouse import worker
from guildhouse.history.actors import SYSTEM, Actor
from guildhouse.history.models import Heartbeat
from guildhouse.notices.models import Letter
from guildhouse.people import actions
from guildhouse.people.models import Person

pytestmark = pytest.mark.django_db(transaction=True)

ACCOUNT = {"name": "Ana", "email": "a@example.org", "password1": "a-fine-long-secret-7"}


def something_to_tell() -> None:
    admin = actions.open_account(
        "root@example.org", "Root", "a-long-secret", actor=SYSTEM, is_site_admin=True
    )
    place = Person.objects.create(name="Old Hand")
    actions.invite_to_claim(place, email="old@example.org", actor=Actor(admin))


def test_from_an_act_to_the_mailbox(mail_sink):
    something_to_tell()
    worker.run(threading.Event(), once=True)
    assert [one["X-Envelope-To"] for one in mail_sink.letters] == ["old@example.org"]
    assert Letter.objects.get().state == "sent"
    assert Heartbeat.objects.count() == 1


def test_it_stops_within_a_second_of_being_asked():
    stop = threading.Event()
    thread = threading.Thread(target=worker.run, args=(stop,))
    thread.start()
    time.sleep(0.3)
    asked = time.monotonic()
    stop.set()
    thread.join(5)
    assert not thread.is_alive()
    assert time.monotonic() - asked < 1


def test_two_workers_tell_everything_once(mail_sink, race):
    something_to_tell()
    outcomes = race(*(lambda: worker.run(threading.Event(), once=True) for _ in range(3)))
    assert [outcome.error for outcome in outcomes] == [None] * 3
    assert len(mail_sink.letters) == 1


def test_a_page_never_waits_for_a_mail_server_that_hangs(settings, client: Client):
    cache.clear()
    with socket.create_server(("127.0.0.1", 0)) as silent:
        silent.settimeout(10)
        settings.MAIL = urlsplit(f"smtp://127.0.0.1:{silent.getsockname()[1]}")
        stop = threading.Event()
        thread = threading.Thread(target=worker.run, args=(stop,), daemon=True)
        something_to_tell()
        thread.start()
        line, _address = silent.accept()
        try:
            answer = client.post("/account/signup/", ACCOUNT)
            held = Letter.objects.get(to="old@example.org").state
            # No clock here: the worker waits still, and nobody else knocked at the server.
            silent.settimeout(0)
            with pytest.raises(BlockingIOError):
                silent.accept()
        finally:
            stop.set()
            line.close()
            silent.close()
            thread.join(15)
    assert (answer.status_code, held) == (302, "sending")
    assert Letter.objects.get(to="a@example.org").state == "queued"
