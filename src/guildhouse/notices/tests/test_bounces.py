"""Letters that come back: real reports in a real mailbox, and only those that speak of a letter of this house."""

import mailbox
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from guildhouse.notices import tasks
from guildhouse.notices.bounces import taking
from guildhouse.notices.models import Failure, Letter
from guildhouse.notices.tests.reports import report
from guildhouse.notices.tests.telling import choose, hear, send
from guildhouse.people.models import Person
from guildhouse.rooms.tests.rooming import NOON, open_room
from guildhouse.testing.cast import Cast

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def box(tmp_path: Path, settings) -> mailbox.Maildir:
    settings.BOUNCES = urlsplit(f"maildir://{tmp_path}/bounces")
    return mailbox.Maildir(tmp_path / "bounces", create=True)


@pytest.fixture
def letter(cast: Cast, mail_sink) -> Letter:
    """A letter to Bo that a server took."""
    choose(cast.bo, rooms="now")
    open_room(cast.weavers, cast.ana)
    hear(NOON)
    send(NOON)
    return Letter.objects.get(person=cast.bo, state="sent")


def is_suspended(person: Person) -> bool:
    return Person.objects.get(pk=person.pk).unreachable_since is not None


@pytest.mark.parametrize("whole", [True, False])
def test_a_letter_that_came_back_suspends_its_address(cast: Cast, letter: Letter, box, whole: bool):
    box.add(report(letter.message_id, whole=whole))
    assert taking.take_all() == 1
    assert is_suspended(cast.bo)
    assert "no such user" in Failure.objects.get().why


def test_a_report_is_looked_at_once_and_stays(cast: Cast, letter: Letter, box):
    box.add(report(letter.message_id))
    assert (taking.take_all(), taking.take_all()) == (1, 0)
    [kept] = box
    assert kept.get_flags() == "S"


@pytest.mark.parametrize(
    "fields",
    [
        {"action": "delayed", "status": "4.4.1"},
        {"action": "failed", "status": "4.2.2"},
        {"action": "delivered", "status": "2.0.0"},
        {"status": "5.2.2", "diagnostic": "smtp; 552 5.2.2 mailbox full"},
        {"status": "5.7.1", "diagnostic": "smtp; 550 5.7.1 listed"},
    ],
)
def test_what_is_no_dead_address_changes_nothing(cast: Cast, letter: Letter, box, fields: dict[str, str]):
    box.add(report(letter.message_id, **fields))
    assert taking.take_all() == 1
    assert not Failure.objects.exists()


def test_a_bare_status_is_a_suspicion(cast: Cast, letter: Letter, box):
    box.add(report(letter.message_id, status="5.0.0", diagnostic="smtp; 550 no"))
    taking.take_all()
    assert Failure.objects.get().suspended_at is None
    assert not is_suspended(cast.bo)


def test_a_forged_report_is_nothing(cast: Cast, letter: Letter, box):
    fact, person, _secret = letter.message_id.strip("<").split("@")[0].split(".")
    guesses = (f"<{fact}.{person}@localhost>", f"<{fact}.{person}.{'0' * 20}@localhost>", "", "<x@y>")
    for message_id in guesses:
        box.add(report(message_id))
    assert taking.take_all() == len(guesses)
    assert not Failure.objects.exists()


def test_a_report_about_another_recipient_is_nothing(cast: Cast, letter: Letter, box):
    box.add(report(letter.message_id, "ana@example.org"))
    taking.take_all()
    assert not Failure.objects.exists()


def test_a_forwarded_letter_is_known_by_its_first_address(cast: Cast, letter: Letter, box):
    box.add(report(letter.message_id, "bo@elsewhere.example", original="Bo@example.org"))
    taking.take_all()
    assert is_suspended(cast.bo)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\xff\xfe\x00",
        b"Subject: Hello\r\n\r\nI am a person.\r\n",
        b"Content-Type: multipart/report; report-type=delivery-status\r\n\r\nno parts",
        b"Content-Type: multipart/report; boundary=a\r\n\r\n--a\r\nContent-Type: message/rfc822\r\n\r\n--a--\r\n",
        report("<"),
        report("<a@["),
        report("<a\0@b>"),
        b"Content-Type: multipart/report; boundary=a\n\n--a\n" + b"Content-Type: message/rfc822\n\n" * 4000,
    ],
)
def test_whatever_else_lies_in_the_mailbox_does_no_harm(letter: Letter, box, raw: bytes):
    box.add(raw)
    assert (taking.take_all(), taking.take_all()) == (1, 0), "nor does it lie there for ever"
    assert not Failure.objects.exists()


def test_a_mailbox_out_of_reach_does_not_stop_the_worker(settings, monkeypatch):
    monkeypatch.setattr(taking, "_next_look", 0.0)
    settings.BOUNCES = urlsplit("imap://bounces:secret@127.0.0.1:1/INBOX")
    assert tasks.read_bounces() == 0
    assert tasks.read_bounces() == 0
