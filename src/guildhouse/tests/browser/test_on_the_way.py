"""Pages one sees once, or in the middle of something: nothing on them is in anybody's way either."""

from typing import Any

import pytest

from guildhouse.history.actors import SYSTEM, Actor
from guildhouse.keeping.demo.people import LEADS
from guildhouse.people import actions, addresses
from guildhouse.people.claiming import token_of
from guildhouse.people.models import AddressChange, ClaimInvitation, Person, Site
from guildhouse.testing import axe
from guildhouse.testing.browser import come_in
from guildhouse.testing.small_house import SECRET, account, open_house
from guildhouse.testing.steps import code_for, press, seen, sign_in, write

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_an_empty_house_is_opened(page: Any) -> None:
    page.goto("/")
    assert "Nobody is here yet." in page.content()
    assert axe.look_all_ways(page) == []
    write(page, house="The Loom", name="Ana", email="ana@example.org", password="short")
    press(page, "Open the house")
    assert not Person.objects.exists()
    assert axe.look_all_ways(page) == []
    write(page, password=SECRET)
    press(page, "Open the house")
    assert Person.objects.get().is_site_admin
    assert axe.look_all_ways(page) == []


def test_a_demo_shows_whom_one_can_be(page: Any) -> None:
    open_house()
    Site.objects.update(is_demo=True)
    for one in LEADS:
        actions.open_account(one.email, one.name, SECRET, actor=SYSTEM)
    page.goto("/demo/")
    assert all(one.name in seen(page) for one in LEADS)
    assert axe.look_all_ways(page) == []


def test_an_account_is_confirmed_by_a_code_and_gets_a_new_password(page: Any) -> None:
    open_house()
    page.goto("/account/signup/")
    write(page, name="Ana", email="ana@example.org", password1=SECRET)
    press(page, "Make my account")
    assert axe.look_all_ways(page) == []
    write(page, code="AAAA-AAAA")
    press(page, "Go on")
    assert axe.look_all_ways(page) == []
    write(page, code=code_for("ana@example.org"))
    press(page, "Go on")

    page.context.clear_cookies()
    page.goto("/account/password/reset/")
    write(page, email="ana@example.org")
    press(page, "Write to me")
    assert axe.look_all_ways(page) == []
    write(page, code=code_for("ana@example.org"))
    press(page, "Go on")
    assert "Choose a new password" in page.content()
    assert axe.look_all_ways(page) == []
    write(page, password1="another long secret", password2="another long secret")
    press(page, "Keep this password")
    assert axe.look_all_ways(page) == []


def test_whoever_is_asked_again_who_they_are_changes_their_address(page: Any) -> None:
    open_house()
    account("Ana")
    page.goto("/account/login/?next=/account/email/")
    sign_in(page, "Ana")
    write(page, email="new@example.org")
    press(page, "Write to both")
    change = AddressChange.objects.get()
    for end, answer in (("old", "Yes, it was me"), ("new", "Yes, it is mine")):
        page.goto(f"/account/email/{addresses.token_of(change.public_id, end)}/")
        assert axe.look_all_ways(page) == []
        press(page, answer)
        assert axe.look_all_ways(page) == []
    assert Person.objects.get().email == "new@example.org"

    page.goto("/account/reauthenticate/?next=/account/email/")
    assert axe.look_all_ways(page) == []
    write(page, password="not this one")
    press(page, "It is me")
    assert axe.look_all_ways(page) == []


def test_whoever_has_no_password_is_asked_by_a_code(page: Any) -> None:
    open_house()
    ana = account("Ana")
    ana.set_unusable_password()
    ana.save(update_fields=["password"])
    come_in(page, ana)
    page.goto("/account/reauthenticate/code/?next=/account/email/")
    assert axe.look_all_ways(page) == []
    press(page, "Write me a code")
    assert axe.look_all_ways(page) == []
    write(page, code=code_for("ana@example.org"))
    press(page, "It is me")
    assert page.url.endswith("/account/email/")


def test_a_place_that_was_kept_is_taken(page: Any) -> None:
    open_house()
    ana, place = account("Ana", is_site_admin=True), Person.objects.create(name="Bo", email=None)
    actions.invite_to_claim(place, email="bo@example.org", actor=Actor(ana))
    page.goto(f"/claim/{token_of(ClaimInvitation.objects.get().public_id)}/")
    assert axe.look_all_ways(page) == []
    come_in(page, account("Bo"))
    page.reload()
    assert axe.look_all_ways(page) == []
