"""Where somebody is signed in, whether it is still them, and another address: as their owner and as a thief."""

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.test import Client

from guildhouse.history.actors import SYSTEM
from guildhouse.history.models import Fact
from guildhouse.kit import clock
from guildhouse.notices.models import Letter
from guildhouse.people import actions, addresses, sessions
from guildhouse.people.address_change import AddressChange
from guildhouse.people.devices import device_words
from guildhouse.people.models import Person
from guildhouse.testing.fresh import fresh_login

pytestmark = pytest.mark.django_db
SECRET = "a-fine-long-secret-7"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile/15E148 Safari/604.1"


@pytest.fixture
def ana() -> Person:
    return actions.open_account("ana@example.org", "Ana", SECRET, actor=SYSTEM)


@pytest.fixture
def bo() -> Person:
    return actions.open_account("bo@example.org", "Bo", SECRET, actor=SYSTEM)


def sign_in(agent: str = FIREFOX, login: str = "ana@example.org") -> Client:
    client = Client(headers={"user-agent": agent})
    client.post("/account/login/", {"login": login, "password": SECRET})
    return client


def words(client: Client, path: str = "/account/security/") -> str:
    page = client.get(path).content.decode()
    return " ".join(re.sub(r"<[^>]+>", " ", page.partition("<main")[2]).split())


def is_in(client: Client) -> bool:
    return client.get("/me/").status_code == 200


# Where somebody is signed in


def test_sessions_are_listed_with_their_devices_and_this_one_first(ana: Person, bo: Person):
    phone, desk, _bos = sign_in(PHONE), sign_in(), sign_in(login="bo@example.org")
    assert is_in(phone)
    shown = words(desk)
    assert re.search(r"Firefox on Linux this browser .* Safari on iPhone", shown)
    assert shown.count("Sign out there") == 1, "only one's own"


def test_ending_one_session_takes_effect_at_once_there_alone(ana: Person):
    desk, phone = sign_in(), sign_in(PHONE)
    other = sessions.Session.objects.get(device=PHONE)
    desk.post(f"/account/sessions/{other.public_id}/end/")
    assert not is_in(phone)
    assert is_in(desk)


def test_ending_all_others_leaves_this_one(ana: Person):
    desk, phone, third = sign_in(), sign_in(PHONE), sign_in(PHONE)
    desk.post("/account/sessions/end/")
    assert [is_in(one) for one in (desk, phone, third)] == [True, False, False]


def test_nobody_ends_somebody_elses_session(ana: Person, bo: Person):
    mine, theirs = sign_in(), sign_in(login="bo@example.org")
    row = sessions.Session.objects.get(person=bo)
    assert mine.post(f"/account/sessions/{row.public_id}/end/").status_code == 404
    assert is_in(theirs)


def test_a_new_password_ends_every_other_session(ana: Person):
    desk, phone = sign_in(), sign_in(PHONE)
    new = SECRET + "x"
    desk.post("/account/password/change/", {"oldpassword": SECRET, "password1": new, "password2": new})
    assert (is_in(desk), is_in(phone)) == (True, False)
    assert sessions.Session.objects.filter(person=ana).count() == 1


def test_when_a_session_was_used_is_noted_now_and_then(ana: Person, django_assert_max_num_queries):
    desk = sign_in()
    before = sessions.Session.objects.get().seen_at
    with clock.at(clock.now() + timedelta(minutes=5)):
        desk.get("/me/")
    assert sessions.Session.objects.get().seen_at == before
    with clock.at(clock.now() + timedelta(minutes=20)):
        desk.get("/me/")
    assert sessions.Session.objects.get().seen_at > before


def test_sessions_that_ran_out_are_thrown_away(ana: Person):
    sign_in()
    with clock.at(clock.now() + timedelta(days=60)):
        assert sessions.forget_expired() == 1


@pytest.mark.parametrize(
    ("agent", "said"),
    [
        (FIREFOX, "Firefox on Linux"),
        (PHONE, "Safari on iPhone"),
        ("curl/8", "A browser that does not say its name"),
    ],
)
def test_a_device_is_named_in_words(agent: str, said: str):
    assert device_words(agent) == said


