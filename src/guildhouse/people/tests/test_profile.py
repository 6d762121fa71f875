"""What I say of myself, whom I hear from, and in which language I read."""

from datetime import time

import pytest
from django.test import Client

from guildhouse.history.actors import SYSTEM, Actor
from guildhouse.history.models import Fact
from guildhouse.kit.rules import Refused
from guildhouse.people import actions
from guildhouse.people.models import Mute, Person

pytestmark = pytest.mark.django_db
PROFILE = {"name": "Ana Weaver", "called": "Ana", "seen_by": "house", "zone": "Europe/Rome", "language": "it"}


@pytest.fixture
def ana() -> Person:
    return actions.open_account("ana@example.org", "Ana", "a-long-secret", actor=SYSTEM)


@pytest.fixture
def bo() -> Person:
    return actions.open_account("bo@example.org", "Bo", "a-long-secret", actor=SYSTEM)


def test_what_one_says_of_oneself_is_kept(client: Client, ana: Person):
    client.force_login(ana)
    more = {"practises": "Weaving", "quiet_from": "22:00", "quiet_until": "07:00"}
    assert client.post("/me/", PROFILE | more).headers["Location"] == "/me/"
    ana.refresh_from_db()
    assert (ana.called, ana.zone, ana.practises, ana.quiet_from) == (
        "Ana",
        "Europe/Rome",
        "Weaving",
        time(22),
    )
    [fact] = Fact.objects.filter(kind="people.changed_profile")
    assert "practises" in fact.data["fields"]


def test_saying_the_same_again_changes_nothing(ana: Person):
    for _ in range(2):
        actions.change_profile(ana, actor=Actor(ana), called="Ana of the loom")
    assert Fact.objects.filter(kind="people.changed_profile").count() == 1


def test_only_ones_own_fields_can_be_changed(ana: Person):
    actions.change_profile(ana, actor=Actor(ana), is_site_admin=True, email="x@example.org")
    ana.refresh_from_db()
    assert (ana.is_site_admin, ana.email) == (False, "ana@example.org")


def test_nobody_writes_another_ones_page(ana: Person, bo: Person):
    with pytest.raises(Refused, match="Everybody writes their own page"):
        actions.change_profile(ana, actor=Actor(bo), called="Somebody else")
    ana.refresh_from_db()
    assert ana.called == ""


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"quiet_from": "22:00"}, "Quiet hours need both ends"),
        ({"quiet_from": "22:00", "quiet_until": "22:00"}, "cannot end when they begin"),
        ({"zone": "Mars/Olympus"}, "Select a valid choice"),
        ({"name": ""}, "This field is required"),
    ],
)
def test_what_makes_no_sense_is_said_beside_the_field(client: Client, ana: Person, wrong, sentence):
    client.force_login(ana)
    page = client.post("/me/", PROFILE | {"language": "en"} | wrong)
    assert page.status_code == 200
    assert sentence in page.content.decode()
    ana.refresh_from_db()
    assert ana.called == ""


def test_muting_and_listening_again(client: Client, ana: Person, bo: Person):
    client.force_login(ana)
    for _ in range(2):
        client.post(f"/people/{bo.public_id}/mute/")
    assert Mute.objects.filter(person=ana, muted=bo).count() == 1
    assert Fact.objects.get(kind="people.muted").concerns_id is None
    for _ in range(2):
        client.post(f"/people/{bo.public_id}/mute/end/")
    assert not Mute.objects.exists()


def test_nobody_mutes_themselves(ana: Person):
    with pytest.raises(Refused, match="cannot mute yourself"):
        actions.mute(ana, actor=Actor(ana))


def test_muting_needs_an_account_and_somebody(client: Client, ana: Person, bo: Person):
    assert client.post(f"/people/{bo.public_id}/mute/").status_code == 302
    assert not Mute.objects.exists()
    client.force_login(ana)
    assert client.post("/people/nobodyatall/mute/").status_code == 404
    assert client.get(f"/people/{bo.public_id}/mute/").status_code == 405


def test_a_language_is_chosen_and_one_stays_where_one_was(client: Client):
    answer = client.post("/language/", {"language": "it"}, headers={"Referer": "http://testserver/me/?a=1"})
    assert answer.headers["Location"].endswith("/me/?a=1")
    assert client.get("/account/login/").headers["Content-Language"] == "it"


@pytest.mark.parametrize("away", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_choosing_a_language_never_leads_away(client: Client, away: str):
    assert client.post("/language/", {"language": "it", "next": away}).headers["Location"] == "/"


def test_an_unknown_language_is_not_remembered(client: Client):
    client.post("/language/", {"language": "xx"})
    assert not client.cookies


def test_the_language_of_somebody_signed_in_goes_with_them(client: Client, ana: Person):
    client.force_login(ana)
    client.post("/language/", {"language": "it"})
    ana.refresh_from_db()
    assert ana.language == "it"
    assert client.get("/me/").headers["Content-Language"] == "it"


def test_a_way_back_that_is_no_address_leads_nowhere_else(client: Client) -> None:
    for back in ("1e400", "NaN", "//evil.example/", "https://evil.example/", "javascript:alert(1)"):
        answer = client.post("/language/", {"language": "it", "next": back})
        assert answer.status_code == 302
        assert "evil" not in answer.headers["Location"]
        assert "javascript" not in answer.headers["Location"]
