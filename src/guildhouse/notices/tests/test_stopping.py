"""Stopping letters by the link in them: one click, no sign-in, and nothing happens by looking."""

import re

import pytest
from django.http import HttpResponse
from django.test import Client

from guildhouse.notices.links import stop_url
from guildhouse.notices.models import Wishes
from guildhouse.notices.tests.telling import choose, hear, state_of
from guildhouse.notices.wanting import wanted_by
from guildhouse.people.models import Person
from guildhouse.rooms.tests.rooming import NOON, open_room
from guildhouse.testing.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def stranger() -> Client:
    """A mail program: not signed in, and without any token of ours."""
    return Client(enforce_csrf_checks=True)


def path(person: Person, group: str) -> str:
    return "/" + stop_url(person, group).split("/", 3)[3]


def offered(answer: HttpResponse) -> str:
    """What the page that stopped something gives along to take it back."""
    found = re.search(r'name="again" value="([^"]+)"', answer.content.decode())
    assert found
    return found[1]


def choice(person: Person, group: str) -> str:
    return wanted_by([person.pk]).choice(person.pk, group, None).value


def test_a_mail_program_stops_a_group_in_one_click(cast: Cast, stranger: Client):
    answer = stranger.post(path(cast.bo, "rooms"), {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert choice(cast.bo, "rooms") == "never"
    assert choice(cast.bo, "coming") == "now"
    open_room(cast.weavers, cast.ana)
    hear(NOON)
    assert state_of(cast.bo, "rooms.published") == "dropped"


def test_looking_changes_nothing_and_shows_one_button(cast: Cast, stranger: Client):
    answer = stranger.get(path(cast.bo, "rooms"))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert page.partition("<main")[2].partition("</main>")[0].count("<button") == 1
    assert "New rooms" in page
    assert not Wishes.objects.exists()


def test_the_page_names_neither_the_person_nor_the_address(cast: Cast, stranger: Client):
    page = stranger.get(path(cast.bo, "rooms")).content.decode()
    assert "bo@example.org" not in page
    assert "Bo<" not in page


def test_stopping_twice_is_stopping_once_and_can_be_taken_back(cast: Cast, stranger: Client):
    for _again in range(2):
        answer = stranger.post(path(cast.bo, "duties"))
        assert answer.status_code == 200
    assert choice(cast.bo, "duties") == "never"
    stranger.post(path(cast.bo, "duties"), {"again": offered(answer)})
    assert choice(cast.bo, "duties") == "now"


def test_stopping_the_digest_stops_what_comes_in_it_and_nothing_else(cast: Cast, stranger: Client):
    choose(cast.bo, community="digest")
    answer = stranger.post(path(cast.bo, "digest"))
    assert [choice(cast.bo, group) for group in ("rooms", "community", "coming")] == ["never", "never", "now"]
    stranger.post(path(cast.bo, "digest"), {"again": offered(answer)})
    assert [choice(cast.bo, group) for group in ("rooms", "community")] == ["digest", "digest"]


def test_no_link_lets_letters_come_that_it_did_not_stop(cast: Cast, stranger: Client):
    choose(cast.bo, rooms="never", coming="never", duties="now")
    theirs = offered(stranger.post(path(cast.ana, "coming")))
    for made_up in ("rooms", "rooms,coming", theirs, theirs.replace(cast.ana.public_id, cast.bo.public_id)):
        stranger.post(path(cast.bo, "duties"), {"again": made_up})
        assert [choice(cast.bo, group) for group in ("rooms", "coming")] == ["never", "never"]


@pytest.mark.parametrize("group", ["own", "conduct", "nonsense"])
def test_no_link_stops_what_always_comes(cast: Cast, stranger: Client, group: str):
    assert stranger.post(path(cast.bo, group)).status_code == 404
    assert not Wishes.objects.exists()


def test_a_link_somebody_made_up_or_changed_is_no_page(cast: Cast, stranger: Client):
    theirs = path(cast.bo, "rooms").replace(cast.bo.public_id, cast.ana.public_id)
    assert stranger.post(theirs).status_code == 404
    assert stranger.get("/letters/stop/whatever/").status_code == 404
