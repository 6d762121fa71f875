"""A house that was put back from a backup sends nothing until somebody says so, and then each letter once."""

import re
import threading
from datetime import timedelta

import pytest
from django.test import Client

from guildhouse import worker
from guildhouse.history.actors import COMMAND, SYSTEM, Actor
from guildhouse.keeping import actions
from guildhouse.keeping.doctor import examine
from guildhouse.kit import clock
from guildhouse.kit.rules import Refused
from guildhouse.notices.held import held_letters
from guildhouse.notices.models import Letter
from guildhouse.people.models import Person, Site
from guildhouse.testing.fresh import fresh_login
from guildhouse.testing.small_house import account, community, open_house, room

pytestmark = pytest.mark.django_db


def a_letter(to: str) -> Letter:
    at = clock.now()
    words = {"subject": "Hello", "text": "Hello.", "html": "<p>Hello.</p>", "kind": "people.joined_site"}
    return Letter.objects.create(
        to=to, message_id=f"<{to}>", language="en", not_before=at, created_at=at, **words
    )


def work() -> None:
    worker.run(threading.Event(), once=True)


@pytest.fixture
def held(mail_sink):
    """A house in which one letter waited when it was put back, and one was written since."""
    open_house()
    with clock.at(clock.now() - timedelta(hours=2)):
        a_letter("before@example.org")
    actions.hold_letters(restored_to=clock.now() - timedelta(hours=1), actor=SYSTEM)
    a_letter("after@example.org")
    return mail_sink


def arrived(sink) -> list[str]:
    return sorted(letter["To"] for letter in sink.letters)


def test_a_restored_house_sends_nothing(held):
    work()
    assert arrived(held) == []
    assert (held_letters().older, held_letters().newer) == (1, 1)


def test_once_released_each_letter_leaves_once(held):
    actions.release_letters(drop_older=False, actor=COMMAND)
    work()
    work()
    assert arrived(held) == ["after@example.org", "before@example.org"]


def test_what_is_older_than_the_restore_can_be_dropped(held):
    assert actions.release_letters(drop_older=True, actor=COMMAND) == 1
    work()
    assert arrived(held) == ["after@example.org"]
    assert actions.release_letters(drop_older=True, actor=COMMAND) == 0


def test_what_happened_before_and_was_not_told_yet_is_older_too(mail_sink):
    open_house()
    with clock.at(clock.now() - timedelta(minutes=5)):
        ana, bo, eve, fay = (account(name) for name in ("Ana", "Bo", "Eve", "Fay"))
        room(community(ana, "Weavers", bo, eve, fay), ana)
    actions.hold_letters(restored_to=clock.now() - timedelta(minutes=4), actor=SYSTEM)
    assert held_letters().older
    actions.release_letters(drop_older=True, actor=COMMAND)
    work()
    assert not Letter.objects.exists()


def test_a_convener_does_not_release_them(held):
    with pytest.raises(Refused, match="Only whoever runs this house"):
        actions.release_letters(drop_older=False, actor=Actor(account("Ana")))
    assert Site.objects.get().letters_held_since


def test_whoever_looks_after_the_house_reads_of_it_on_every_page_and_nobody_else_does(held):
    strip = "sends no letters"
    root, ana = account("Root", is_site_admin=True), account("Ana")
    assert strip in page(root, "/")
    assert strip not in page(ana, "/")
    assert "1 letter tells of what happened before." in page(root, "/site/")
    assert "1 letter tells of what happened since." in page(root, "/site/")


def test_the_button_on_the_page_of_the_house_lets_them_leave(held):
    client = fresh_login(Client(), account("Root", is_site_admin=True))
    said = client.post("/site/letters/", {"older": "drop"}, follow=True).content.decode()
    assert "Letters leave again; 1 was dropped." in said
    assert "put back from a backup" not in said


def test_the_doctor_says_that_letters_are_held(held):
    assert [one.what for one in examine() if re.search("put back from a backup", one.what)]


def page(who: Person, path: str) -> str:
    client = Client()
    client.force_login(who)
    return client.get(path).content.decode()
