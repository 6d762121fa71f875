"""Another address: agreed to at both ends, stopped and taken back by the old one; as its owner and as a thief."""

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.test import Client

from guildhouse.history.actors import SYSTEM
from guildhouse.history.models import Fact
from guildhouse.kit import clock
from guildhouse.notices.models import Letter
from guildhouse.people import actions, addresses, policy
from guildhouse.people.models import AddressChange, Person
from guildhouse.testing.fresh import fresh_login

pytestmark = pytest.mark.django_db
SECRET = "a-fine-long-secret-7"


@pytest.fixture
def ana() -> Person:
    return actions.open_account("ana@example.org", "Ana", SECRET, actor=SYSTEM)


@pytest.fixture
def bo() -> Person:
    return actions.open_account("bo@example.org", "Bo", SECRET, actor=SYSTEM)


def sign_in(login: str) -> Client:
    client = Client()
    client.post("/account/login/", {"login": login, "password": SECRET})
    return client


def words(client: Client) -> str:
    page = client.get("/account/security/").content.decode()
    inside = page.partition("<main")[2].partition("Where you are signed in")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", inside).split())


def is_in(client: Client) -> bool:
    return client.get("/me/").status_code == 200


def ask(client: Client, email: str = "new@example.org", **more: str) -> AddressChange:
    client.post("/account/email/", {"email": email, **more})
    return AddressChange.objects.latest("pk")


def path_of(change: AddressChange, end: str) -> str:
    return f"/account/email/{addresses.token_of(change.public_id, end)}/"


def test_an_address_changes_once_both_ends_have_agreed(client: Client, ana: Person):
    change = ask(fresh_login(client, ana))
    new, old = path_of(change, "new"), path_of(change, "old")
    assert new in Letter.objects.get(to="new@example.org").text
    assert old in Letter.objects.get(to="ana@example.org").text
    for path in (new, old):
        assert Client().get(path).status_code == 200
        ana.refresh_from_db()
        assert ana.email == "ana@example.org", "looking changes nothing"
    Client().post(new, {"answer": "agree"})
    ana.refresh_from_db()
    assert ana.email == "ana@example.org"
    Client().post(old, {"answer": "agree"})
    ana.refresh_from_db()
    assert ana.email == "new@example.org"
    assert EmailAddress.objects.get(user=ana).email == "new@example.org"
    assert is_in(client), "whoever is signed in stays so"
    assert is_in(sign_in(login="new@example.org"))
    assert not is_in(sign_in(login="ana@example.org"))
    assert Letter.objects.filter(to="ana@example.org", kind="account.address_changed").exists()
    assert Fact.objects.filter(kind="people.address_changed", concerns_id=ana.pk).count() == 1


def test_agreeing_twice_changes_nothing_more(client: Client, ana: Person):
    change = ask(fresh_login(client, ana))
    for _ in range(2):
        for end in ("new", "old"):
            Client().post(path_of(change, end), {"answer": "agree"})
    assert Fact.objects.filter(kind="people.address_changed").count() == 1


def test_the_old_address_stops_a_change(client: Client, ana: Person):
    change = ask(fresh_login(client, ana))
    Client().post(path_of(change, "old"), {"answer": "stop"})
    Client().post(path_of(change, "new"), {"answer": "agree"})
    Client().post(path_of(change, "old"), {"answer": "agree"})
    ana.refresh_from_db()
    assert ana.email == "ana@example.org"


def test_the_old_address_takes_the_account_back_within_a_week(client: Client, ana: Person):
    change = ask(fresh_login(client, ana))
    for end in ("new", "old"):
        Client().post(path_of(change, end), {"answer": "agree"})
    Client().post(path_of(change, "new"), {"answer": "undo"})
    ana.refresh_from_db()
    assert ana.email == "new@example.org", "the new address has no say in this"
    with clock.at(clock.now() + timedelta(days=8)):
        Client().post(path_of(change, "old"), {"answer": "undo"})
    assert is_in(client)
    Client().post(path_of(change, "old"), {"answer": "undo"})
    ana.refresh_from_db()
    assert (ana.email, ana.has_usable_password()) == ("ana@example.org", False)
    assert not is_in(client)


