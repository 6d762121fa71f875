"""Signing up, confirming, signing in and resetting, through the pages a person sees."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from guildhouse.history.actors import SYSTEM
from guildhouse.history.models import Fact
from guildhouse.notices.models import Letter
from guildhouse.people import actions
from guildhouse.people.models import Person

pytestmark = pytest.mark.django_db
SECRET = "a-fine-long-secret-7"


@pytest.fixture(autouse=True)
def _fresh_limits():
    cache.clear()


def sign_up(client: Client, email: str, **more: str):
    details = {"name": "Ana Weaver", "email": email, "password1": SECRET, "next": "/me/places/"}
    return client.post("/account/signup/", details | more)


def code_for(email: str) -> str:
    letter = Letter.objects.filter(to=email).latest("pk")
    return re.search(r"\n([A-Z0-9]{4}-[A-Z0-9]{4})\n", letter.text)[1]


@pytest.fixture
def ana() -> Person:
    return actions.open_account("ana@example.org", "Ana", SECRET, actor=SYSTEM)


def test_signing_up_and_confirming_leads_back_to_where_one_was(client: Client):
    asked = client.get("/me/places/")
    assert asked.headers["Location"] == "/account/login/?next=/me/places/"

    code_page = sign_up(client, "new@example.org", zone="Europe/Rome")
    assert code_page.status_code == 302
    confirmed = client.post(code_page.headers["Location"], {"code": code_for("new@example.org")})
    assert confirmed.headers["Location"] == "/me/places/"
    assert client.get("/me/places/").status_code == 200

    person = Person.objects.get(email="new@example.org")
    assert (person.name, person.zone, person.language) == ("Ana Weaver", "Europe/Rome", "en")
    assert person.claimed_at is not None
    assert Fact.objects.filter(kind="people.joined_site", concerns_id=person.pk).count() == 1


def test_the_pages_carry_along_where_one_was(client: Client):
    login = client.get("/account/login/?next=/me/places/").content.decode()
    assert 'href="/account/signup/?next=%2Fme%2Fplaces%2F"' in login or 'signup/?next=/me/places/"' in login
    page = client.get("/account/signup/?next=/me/places/").content.decode()
    assert re.search(r'<input type="hidden" name="next" value="/me/places/"', page)
    assert "data-browser-zone" in page


def test_without_the_code_nobody_is_in(client: Client):
    code_page = sign_up(client, "new@example.org")
    refused = client.post(code_page.headers["Location"], {"code": "WRONG1"})
    assert refused.status_code == 200
    assert client.get("/me/").status_code == 302
    assert Person.objects.get(email="new@example.org").claimed_at is None


def test_looking_at_the_code_page_uses_nothing_up(client: Client):
    code_page = sign_up(client, "new@example.org").headers["Location"]
    for _ in range(3):
        assert client.get(code_page).status_code == 200
    confirmed = client.post(code_page, {"code": code_for("new@example.org")})
    assert confirmed.headers["Location"] == "/me/places/"


def test_a_known_address_looks_the_same_and_the_owner_is_told(client: Client, ana: Person):
    unknown = sign_up(client, "new@example.org")
    other = Client()
    known = sign_up(other, "ana@example.org")
    assert (known.status_code, known.headers["Location"]) == (
        unknown.status_code,
        unknown.headers["Location"],
    )
    pages = [c.get(unknown.headers["Location"]).content.decode() for c in (client, other)]
    tokens = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"')
    new, old = (tokens.sub("", page).replace("new@", "ana@") for page in pages)
    assert new == old
    assert Letter.objects.filter(to="ana@example.org").latest("pk").kind == "account.account_already_exists"
    assert Person.objects.filter(email="ana@example.org").count() == 1


def test_resetting_by_code_signs_in_with_the_new_password(client: Client, ana: Person):
    code_page = client.post("/account/password/reset/", {"email": "ana@example.org"})
    new_page = client.post(code_page.headers["Location"], {"code": code_for("ana@example.org")})
    client.post(new_page.headers["Location"], {"password1": SECRET + "x", "password2": SECRET + "x"})
    assert client.get("/me/").status_code == 200
    assert Person.objects.get(pk=ana.pk).check_password(SECRET + "x")
    assert Letter.objects.filter(kind="account.password_reset", person=ana).count() == 1


def test_resetting_an_unknown_address_looks_the_same(client: Client, ana: Person):
    known = client.post("/account/password/reset/", {"email": "ana@example.org"})
    unknown = Client().post("/account/password/reset/", {"email": "nobody@example.org"})
    assert (known.status_code, known.headers["Location"]) == (
        unknown.status_code,
        unknown.headers["Location"],
    )
    assert Letter.objects.get(to="nobody@example.org").kind == "account.unknown_account"


def test_signing_in_goes_on_to_where_one_wanted_to(client: Client, ana: Person):
    answer = client.post("/account/login/?next=/me/places/", {"login": "ANA@example.org", "password": SECRET})
    assert answer.headers["Location"] == "/me/places/"


def test_signing_in_never_leads_away_from_the_house(client: Client, ana: Person):
    details = {"login": "ana@example.org", "password": SECRET, "next": "https://evil.example/"}
    assert client.post("/account/login/", details).headers["Location"] == "/today/"


def test_guessing_passwords_is_stopped(client: Client, ana: Person):
    for _ in range(6):
        page = client.post("/account/login/", {"login": "ana@example.org", "password": "wrong"})
    assert "Too many attempts" in page.content.decode()
    client.post("/account/login/", {"login": "ana@example.org", "password": SECRET})
    assert client.get("/me/").status_code == 302


def test_signing_out_needs_a_press_of_the_button(client: Client, ana: Person):
    client.force_login(ana)
    assert client.get("/account/logout/").status_code == 200
    assert client.get("/me/").status_code == 200
    client.post("/account/logout/")
    assert client.get("/me/").status_code == 302


def test_somebody_whose_account_is_closed_is_out_at_once(client: Client, ana: Person):
    client.force_login(ana)
    assert client.get("/me/").status_code == 200
    Person.objects.filter(pk=ana.pk).update(is_active=False)
    assert client.get("/me/").status_code == 302


def test_an_account_made_by_a_command_has_a_confirmed_address(ana: Person):
    assert EmailAddress.objects.get(user=ana).verified


class Counting(MD5PasswordHasher):
    """Counts how often a password is hashed: the slow part, so the one that would tell."""

    times = 0

    def encode(self, password: str, salt: str) -> str:
        Counting.times += 1
        return super().encode(password, salt)


@pytest.mark.parametrize(
    ("path", "known", "unknown"),
    [
        (
            "/account/login/",
            {"login": "ana@example.org", "password": "wrong"},
            {"login": "nobody@example.org", "password": "wrong"},
        ),
        (
            "/account/signup/",
            {"name": "Ana", "email": "ana@example.org", "password1": SECRET},
            {"name": "Ana", "email": "nobody@example.org", "password1": SECRET},
        ),
        ("/account/password/reset/", {"email": "ana@example.org"}, {"email": "nobody@example.org"}),
    ],
)
def test_a_known_and_an_unknown_address_cost_the_same(path: str, known: dict, unknown: dict, settings):
    settings.PASSWORD_HASHERS = [f"{Counting.__module__}.{Counting.__qualname__}"]
    actions.open_account("ana@example.org", "Ana", SECRET, actor=SYSTEM)
    costs = []
    for told in (known, unknown):
        client = Client()
        client.get(path)
        before = Counting.times
        with CaptureQueriesContext(connection) as asked:
            client.post(path, told)
        writes = sum(not one["sql"].startswith(("SELECT", "SAVEPOINT", "RELEASE")) for one in asked)
        costs.append((Counting.times - before, writes))
    assert costs[0][0] == costs[1][0], "each hashes a password as often as the other"
    assert costs[0][0] == (0 if "reset" in path else 1)
    assert abs(costs[0][1] - costs[1][1]) <= 3, costs
