"""Everything with the keyboard alone: one always sees where one is, and is never thrown back to the top."""

from types import SimpleNamespace
from typing import Any

import pytest

from guildhouse.testing import axe
from guildhouse.testing.browser import come_in
from guildhouse.testing.small_house import SECRET, account, community, open_house, room
from guildhouse.testing.steps import address, said, seen

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WHERE = """() => {
  const one = document.activeElement, box = one.getBoundingClientRect(), look = getComputedStyle(one);
  const drawn = look.outlineStyle !== "none" && parseFloat(look.outlineWidth) >= 1;
  const inside = box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  return {
    words: (one.labels?.[0] ?? one).innerText.trim(), tag: one.tagName, name: one.name ?? "", drawn, inside
  };
}"""


@pytest.fixture
def house(transactional_db: None) -> SimpleNamespace:
    open_house()
    ana, bo, eve = (account(name) for name in ("Ana", "Bo", "Eve"))
    weavers = community(ana, "Weavers", bo, eve)
    return SimpleNamespace(bo=bo, room=room(weavers, ana, purpose="Mending what tore"))


def go_to(page: Any, words: str, most: int = 60) -> None:
    """Press Tab until the focus is on what begins with these words; on the way it is always to be seen."""
    for _step in range(most):
        page.keyboard.press("Tab")
        here = page.evaluate(WHERE)
        if here["tag"] == "BODY":
            continue  # round through the browser's own bar
        assert here["drawn"], f"no ring around {here}"
        assert here["inside"], f"out of sight: {here}"
        if here["words"].startswith(words):
            return
    raise AssertionError(f"no way to “{words}” by Tab on {page.url}")


def enter(page: Any) -> None:
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_signing_in_finding_a_room_and_asking_for_a_seat(house: SimpleNamespace, page: Any) -> None:
    page.goto("/")
    go_to(page, "Skip to the page itself", most=1)
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    go_to(page, "Mending what tore", most=6)
    enter(page)
    go_to(page, "Ask for a seat")
    enter(page)
    go_to(page, "Email")
    page.keyboard.type("bo@example.org")
    go_to(page, "Password")
    page.keyboard.type(SECRET)
    enter(page)
    assert page.url.endswith("/seat/")
    go_to(page, "Ask for a seat")
    enter(page)
    assert "You have a seat" in said(page)


def test_menus_open_and_close_and_give_the_focus_back(house: SimpleNamespace, page: Any) -> None:
    come_in(page, house.bo).goto(address(house.room))
    go_to(page, "Community:")
    page.keyboard.press("Enter")
    go_to(page, "Weavers", most=1)
    assert axe.look(page) == []
    page.keyboard.press("Escape")
    assert page.evaluate(WHERE)["words"].startswith("Community:")
    go_to(page, "B", most=1)
    page.keyboard.press("Space")
    go_to(page, "Sign out")
    assert axe.look(page) == []
    page.keyboard.press("Tab")
    assert page.locator("details[data-menu][open]").count() == 0


def test_a_seat_is_given_up_through_the_dialog(house: SimpleNamespace, page: Any) -> None:
    come_in(page, house.bo).goto(address(house.room))
    go_to(page, "Take a seat")
    enter(page)
    go_to(page, "Give up my seat")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.closest('dialog') !== null")
    assert axe.look(page) == []
    page.keyboard.press("Escape")
    assert page.evaluate(WHERE)["words"] == "Give up my seat"
    assert "You have a seat." in seen(page)
    page.keyboard.press("Enter")
    go_to(page, "No, leave it as it is", most=2)
    page.keyboard.press("Enter")
    assert page.evaluate(WHERE)["words"] == "Give up my seat"
    page.keyboard.press("Enter")
    go_to(page, "Give up my seat", most=3)
    enter(page)
    assert "Your seat is free again" in said(page)


def test_what_went_wrong_is_where_the_focus_is(house: SimpleNamespace, page: Any) -> None:
    come_in(page, house.bo).goto("/communities/new/")
    page.locator("main form").evaluate("(form) => { form.noValidate = true }")
    go_to(page, "Send out the call")
    enter(page)
    assert "another look" in page.evaluate(WHERE)["words"]
    go_to(page, "", most=1)
    assert axe.look(page) == []