# Is it still you?


def test_what_is_dangerous_asks_again_after_five_minutes_and_loses_nothing_typed(ana: Person):
    client = fresh_login(Client(), ana, seconds_ago=301)
    asked = client.post("/account/email/", {"email": "new@example.org"})
    assert asked.headers["Location"] == "/account/reauthenticate/?next=%2Faccount%2Femail%2F"
    assert not AddressChange.objects.exists()
    assert (
        client.post(asked.headers["Location"], {"password": "wrong", "next": "/account/email/"}).status_code
        == 200
    )
    assert not AddressChange.objects.exists()
    client.post(asked.headers["Location"], {"password": SECRET, "next": "/account/email/"})
    assert AddressChange.objects.get().new_email == "new@example.org"


def test_whoever_just_signed_in_is_not_asked(ana: Person):
    assert sign_in().get("/account/email/").status_code == 200


def test_a_demand_somebody_elses_session_left_behind_is_not_carried_out(ana: Person, bo: Person):
    client = fresh_login(Client(), ana, seconds_ago=301)
    client.post("/account/email/", {"email": "evil@example.org"})
    client.post("/account/logout/")
    client.post("/account/login/", {"login": "bo@example.org", "password": SECRET})
    client.post(
        "/account/reauthenticate/?next=/account/email/", {"password": SECRET, "next": "/account/email/"}
    )
    assert not AddressChange.objects.exists()


def test_people_without_a_password_show_who_they_are_by_a_letter(ana: Person):
    ana.set_unusable_password()
    ana.save(update_fields=["password"])
    client = Client()
    client.force_login(ana)
    path = client.post("/account/email/", {"email": "new@example.org"}).headers["Location"]
    assert path.startswith("/account/reauthenticate/code/")
    client.post(path)
    code = re.search(r"\n([A-Z0-9]{4}-[A-Z0-9]{4})\n", Letter.objects.get(kind="account.proof_code").text)[1]
    assert "This is not the code" in client.post(path, {"code": "AAAA-AAAA"}).content.decode()
    client.post(path, {"code": code, "next": "/account/email/"})
    assert AddressChange.objects.get().new_email == "new@example.org"


def test_the_letter_is_no_way_round_a_password_and_its_code_runs_out(ana: Person):
    client = fresh_login(Client(), ana, seconds_ago=301)
    assert client.get("/account/reauthenticate/code/").headers["Location"] == "/account/reauthenticate/"
    ana.set_unusable_password()
    ana.save(update_fields=["password"])
    client.force_login(ana)
    client.post("/account/reauthenticate/code/")
    code = re.search(r"\n([A-Z0-9]{4}-[A-Z0-9]{4})\n", Letter.objects.get().text)[1]
    with clock.at(clock.now() + timedelta(minutes=11)):
        page = client.post("/account/reauthenticate/code/", {"code": code})
    assert "run out" in page.content.decode()


def test_a_second_factor_is_asked_for_after_a_new_password_by_letter_too(client: Client, ana: Person):
    Authenticator.objects.create(user=ana, type=Authenticator.Type.TOTP, data={"secret": "A" * 32})
    code_page = client.post("/account/password/reset/", {"email": "ana@example.org"}).headers["Location"]
    code = re.search(r"\n([A-Z0-9]{4}-[A-Z0-9]{4})\n", Letter.objects.latest("pk").text)[1]
    new_page = client.post(code_page, {"code": code}).headers["Location"]
    client.post(new_page, {"password1": SECRET + "x", "password2": SECRET + "x"})
    assert not is_in(client)
    assert (
        client.post("/account/login/", {"login": "ana@example.org", "password": SECRET + "x"})
        .headers["Location"]
        .startswith("/account/mfa/authenticate/")
    )
    assert not is_in(client)


# Another address


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
    assert AddressChange.objects.count() == addresses.CHANGES_A_DAY


def test_a_link_nobody_sent_is_nowhere(client: Client, ana: Person):
    assert client.get("/account/email/made-up/").status_code == 404
