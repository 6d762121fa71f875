"""With scripts switched off everything still works, from signing up to a host's decision."""

from types import SimpleNamespace
from typing import Any

import pytest

from guildhouse.rooms.models import Seat
from guildhouse.testing.browser import come_in
from guildhouse.testing.small_house import account, community, fill, open_house, room
from guildhouse.testing.steps import address, follow, press, said, seen, sign_up

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def house(transactional_db: None) -> SimpleNamespace:
    open_house()
    ana, bo, eve = (account(name) for name in ("Ana", "Bo", "Eve"))
    return SimpleNamespace(ana=ana, bo=bo, eve=eve, weavers=community(ana, "Weavers", bo, eve))


@pytest.fixture
def plain(new_page: Any) -> Any:
    """A window in which no script runs."""
    return new_page(java_script_enabled=False)


def test_from_signing_up_to_a_seat_and_back(house: SimpleNamespace, plain: Any) -> None:
    talk = room(house.weavers, house.ana, purpose="A talk on looms", access="site")
    plain.goto(address(talk))
    follow(plain, "Ask for a seat")
    follow(plain, "Make an account")
    sign_up(plain, "Cy")
    press(plain, "Ask for a seat")
    assert "You have a seat" in said(plain)
    press(plain, "Give up my seat")
    assert "Your seat is free again" in said(plain)


def test_a_host_decides(house: SimpleNamespace, plain: Any) -> None:
    case = room(house.weavers, house.ana, purpose="A case", needs_approval=True)
    fill(case, house.bo, house.eve)
    come_in(plain, house.ana).goto(address(case, "host/"))
    for name in ("Bo", "Eve"):
        plain.get_by_role("checkbox", name=f"Choose {name}", exact=True).check()
    press(plain, "Approve those chosen")
    states = Seat.objects.filter(room=case).values_list("state", flat=True)
    assert list(states) == ["confirmed", "confirmed"]
    plain.locator("summary").filter(has_text="Take off this room").first.click()
    plain.locator("textarea[name=reason]").first.fill("A mistake of mine.")
    press(plain, "Take off this room")
    assert Seat.objects.get(room=case, person=house.bo).state == "removed"


def test_the_language_is_changed(house: SimpleNamespace, plain: Any) -> None:
    plain.goto("/")
    assert plain.locator("html").get_attribute("lang") == "en"
    plain.locator("#foot-language").select_option("it")
    with plain.expect_navigation():
        plain.locator(".foot-choice button").first.click()
    assert plain.locator("html").get_attribute("lang") == "it"
    plain.goto("/communities/")
    assert plain.locator("html").get_attribute("lang") == "it"
    assert "Weavers" in seen(plain)
