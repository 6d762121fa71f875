"""A community is founded: from an account to an open door, with everything that must hold."""

from typing import Any

import pytest

from guildhouse.communities.models import Community
from guildhouse.testing.browser import come_in
from guildhouse.testing.small_house import account, open_house
from guildhouse.testing.steps import follow, letters, press, said, seen, sign_up, write

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CALL = {
    "stakes": "Cloth tears, and we hate to throw it away.",
    "scope": "Darning and patching; not dressmaking.",
    "rhythm": "Every second Tuesday, quiet in August.",
    "first_thing": "Bring a sock with a hole.",
}


def test_a_community_is_called_signed_on_to_and_opened(new_page: Any) -> None:
    open_house()
    page = new_page()
    call_it(page)
    assert "Still missing: There is a rhythm" in seen(page)
    others_sign_on(new_page, page.url)
    complete_the_call(page)
    assert seen(page).count("Still missing") == 2
    name_a_welcomer(page)
    plan_a_first_room(page)
    page.goto("/c/menders/founding/")
    assert "Still missing" not in seen(page)
    press(page, "Open the community")
    assert "The community is open" in said(page)
    assert Community.objects.get().memberships.count() == 3
    assert letters("Bo")[-1].startswith("communities.")


def call_it(page: Any) -> None:
    page.goto("/")
    follow(page, "Call a community into being")
    follow(page, "Make an account")
    sign_up(page, "Ana")
    write(page, name="Menders", domain="To mend what tears.", reason="My coat has a hole.")
    press(page, "Send out the call")


def others_sign_on(new_page: Any, address: str) -> None:
    for name in ("Bo", "Eve"):
        page = come_in(new_page(), account(name))
        page.goto(address)
        write(page, reason=f"{name} mends too.")
        press(page, "Sign on")
        assert "You signed on" in said(page)


def complete_the_call(page: Any) -> None:
    page.reload()
    follow(page, "Write the call")
    write(page, **CALL)
    press(page, "Keep this")


def name_a_welcomer(page: Any) -> None:
    follow(page, "Name a welcomer on the offices page")
    page.get_by_label("Who", exact=True).select_option(label="Bo")
    write(page, kind="welcomer")
    press(page, "Appoint")
    page.goto("/c/menders/founding/")


def plan_a_first_room(page: Any) -> None:
    follow(page, "Plan a room")
    follow(page, "Working session")
    write(page, purpose="Our first evening of darning")
    press(page, "Show me what it says")
    assert "This is your draft" in said(page)
