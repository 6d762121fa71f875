"""A room in a minute: from the choice of a format to what others see, and again like last time with the keyboard alone;
and a format that becomes a community's own on a phone, and travels as a file."""

from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from guildhouse.kit import clock
from guildhouse.rooms import formats
from guildhouse.rooms.formats.known import format_of
from guildhouse.rooms.models import OwnFormat, Room
from guildhouse.testing import axe
from guildhouse.testing.browser import PHONE, come_in
from guildhouse.testing.small_house import account, community, in_days, open_house, room
from guildhouse.testing.steps import follow, press, said, seen, write
from guildhouse.tests.browser.test_keyboard import enter, go_to

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PURPOSE = "Mending what tore"
VISIBLE = """() => [...document.querySelectorAll("main form :is(input, select, textarea)")]
  .filter(one => one.type !== "hidden" && one.checkVisibility()).map(one => one.name)"""

CARDS = """cards => cards.map(one => [
  one.querySelector("a").innerText, one.querySelector(".read").innerText,
  one.querySelector(".room-facts").innerText, one.querySelectorAll("rect.step").length])"""


@pytest.fixture
def house(transactional_db: None) -> SimpleNamespace:
    open_house()
    ana, bo, eve = account("Ana"), account("Bo"), account("Eve")
    weavers, dyers = community(ana, "Weavers", bo, eve), community(ana, "Dyers", bo, eve)
    with clock.at(clock.now() - timedelta(days=9)):
        held = room(weavers, ana, 2, purpose=PURPOSE, format="troika", capacity=3)
    Room.objects.filter(pk=held.pk).update(state=Room.State.HELD)
    return SimpleNamespace(ana=ana, bo=bo, weavers=weavers, dyers=dyers, held=held)


def test_again_like_last_time_takes_three_choices(house: SimpleNamespace, page: Any) -> None:
    come_in(page, house.ana)
    page.set_default_timeout(30_000)
    page.goto(f"/c/{house.weavers.slug}/rooms/{house.held.public_id}/")
    go_to(page, "Again like last time")
    enter(page)
    assert len(set(page.evaluate(VISIBLE))) <= 5
    # Enter in the first field goes on, as it does in every form.
    for words in ("What it is for", "Publish"):
        go_to(page, words)
        enter(page)
    made = Room.objects.exclude(pk=house.held.pk).get(purpose=PURPOSE)
    assert (made.state, made.format, made.capacity) == ("published", "troika", 3)
    assert made.wall_date > house.held.wall_date
    assert (made.wall_date - house.held.wall_date).days % 7 == 0
    assert made.wall_time == house.held.wall_time


def test_from_the_choice_of_a_format_to_a_published_room(house: SimpleNamespace, page: Any) -> None:
    come_in(page, house.ana).goto("/c/weavers/rooms/")
    follow(page, "Open a room")
    told = page.locator("li.format-card").evaluate_all(CARDS)
    for shown, (name, purpose, facts, steps) in zip(formats.all_formats(), told, strict=True):
        assert (name, purpose, steps) == (shown.name_in("en"), shown.purpose_in("en"), len(shown.steps))
        assert str(shown.people.min) in facts
        assert "min" in facts or " h" in facts
    follow(page, "Triads")
    assert len(set(page.evaluate(VISIBLE))) <= 5
    write(page, purpose="Asking without advice", wall_date=in_days(10).isoformat(), wall_time="17:00")
    press(page, "Show me what it says")
    assert "We meet as Triads." in seen(page)
    press(page, "Publish this room")
    made = Room.objects.get(purpose="Asking without advice")
    assert (made.state, made.minutes, made.minimum) == ("published", 120, 3)
    page.context.clear_cookies()
    come_in(page, house.bo).goto(f"/c/weavers/rooms/{made.public_id}/")
    assert "Asking without advice" in seen(page)
    assert "Take a seat" in seen(page)


def test_a_format_becomes_ones_own_on_a_phone_and_travels_as_a_file(
    house: SimpleNamespace, phone: Any, tmp_path: Path
) -> None:
    come_in(phone, house.ana).goto("/c/weavers/formats/")
    card = phone.locator("li.format-card").filter(has_text="Troika consulting")
    with phone.expect_navigation():
        card.get_by_role("link", name="Copy and change it").click()
    write(phone, name_en="Threes at the loom")
    phone.locator("#steps-2 > summary").click()
    write(phone, **{"steps-2-minutes_default": "50"})
    press(phone, "Look at it")
    wrong = phone.locator("#steps-2 .field-error")
    assert "The default is outside the minimum and the maximum." in wrong.inner_text()
    box = wrong.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= PHONE["width"]
    assert box["height"] < 80  # two lines, not one word a line
    assert axe.look(phone) == []
    write(phone, **{"steps-2-minutes_default": "6"})
    press(phone, "Look at it")
    assert "the whole takes 33 min" in seen(phone)
    press(phone, "Make it ours")
    assert "It is a format of yours now." in said(phone)
    with phone.expect_download() as saved:
        phone.get_by_role("link", name="Save its file").click()
    there = saved.value.path().read_text("utf-8")

    broken = tmp_path / "threes.toml"
    broken.write_text(there.replace('speaks = ["client"]', 'speaks = ["pianist"]', 1), "utf-8")
    phone.goto("/c/dyers/formats/import/")
    phone.set_input_files("[name=file]", broken)
    press(phone, "Take it in")
    assert "threes.toml: steps[1].speaks: there is no role “pianist”." in seen(phone)
    write(phone, text=there)
    press(phone, "Take it in")
    mine, theirs = OwnFormat.objects.order_by("pk")
    assert (mine.community, theirs.community) == (house.weavers, house.dyers)
    assert format_of(mine.key).steps == format_of(theirs.key).steps
    follow(phone, "Open a room in it")
    assert "Open a room: Threes at the loom" in seen(phone)
