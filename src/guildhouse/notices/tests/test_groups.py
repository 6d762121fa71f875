"""Every letter belongs to a group people can choose by, and the page says which groups there are."""

import pytest
from django.test import Client

from guildhouse.notices.groups import ALWAYS, CHOSEN, EXPLAINED, GROUP_OF, Choice, Group
from guildhouse.notices.letters import TABLE
from guildhouse.notices.models import CommunityMute, Letter, Wishes
from guildhouse.notices.tests.telling import choose, hear, state_of
from guildhouse.rooms.tests.rooming import NOON, open_room
from guildhouse.testing.cast import Cast

pytestmark = pytest.mark.django_db
FORM = {
    "rooms": "now",
    "coming": "now",
    "after": "now",
    "duties": "now",
    "community": "never",
    "rhythm": "weekly",
}


def test_every_letter_that_is_not_about_the_reader_has_a_group_and_no_other_kind_has_one():
    told = {kind for kind, entries in TABLE.items() if any(not entry.own for entry in entries)}
    assert {str(kind) for kind in GROUP_OF} == {str(kind) for kind in told}


def test_every_group_is_explained_and_is_either_chosen_or_always_there():
    assert set(EXPLAINED) == set(Group)
    assert set(CHOSEN) | set(ALWAYS) == set(Group)
    assert set(GROUP_OF.values()) == set(Group) - {Group.OWN}


def test_what_is_chosen_is_kept_and_shown(client: Client, cast: Cast):
    client.force_login(cast.bo)
    answer = client.post("/me/mail/", FORM | {"weekday": 4, "hour": 18, "muted": [cast.weavers.pk]})
    assert answer.status_code == 302
    wishes = Wishes.objects.get(person=cast.bo)
    assert wishes.choices["community"] == Choice.NEVER
    assert (wishes.rhythm, wishes.weekday, wishes.hour) == ("weekly", 4, 18)
    assert CommunityMute.objects.filter(person=cast.bo, community=cast.weavers).exists()
    page = client.get("/me/mail/").content.decode()
    assert 'name="community" value="never" id="id_community_2" required checked' in page


def test_only_communities_one_belongs_to_can_be_muted(client: Client, cast: Cast):
    client.force_login(cast.bo)
    assert "Glass makers" not in client.get("/me/mail/").content.decode()
    answer = client.post("/me/mail/", FORM | {"weekday": 4, "hour": 18, "muted": [cast.glass.pk]})
    assert answer.status_code == 422
    assert not CommunityMute.objects.exists()


def test_a_new_room_waits_for_the_digest_unless_somebody_chose_otherwise(cast: Cast):
    open_room(cast.weavers, cast.ana)
    hear(NOON)
    assert state_of(cast.bo, "rooms.published") == "waiting"
    assert Letter.objects.get().text == ""


@pytest.mark.parametrize(("choice", "state"), [("now", "shown"), ("digest", "waiting"), ("never", "dropped")])
def test_a_choice_decides_what_becomes_of_a_letter(cast: Cast, choice: str, state: str):
    choose(cast.bo, rooms=choice)
    open_room(cast.weavers, cast.ana)
    hear(NOON)
    assert state_of(cast.bo, "rooms.published") == state


def test_a_muted_community_is_silent_and_others_are_not(cast: Cast):
    CommunityMute.objects.create(person=cast.bo, community=cast.weavers, at=NOON)
    open_room(cast.weavers, cast.ana)
    hear(NOON)
    assert state_of(cast.bo, "rooms.published") == "dropped"


def test_only_those_hear_of_a_room_who_could_come(cast: Cast):
    open_room(cast.weavers, cast.ana, access="invited")
    open_room(cast.weavers, cast.ana, access="level", access_level="core")
    hear(NOON)
    assert not Letter.objects.exists()
