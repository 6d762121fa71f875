"""Coming in by an account elsewhere, against a real provider in a process of its own; and trying to get in by it."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpResponse
from django.test import Client

from guildhouse.history.actors import SYSTEM
from guildhouse.kit.env import Env
from guildhouse.kit.providers import providers
from guildhouse.notices.models import Letter
from guildhouse.people import actions
from guildhouse.people.models import Person
from guildhouse.testing.fresh import fresh_login
from guildhouse.testing.provider import Provider, provider

pytestmark = pytest.mark.django_db
BACK = "http://testserver/account/elsewhere/work/back/"
LEAVE = "/account/elsewhere/work/"
SECRET = "a-fine-long-secret-7"


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Provider]:
    with provider(Path(tmp_path_factory.mktemp("provider")), BACK) as running:
        yield running


@pytest.fixture
def work(elsewhere: Provider, settings: Any) -> Provider:
    settings.SOCIALACCOUNT_PROVIDERS = elsewhere.settings()
    return elsewhere


@pytest.fixture
def ana() -> Person:
    return actions.open_account("ana@example.org", "Ana", SECRET, actor=SYSTEM)


def leave(client: Client, path: str = LEAVE) -> str:
    """Press the button, and answer the address at the provider that the page leads to."""
    page = client.post(path).content.decode()
    return unescape(re.search(r'http-equiv="refresh" content="0;url=([^"]+)"', page)[1])


def answer(work: Provider, there: str, name: str) -> str:
    """What the provider sends the browser back with, when somebody is signed in there."""
    sent = work.signed_in_as(name).get(there, allow_redirects=False)
    assert sent.status_code == 302, sent.text
    return sent.headers["Location"].removeprefix("http://testserver")


def come(client: Client, work: Provider, name: str, path: str = LEAVE) -> HttpResponse:
    """All the way to the provider and back."""
    return client.get(answer(work, leave(client, path), name))


def test_the_way_there_carries_state_nonce_and_a_proof_key(client: Client, work: Provider):
    asked = parse_qs(urlsplit(leave(client)).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert {name for name in ("state", "nonce", "code_challenge") if len(asked[name][0]) >= 16} == {
        *("state", "nonce", "code_challenge")
    }
    assert asked["redirect_uri"] == [BACK]
    assert client.get(LEAVE).status_code == 405, "a link alone sends nobody away"


def test_somebody_new_says_their_name_and_confirms_their_address(client: Client, work: Provider):
    form = come(client, work, "cy")
    assert form.headers["Location"] == "/account/elsewhere/signup/"
    page = client.get("/account/elsewhere/signup/").content.decode()
    assert 'value="cy@example.org"' in page
    assert 'value="Cy There"' in page
    code_page = client.post("/account/elsewhere/signup/", {"name": "Cy", "email": "cy@example.org"})
    code = re.search(r"\n([A-Z0-9]{4}-[A-Z0-9]{4})\n", Letter.objects.get(to="cy@example.org").text)[1]
    client.post(code_page.headers["Location"], {"code": code})
    cy = Person.objects.get(email="cy@example.org")
    assert (cy.name, cy.has_usable_password(), cy.claimed_at is not None) == ("Cy", False, True)
    assert client.get("/today/").status_code == 200

    again = Client()
    assert come(again, work, "cy").headers["Location"] == "/today/"
    assert again.get("/today/").status_code == 200


def test_nobody_gets_into_an_account_by_having_its_address_elsewhere(
    client: Client, work: Provider, ana: Person
):
    come(client, work, "mallory")
    assert client.get("/today/").status_code == 302
    known = client.post("/account/elsewhere/signup/", {"name": "Ana", "email": "ana@example.org"})
    assert client.get("/today/").status_code == 302
    assert not SocialAccount.objects.exists()
    letter = Letter.objects.get(to="ana@example.org")
    assert letter.kind == "account.account_already_exists"
    assert "connect it under “Signing in and security”" in letter.text

    other = Client()
    come(other, work, "cy")
    unknown = other.post("/account/elsewhere/signup/", {"name": "Cy", "email": "cy@example.org"})
    assert (known.status_code, known.headers["Location"]) == (
        unknown.status_code,
        unknown.headers["Location"],
    )


def test_an_address_the_provider_itself_does_not_vouch_for_is_confirmed_by_letter_even_where_it_is_trusted(
    client: Client, work: Provider, settings: Any
):
    settings.SOCIALACCOUNT_PROVIDERS = work.settings(trusted=True)
    come(client, work, "unsure")
    client.post("/account/elsewhere/signup/", {"name": "Bo", "email": "bo@example.org"})
    assert client.get("/today/").status_code == 302
    assert not EmailAddress.objects.get(email="bo@example.org").verified


def test_where_the_operator_trusts_the_provider_a_confirmed_address_leads_to_its_account(
    client: Client, work: Provider, ana: Person, settings: Any
):
    settings.SOCIALACCOUNT_PROVIDERS = work.settings(trusted=True)
    come(client, work, "mallory")
    assert client.get("/today/").status_code == 200
    assert SocialAccount.objects.get().user == ana
    ana.refresh_from_db()
    assert ana.check_password(SECRET)


def test_somebody_new_whose_address_is_trusted_has_a_place_at_once_and_no_zone_that_is_none(
    client: Client, work: Provider, settings: Any
):
    settings.SOCIALACCOUNT_PROVIDERS = work.settings(trusted=True)
    come(client, work, "cy")
    told = {"name": "Cy", "email": "cy@example.org", "zone": "Nowhere/At-All" * 9}
    client.post("/account/elsewhere/signup/", told)
    cy = Person.objects.get(email="cy@example.org")
    assert (cy.claimed_at is not None, cy.zone) == (True, "")
    assert client.get("/today/").status_code == 200


def test_a_second_factor_is_asked_for_after_the_provider_too(
    client: Client, work: Provider, ana: Person, settings: Any
):
    settings.SOCIALACCOUNT_PROVIDERS = work.settings(trusted=True)
    Authenticator.objects.create(user=ana, type=Authenticator.Type.TOTP, data={"secret": "A" * 32})
    asked = come(client, work, "mallory")
    assert asked.headers["Location"] == "/account/mfa/authenticate/"
    assert client.get("/today/").status_code == 302


def test_connecting_asks_once_more_who_it_is_and_tells_by_letter(work: Provider, ana: Person):
    client = fresh_login(Client(), ana, seconds_ago=600)
    assert client.post(LEAVE + "?process=connect").headers["Location"].startswith("/account/reauthenticate/")
    fresh_login(client, ana)
    assert come(client, work, "cy", LEAVE + "?process=connect").status_code == 302
    account = SocialAccount.objects.get(user=ana)
    assert "Disconnect" in client.get("/account/security/").content.decode()
    assert Letter.objects.filter(person=ana, kind="account.account_connected").count() == 1

    client.post(f"/account/elsewhere/{account.pk}/end/")
    assert not SocialAccount.objects.exists()
    assert Letter.objects.filter(person=ana, kind="account.account_disconnected").count() == 1


def test_an_account_elsewhere_belongs_to_one_person(work: Provider, ana: Person):
    bo = actions.open_account("bo@example.org", "Bo", SECRET, actor=SYSTEM)
    come(fresh_login(Client(), bo), work, "cy", LEAVE + "?process=connect")
    come(fresh_login(Client(), ana), work, "cy", LEAVE + "?process=connect")
    assert SocialAccount.objects.get().user == bo


def test_nobody_disconnects_their_only_way_in_nor_somebody_elses(work: Provider, ana: Person):
    bo = actions.open_account("bo@example.org", "Bo", None, actor=SYSTEM)
    account = SocialAccount.objects.create(user=bo, provider="work", uid="7")
    client = fresh_login(Client(), bo)
    client.post(f"/account/elsewhere/{account.pk}/end/")
    assert SocialAccount.objects.filter(pk=account.pk).exists()
    assert fresh_login(Client(), ana).post(f"/account/elsewhere/{account.pk}/end/").status_code == 404


def test_an_answer_that_was_not_asked_for_here_leads_nowhere(client: Client, work: Provider):
    theirs = answer(work, leave(client), "cy")
    stranger = Client()
    assert stranger.get(theirs).status_code == 401, "another browser's state"
    assert client.get(theirs).headers["Location"] == "/account/elsewhere/signup/"
    assert client.get(theirs).status_code == 401, "used twice"


def test_a_code_put_into_another_browsers_answer_is_refused_by_its_proof_key(client: Client, work: Provider):
    stolen = dict(parse_qsl(urlsplit(answer(work, leave(client), "cy")).query))["code"]
    thief = Client()
    own = dict(parse_qsl(urlsplit(leave(thief)).query))["state"]
    refused = thief.get(f"/account/elsewhere/work/back/?{urlencode({'code': stolen, 'state': own})}")
    assert refused.status_code == 401


def test_a_token_without_our_nonce_is_refused(client: Client, work: Provider):
    there = urlsplit(leave(client))
    changed = [(name, "another" if name == "nonce" else text) for name, text in parse_qsl(there.query)]
    refused = client.get(answer(work, there._replace(query=urlencode(changed)).geturl(), "cy"))
    assert refused.status_code == 403
    assert client.get("/account/elsewhere/signup/").headers["Location"] == "/account/login/"


def test_nothing_is_fetched_from_a_host_nobody_named_nor_from_another_issuer(
    client: Client, work: Provider, settings: Any
):
    settings.SOCIALACCOUNT_PROVIDERS = work.settings(hosts=["somewhere.example"])
    assert client.post(LEAVE).status_code == 502
    settings.SOCIALACCOUNT_PROVIDERS = work.settings(
        server_url=f"{work.url}/.well-known/openid-configuration"
    )
    assert client.post(LEAVE).status_code == 502


def test_a_provider_nobody_named_is_nowhere(client: Client):
    assert client.post("/account/elsewhere/nowhere/").status_code == 404
    assert "Go on with" not in client.get("/account/login/").content.decode()


def test_the_button_stands_where_one_signs_in_and_where_one_signs_up(client: Client, work: Provider):
    for page in ("/account/login/", "/account/signup/"):
        assert "Go on with Work" in client.get(page).content.decode()


NAMED = {
    "GUILDHOUSE_OIDC": "our-work",
    "GUILDHOUSE_OIDC_OUR_WORK_ISSUER": "https://id.example/realms/us/",
    "GUILDHOUSE_OIDC_OUR_WORK_CLIENT_ID": "house",
    "GUILDHOUSE_OIDC_OUR_WORK_CLIENT_SECRET": "secret",
}


def test_a_provider_is_named_in_the_environment():
    told = providers(Env(NAMED))["openid_connect"]["APPS"][0]
    assert told["settings"] == {
        "server_url": "https://id.example/realms/us",
        "hosts": ["id.example"],
        "trusted": False,
    }
    assert providers(Env({})) == {}


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("GUILDHOUSE_OIDC", "Our Work", "small letters"),
        ("GUILDHOUSE_OIDC_OUR_WORK_ISSUER", "http://id.example", "https://"),
        ("GUILDHOUSE_OIDC_OUR_WORK_CLIENT_SECRET", "", "is missing"),
    ],
)
def test_a_provider_that_makes_no_sense_is_refused_with_a_sentence(name: str, value: str, says: str):
    with pytest.raises(ImproperlyConfigured, match=says):
        providers(Env({**NAMED, name: value}))
