"""Letters leave once, over a real mail server on loopback, whatever happens to workers and servers."""

import os
import signal
import socket
import time
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from aiosmtpd.controller import Controller
from django.db import connections

from guildhouse.kit import clock, mail
from guildhouse.notices import outbox, sending, tasks
from guildhouse.notices.envelope import wrap
from guildhouse.notices.models import Letter

pytestmark = pytest.mark.django_db(transaction=True)


def free_port() -> int:
    """A port nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
    return port


def letter(to: str = "ana@example.org", **more) -> Letter:
    at = clock.now()
    words = {"subject": "Grüße", "text": "Text.\n", "html": "<p>Text.</p>", "language": "en", "kind": "test"}
    return Letter(**{"to": to, "not_before": at, "created_at": at} | words | more)


def in_queue(*letters: Letter) -> list[Letter]:
    outbox.queue(letters)
    return list(Letter.objects.order_by("pk"))


def test_a_letter_arrives_as_text_and_html_with_its_headers(mail_sink):
    [kept] = in_queue(letter())
    assert tasks.send_letters() == 1
    [arrived] = mail_sink.letters
    kept.refresh_from_db()
    assert (kept.state, kept.attempts) == ("sent", 1)
    assert arrived["Message-ID"] == kept.message_id
    assert arrived["Auto-Submitted"] == "auto-generated"
    assert arrived["Subject"] == "Grüße"
    assert arrived["X-Envelope-To"] == "ana@example.org"
    assert [part.get_content_type() for part in arrived.iter_parts()] == ["text/plain", "text/html"]


CALENDAR = "BEGIN:VCALENDAR\r\nMETHOD:CANCEL\r\nSUMMARY:Grüße\r\nEND:VCALENDAR\r\n"


def test_a_calendar_entry_goes_beside_the_text_and_as_a_file(mail_sink):
    in_queue(letter(calendar=CALENDAR, calendar_method="CANCEL"))
    tasks.send_letters()
    [arrived] = mail_sink.letters
    beside, file = [part for part in arrived.walk() if part.get_content_type() == "text/calendar"]
    assert [part["Content-Type"].params["method"] for part in (beside, file)] == ["CANCEL"] * 2
    assert (beside.get_filename(), file.get_filename()) == (None, "invite.ics")
    assert [part.get_content().splitlines() for part in (beside, file)] == [CALENDAR.splitlines()] * 2
    assert arrived.get_body(("html",)).get_content().strip() == "<p>Text.</p>"


def test_a_code_is_forgotten_once_it_is_sent(mail_sink):
    in_queue(letter(holds_secret=True, text="K3Y", html="<p>K3Y</p>"))
    tasks.send_letters()
    [kept] = Letter.objects.all()
    assert "K3Y" in mail_sink.letters[0].as_string()
    assert (kept.state, kept.text, kept.html) == ("sent", "", "")


def test_a_letter_waits_for_its_moment(mail_sink):
    in_queue(letter(not_before=clock.now() + timedelta(hours=1)))
    assert tasks.send_letters() == 0
    with clock.at(clock.now() + timedelta(hours=2)):
        assert tasks.send_letters() == 1


def test_without_a_mail_server_letters_are_shown(settings):
    [kept] = in_queue(letter())
    assert kept.state == "shown"
    assert tasks.send_letters() == 0


def test_two_workers_at_once_send_each_letter_once(mail_sink, race):
    in_queue(*(letter(f"person{n}@example.org") for n in range(45)))

    def work() -> int:
        sent = 0
        while found := tasks.send_letters():
            sent += found
        return sent

    outcomes = race(work, work, work)
    assert [outcome.error for outcome in outcomes] == [None] * 3
    assert sum(outcome.value for outcome in outcomes) == 45
    assert sorted(one["X-Envelope-To"] for one in mail_sink.letters) == sorted(
        f"person{n}@example.org" for n in range(45)
    )


def test_a_worker_killed_after_claiming_loses_nothing(mail_sink):
    [kept] = in_queue(letter())
    connections.close_all()
    pid = os.fork()
    if pid == 0:
        outbox.claim()
        os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(pid, 0)
    kept.refresh_from_db()
    assert kept.state == "sending"
    assert tasks.send_letters() == 0
    with clock.at(clock.now() + outbox.LEASE + timedelta(seconds=1)):
        assert tasks.send_letters() == 1
    assert [one["Message-ID"] for one in mail_sink.letters] == [kept.message_id]


def test_a_worker_killed_after_sending_repeats_the_letter_under_the_same_id(mail_sink):
    [kept] = in_queue(letter())
    [claimed] = outbox.claim()
    connection = mail.connection(urlsplit(mail_sink.url))
    connection.send_messages([wrap(claimed, connection)])
    later = clock.now() + outbox.LEASE + timedelta(seconds=1)
    with clock.at(later):
        assert tasks.send_letters() == 1
        assert tasks.send_letters() == 0
    assert [one["Message-ID"] for one in mail_sink.letters] == [kept.message_id] * 2


def test_a_worker_whose_lease_ran_out_sends_nothing_more(mail_sink):
    in_queue(letter())
    slow = outbox.claim()
    with clock.at(clock.now() + outbox.LEASE + timedelta(seconds=1)):
        quick = outbox.claim()
        assert len(quick) == 1
        assert sending.send(slow) == 0
        assert sending.send(quick) == 1
    assert len(mail_sink.letters) == 1


class Refusing:
    def __init__(self, answer: str) -> None:
        self.answer = answer

    async def handle_RCPT(self, *asked: object) -> str:  # noqa: N802 - aiosmtpd's name
        return self.answer


@pytest.fixture
def refusing(settings):
    started = []

    def start(answer: str) -> None:
        controller = Controller(Refusing(answer), hostname="127.0.0.1", port=free_port())
        controller.start()
        settings.MAIL = urlsplit(f"smtp://127.0.0.1:{controller.port}")
        started.append(controller)

    yield start
    for controller in started:
        controller.stop()


def test_an_address_the_server_refuses_for_good_is_not_tried_again(refusing):
    refusing("550 no such mailbox")
    in_queue(letter())
    tasks.send_letters()
    [kept] = Letter.objects.all()
    assert (kept.state, kept.last_error[:3]) == ("failed", "550")


def test_an_address_the_server_refuses_for_now_is_tried_again_later(refusing):
    refusing("450 come back later")
    in_queue(letter())
    tasks.send_letters()
    [kept] = Letter.objects.all()
    assert (kept.state, kept.last_error[:3]) == ("queued", "450")
    assert kept.not_before > clock.now()


def test_one_bad_address_does_not_stop_the_others(mail_sink):
    in_queue(letter("ana\n@example.org"), letter("bo@example.org"))
    tasks.send_letters()
    assert [one["X-Envelope-To"] for one in mail_sink.letters] == ["bo@example.org"]


def test_a_server_that_is_down_costs_one_try_and_loses_nothing(settings):
    settings.MAIL = urlsplit(f"smtp://127.0.0.1:{free_port()}")
    in_queue(*(letter(f"person{n}@example.org") for n in range(5)))
    tasks.send_letters()
    assert {one.state for one in Letter.objects.all()} == {"queued"}
    assert all("ConnectionRefused" in one.last_error for one in Letter.objects.all())


def test_a_server_that_hangs_gives_the_whole_batch_back_after_one_time_out(settings, monkeypatch):
    monkeypatch.setattr(mail, "TIMEOUT", 0.5)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.MAIL = urlsplit(f"smtp://127.0.0.1:{silent.getsockname()[1]}")
        in_queue(*(letter(f"person{n}@example.org") for n in range(10)))
        began = time.monotonic()
        tasks.send_letters()
    assert time.monotonic() - began < 3
    assert {one.state for one in Letter.objects.all()} == {"queued"}
