"""Passkeys, a code app and recovery codes, by the browser alone."""

import time
from typing import Any

import pytest

from guildhouse.notices.models import Letter
from guildhouse.people.models import Person
from guildhouse.testing import axe
from guildhouse.testing.keys import plug_in, totp_code
from guildhouse.testing.small_house import account, open_house
from guildhouse.testing.steps import follow, press, seen, sign_in, write

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def ana(transactional_db: None, settings: Any) -> Person:
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
    open_house()
    return account("Ana")


def come_in_by_password(page: Any) -> None:
    page.goto("/account/login/?next=/account/security/")
    sign_in(page, "Ana")


def sign_out(page: Any) -> None:
    page.goto("/account/logout/")
    page.locator("main").get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/")


def letter_kinds(person: Person) -> list[str]:
    return list(Letter.objects.filter(person=person).order_by("pk").values_list("kind", flat=True))


def test_a_passkey_is_added_named_used_and_taken_away(ana: Person, page: Any) -> None:
    plug_in(page)
    come_in_by_password(page)
    follow(page, "Add a passkey")
    assert axe.look_all_ways(page) == []
    write(page, name="The blue key")
    press(page, "Make the passkey")
    assert "Your recovery codes" in seen(page), "codes come with the first factor"
    assert axe.look_all_ways(page) == []
    press_link(page, "I have kept them")
    assert "The blue key" in seen(page)
    assert axe.look_all_ways(page) == []

    sign_out(page)
    page.goto("/account/login/?next=/me/places/")
    with page.expect_navigation(url="**/me/places/"):
        page.get_by_role("button", name="Sign in with a passkey").click()

    page.goto("/account/security/")
    follow(page, "Rename")
    write(page, name="The green key")
    press(page, "Keep this name")
    assert "The green key" in seen(page)
    follow(page, "Take away")
    press(page, "Take it away")
    assert "The green key" not in seen(page)
    assert letter_kinds(ana) == ["account.webauthn_added", "account.webauthn_removed"]


def press_link(page: Any, words: str) -> None:
    page.get_by_role("link", name=words, exact=True).click()
    page.wait_for_load_state()


def test_a_passkey_is_the_second_step_after_the_password_and_shows_again_who_one_is(
    ana: Person, page: Any
) -> None:
    plug_in(page)
    come_in_by_password(page)
    follow(page, "Add a passkey")
    press(page, "Make the passkey")
    sign_out(page)
    page.goto("/account/login/?next=/account/security/")
    sign_in(page, "Ana")
    assert "One more step" in seen(page)
    assert axe.look_all_ways(page) == []
    press(page, "Use my passkey")
    assert "Signing in and security" in seen(page)

    page.goto("/account/mfa/webauthn/reauthenticate/?next=/account/security/")
    assert axe.look_all_ways(page) == []
    press(page, "Use my passkey")
    assert page.url.endswith("/account/security/")


def test_a_code_app_and_a_recovery_code_open_the_second_door_once(ana: Person, page: Any) -> None:
    come_in_by_password(page)
    follow(page, "Add a code app")
    assert page.locator("img.qr").evaluate("(one) => one.complete && one.naturalWidth > 0"), (
        "the picture is shown"
    )
    secret = page.locator("code.secret").inner_text().replace(" ", "")
    write(page, code=totp_code(secret, time.time()))
    press(page, "Add the app")
    codes = [one.replace(" ", "") for one in page.locator(".codes code").all_inner_texts()]
    assert len(codes) == 10
    with page.expect_download() as download:
        page.get_by_role("link", name="Keep them in a file").click()
    assert download.value.path().read_text().split() == codes
    page.reload()
    assert codes[0] not in seen(page).replace(" ", ""), "they are shown once"

    for given, comes_in in ((codes[0], True), (codes[0], False), (codes[1], True)):
        sign_out(page)
        page.goto("/account/login/?next=/account/security/")
        sign_in(page, "Ana")
        write(page, code=given)
        press(page, "Sign in")
        assert ("Signing in and security" in seen(page)) is comes_in, given
        if not comes_in:
            press(page, "Leave it")
            page.goto("/account/login/?next=/account/security/")
            sign_in(page, "Ana")
            write(page, code=totp_code(secret, time.time() + 30))
            press(page, "Sign in")
    assert letter_kinds(ana).count("account.recovery_code_used") == 2
