"""Where somebody is signed in, whether it is still them, and another address: as their owner and as a thief."""

import re
from datetime import timedelta
from importlib import import_module

import pytest
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.contrib.sessions.backends.db import SessionStore as OldStore
from django.test import Client

from guildhouse.history.actors import SYSTEM
from guildhouse.kit import clock
from guildhouse.notices.models import Letter
from guildhouse.people import actions, sessions
from guildhouse.people.devices import device_words
from guildhouse.people.models import AddressChange, Person
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


def test_whoever_was_signed_in_before_sessions_had_a_person_stays_so(ana: Person):
    old = OldStore()
    old.update({"_auth_user_id": str(ana.pk), "what": "was there"})
    old.save()
    begin = import_module("guildhouse.people.migrations.0003_list_sessions_and_change_addresses")
    begin.keep_people_signed_in(apps, None)
    row = sessions.Session.objects.get(session_key=old.session_key)
    assert row.person == ana
    assert row.get_decoded()["what"] == "was there"


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


# Those who look after the house


def test_whoever_keeps_the_house_by_a_password_alone_is_told_so(client: Client, ana: Person, bo: Person):
    Person.objects.update(is_site_admin=True)
    client.force_login(ana)
    assert "A password alone opens this page" in words(client, "/site/")
    Authenticator.objects.create(user=ana, type=Authenticator.Type.WEBAUTHN, data={})
    shown = words(client, "/site/")
    assert "A password alone opens this page" not in shown
    assert "One other who looks after this house" in shown


def test_where_the_operator_wants_it_they_go_nowhere_before_they_have_one(
    client: Client, ana: Person, bo: Person, settings
):
    settings.ADMIN_SECOND_FACTOR = True
    Person.objects.filter(pk=ana.pk).update(is_site_admin=True)
    client.force_login(ana)
    for path in ("/site/", "/today/", "/me/"):
        assert client.get(path).headers["Location"] == "/account/security/"
    assert "needs a second factor" in words(client)
    assert fresh_login(client, ana).get("/account/mfa/totp/activate/").status_code == 200
    Authenticator.objects.create(user=ana, type=Authenticator.Type.TOTP, data={"secret": "A" * 32})
    assert client.get("/site/").status_code == 200
    assert is_in(sign_in(login="bo@example.org")), "nobody else is asked"