def test_what_a_thief_added_leads_in_no_more_once_the_account_is_taken_back(client: Client, ana: Person):
    before = Authenticator.objects.create(user=ana, type=Authenticator.Type.WEBAUTHN, data={"name": "Ana's"})
    Authenticator.objects.filter(pk=before.pk).update(created_at=clock.now() - timedelta(days=30))
    change = ask(fresh_login(client, ana))
    for end in ("new", "old"):
        Client().post(path_of(change, end), {"answer": "agree"})
    for kind in (Authenticator.Type.WEBAUTHN, Authenticator.Type.TOTP):
        Authenticator.objects.create(user=ana, type=kind, data={"name": "a thief's"})
    SocialAccount.objects.create(user=ana, provider="elsewhere", uid="a thief")
    Client().post(path_of(change, "old"), {"answer": "undo"})
    assert list(Authenticator.objects.filter(user=ana)) == [before]
    assert not SocialAccount.objects.exists()


def test_a_link_runs_out_after_two_days_and_a_new_demand_ends_the_one_before(client: Client, ana: Person):
    first = ask(fresh_login(client, ana))
    second = ask(client, "newer@example.org")
    for end in ("new", "old"):
        Client().post(path_of(first, end), {"answer": "agree"})
    with clock.at(clock.now() + timedelta(days=3)):
        for end in ("new", "old"):
            Client().post(path_of(second, end), {"answer": "agree"})
    ana.refresh_from_db()
    assert ana.email == "ana@example.org"


def test_an_address_somebody_else_has_looks_the_same_and_leads_nowhere(
    client: Client, ana: Person, bo: Person
):
    fresh_login(client, ana)
    free = client.post("/account/email/", {"email": "new@example.org"})
    said = words(client).replace("new@", "bo@")
    taken = client.post("/account/email/", {"email": "bo@example.org"})
    assert (free.status_code, free.headers["Location"]) == (taken.status_code, taken.headers["Location"])
    assert words(client) == said
    assert Letter.objects.filter(to="bo@example.org").latest("pk").kind == "account.address_taken"


def test_a_second_factor_that_is_a_week_old_speaks_for_an_address_nobody_reads(client: Client, ana: Person):
    key = Authenticator.objects.create(user=ana, type=Authenticator.Type.TOTP, data={"secret": "A" * 32})
    fresh_login(client, ana)
    assert not ask(client, old_is_gone="on").by_factor, "a factor of today has no say"
    Authenticator.objects.filter(pk=key.pk).update(created_at=clock.now() - timedelta(days=8))
    asked = client.post("/account/email/", {"email": "third@example.org", "old_is_gone": "on"})
    assert asked.headers["Location"].startswith("/account/mfa/reauthenticate/"), (
        "the factor itself, not the password"
    )
    assert AddressChange.objects.count() == 1
    session = client.session
    session["account_authentication_methods"] = [
        {"method": "mfa", "type": "totp", "at": clock.now().timestamp(), "reauthenticated": True}
    ]
    session.save()
    change = ask(client, "third@example.org", old_is_gone="on")
    assert change.by_factor
    Client().post(path_of(change, "new"), {"answer": "agree"})
    ana.refresh_from_db()
    assert ana.email == "third@example.org"
    assert Letter.objects.filter(to="ana@example.org", kind="account.address_told").exists()


def test_only_so_many_demands_a_day(client: Client, ana: Person):
    fresh_login(client, ana)
    for number in range(5):
        client.post("/account/email/", {"email": f"new{number}@example.org"})
    assert AddressChange.objects.count() == policy.CHANGES_A_DAY


def test_a_link_nobody_sent_is_nowhere(client: Client, ana: Person):
    assert client.get("/account/email/made-up/").status_code == 404
