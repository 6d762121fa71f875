"""What somebody chose stays: by day or by night, which language, and the time of where they are."""

from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from guildhouse.testing.browser import come_in
from guildhouse.testing.small_house import account, community, open_house, room
from guildhouse.testing.steps import address, seen

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
GROUND = "getComputedStyle(document.documentElement).backgroundColor"


@pytest.fixture
def house(transactional_db: None) -> SimpleNamespace:
    open_house()
    ana, bo, eve = (account(name) for name in ("Ana", "Bo", "Eve"))
    weavers = community(ana, "Weavers", bo, eve)
    return SimpleNamespace(bo=bo, room=room(weavers, ana, purpose="Mending what tore"))


def test_by_night_stays_by_night(house: SimpleNamespace, new_page: Any) -> None:
    page = new_page(color_scheme="light")
    page.goto("/")
    light = page.evaluate(GROUND)
    page.locator("#foot-theme").select_option("dark")
    dark = page.evaluate(GROUND)
    assert dark != light
    page.goto("/rooms/")
    assert page.evaluate(GROUND) == dark
    assert page.locator("#foot-theme").input_value() == "dark"
    page.locator("#foot-theme").select_option("")
    assert page.evaluate(GROUND) == light


def test_without_a_choice_the_device_decides(house: SimpleNamespace, new_page: Any) -> None:
    grounds = []
    for scheme in ("light", "dark"):
        page = new_page(color_scheme=scheme)
        page.goto("/")
        grounds.append(page.evaluate(GROUND))
    assert grounds[0] != grounds[1]


def test_the_language_goes_with_the_person(house: SimpleNamespace, new_page: Any) -> None:
    page = come_in(new_page(), house.bo)
    page.goto("/")
    page.locator("#foot-language").select_option("it")
    with page.expect_navigation():
        page.locator(".foot-choice button").first.click()
    assert page.locator("html").get_attribute("lang") == "it"
    elsewhere = come_in(new_page(locale="en-GB"), house.bo)
    elsewhere.goto("/")
    assert elsewhere.locator("html").get_attribute("lang") == "it"


def test_a_stranger_reads_the_time_of_where_they_are(house: SimpleNamespace, new_page: Any) -> None:
    page = new_page(timezone_id="America/New_York")
    there = house.room.starts_at.astimezone(ZoneInfo("Europe/Rome"))
    here = house.room.starts_at.astimezone(ZoneInfo("America/New_York"))
    for path in ("/", "/rooms/", address(house.room)):
        page.goto(path)
        when = page.locator("main").get_by_text(f"{here:%H:%M}").first.inner_text()
        assert f"{here:%H:%M}" in when
        assert f"{there:%H:%M}" in seen(page)
        assert "Rome" in seen(page)


def test_a_member_reads_their_own_time_whatever_the_browser_says(
    house: SimpleNamespace, new_page: Any
) -> None:
    page = come_in(new_page(timezone_id="America/New_York"), house.bo)
    page.goto(address(house.room))
    assert "18:00" in page.locator(".lede").inner_text()
