"""A room that comes round every fortnight: planned, come to as a whole, and left out once."""

from itertools import pairwise
from types import SimpleNamespace
from typing import Any

import pytest

from guildhouse.notices.models import Letter
from guildhouse.rooms.models import Room, Seat, Series
from guildhouse.testing.browser import come_in
from guildhouse.testing.small_house import account, community, in_days, open_house, series
from guildhouse.testing.steps import address, agree, follow, letters, press, said, seen, write

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def house(transactional_db: None) -> SimpleNamespace:
    open_house()
    ana, bo, eve = (account(name) for name in ("Ana", "Bo", "Eve"))
    return SimpleNamespace(ana=ana, bo=bo, eve=eve, weavers=community(ana, "Weavers", bo, eve))


def test_a_fortnightly_series_is_planned(house: SimpleNamespace, page: Any) -> None:
    come_in(page, house.ana).goto("/c/weavers/rooms/")
    follow(page, "Open a room")
    follow(page, "Working session")
    write(page, purpose="The long cloth", wall_date=in_days(7).isoformat(), wall_time="19:30")
    page.locator("summary").filter(has_text="It repeats").click()
    write(page, repeats="fortnightly")
    press(page, "Show me what it says")
    assert "It would meet every 2 weeks" in seen(page)
    assert not Series.objects.exists()
    press(page, "Publish these dates")
    days = sorted(Room.objects.filter(series__isnull=False).values_list("wall_date", flat=True))
    assert 12 <= len(days) <= 14
    assert {(later - earlier).days for earlier, later in pairwise(days)} == {14}
    assert days[0] == in_days(7)


def test_somebody_comes_to_all_and_gives_up_one(house: SimpleNamespace, page: Any) -> None:
    made = series(house.weavers, house.ana)
    come_in(page, house.bo).goto(address(made))
    press(page, "Come to every date")
    first = made.rooms.order_by("starts_at").first()
    assert f"You have a seat in {made.rooms.count()} dates" in said(page)
    page.goto(address(first))
    page.get_by_role("button", name="Give up my seat").click()
    agree(page)
    kept = Seat.objects.filter(person=house.bo, state="confirmed")
    assert kept.count() == made.rooms.count() - 1
    page.goto(address(made))
    assert "you come to every date" in seen(page)


def test_one_date_is_left_out_and_who_would_have_come_is_told(house: SimpleNamespace, page: Any) -> None:
    made = series(house.weavers, house.ana)
    come_in(page, house.bo).goto(address(made))
    press(page, "Come to every date")
    page.context.clear_cookies()
    come_in(page, house.ana).goto(address(made))
    row = page.locator("li.series-date").nth(1)
    row.locator("summary").click()
    row.locator("input[name=why]").fill("The hall is let.")
    with page.expect_navigation():
        row.get_by_role("button", name="Leave this date out").click()
    assert "That date is left out" in said(page)
    second = made.rooms.order_by("wall_date")[1]
    assert second.state == "cancelled"
    assert letters("Bo")[-1] == "rooms.seat_lapsed"
    assert "The hall is let." in Letter.objects.latest("pk").text
