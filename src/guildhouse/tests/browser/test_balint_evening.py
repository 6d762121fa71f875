"""A Balint evening of eight in a house of its own: one brings a case, and is silent while the others think aloud."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from guildhouse.harvest.models import Card, Reflection
from guildhouse.live.models import Part, Run
from guildhouse.rooms import actions as rooms
from guildhouse.rooms.models import Room
from guildhouse.testing import axe
from guildhouse.testing.browser import DESK, PHONE, come_in
from guildhouse.testing.evenings import (
    HeldClock,
    ServedHouse,
    held_clock,
    live,
    open_room_by_hand,
    people_of,
    seat,
)
from guildhouse.testing.small_house import in_days, open_house
from guildhouse.testing.steps import address, follow, seen
from guildhouse.tests.browser.test_triad_evening import PATIENCE, next_step, wait

__all__ = ["held_clock"]
pytestmark = [pytest.mark.browser, pytest.mark.process, pytest.mark.django_db(transaction=True)]
MEMBERS = ["Eve", "Fay", "Gil", "Hal", "Ida", "Jon", "Kim"]


@pytest.fixture
def house(transactional_db: None, held_clock: HeldClock, tmp_path: Path) -> Iterator[SimpleNamespace]:
    open_house()
    group, people = people_of("Lakeside", "Ana", "Bo", *MEMBERS)
    served = ServedHouse(tmp_path, held_clock)
    served.open()
    yield SimpleNamespace(people=people, group=group, served=served)
    served.close()


@pytest.fixture
def windows(house: SimpleNamespace, held_clock: HeldClock, browser: Any) -> Iterator[SimpleNamespace]:
    """Bo leads, Eve brings a case on her phone, Fay and Gil think aloud, and Ana has prepared the room."""
    contexts, pages = [], SimpleNamespace()
    for name, viewport in (("Ana", DESK), ("Bo", DESK), ("Eve", PHONE), ("Fay", DESK), ("Gil", PHONE)):
        context = browser.new_context(base_url=house.served.url, viewport=viewport, reduced_motion="reduce")
        contexts.append(context)
        page = held_clock.hang_in(context.new_page())
        page.set_default_timeout(PATIENCE)
        setattr(pages, name.lower(), come_in(page, house.people[name]))
    yield pages
    for context in contexts:
        context.close()


def test_from_the_plan_to_the_harvest(
    house: SimpleNamespace, windows: SimpleNamespace, held_clock: HeldClock
) -> None:
    room = planned(house, windows, held_clock)
    a_case_is_chosen(house, windows, held_clock, room)
    who_presents_speaks_alone(windows)
    with_a_pause_and_too_long(windows, held_clock)
    through_a_restart(house, windows, held_clock)
    to_the_harvest(windows, held_clock, room)


def planned(house: SimpleNamespace, windows: SimpleNamespace, held_clock: HeldClock) -> Room:
    """Ana opens the room, Bo comes to lead it, seven members come, and all of them go in."""
    room = open_room_by_hand(
        windows.ana,
        f"/c/{house.group.slug}/rooms/new/?format=balint",
        purpose="The patient who always comes late",
        wall_date=str(in_days(3)),
        wall_time="19:00",
    )
    seat(room, house.people, "Bo", role="leader")
    seat(room, house.people, *MEMBERS, role="member")
    held_clock.to(room.starts_at)
    rooms.pass_time()
    windows.bo.goto(address(room))
    follow(windows.bo, "Go in and lead")
    for page in (windows.ana, windows.eve, windows.fay, windows.gil):
        page.goto(live(room))
        wait(page, "We have not begun yet")
    return room


def a_case_is_chosen(house: Any, windows: Any, held_clock: HeldClock, room: Room) -> None:
    """Bo begins, is reminded that somebody has to present, and says that it is Eve."""
    bo = windows.bo
    bo.get_by_role("button", name="Begin").click()
    for page in (windows.bo, windows.ana, windows.eve, windows.fay, windows.gil):
        wait(page, "Call for a case")
    assert axe.look(bo) == []
    bo.get_by_label("Presenter", exact=True).select_option(label="Eve")
    bo.get_by_role("button", name="Say so Presenter").click()
    wait(windows.eve, "You are here as: Presenter.", ".live-mine")
    assert Part.objects.get().person == house.people["Eve"]
    held_clock.by(minutes=1)


def who_presents_speaks_alone(windows: Any) -> None:
    """Each reads what the step asks of them, at once."""
    next_step(windows.bo, "Presentation without notes")
    wait(windows.eve, "You may speak now", ".live-mine-what")
    for page in (windows.fay, windows.gil, windows.bo):
        wait(page, "You are silent now", ".live-mine-what")
    assert windows.gil.locator("[data-announce]").inner_text() == (
        "Presentation without notes. You are silent now."
    )


def with_a_pause_and_too_long(windows: Any, held_clock: HeldClock) -> None:
    """The clock stands still and goes on for everybody; that it ran too long is for Bo alone."""
    bo, gil = windows.bo, windows.gil
    held_clock.by(minutes=4)
    bo.get_by_role("button", name="Pause").click()
    wait(gil, "Paused: the clock stands still", ".live-clock")
    stood = gil.locator("[data-left]").inner_text()
    held_clock.by(minutes=1)
    assert gil.locator("[data-left]").inner_text() == stood
    bo.get_by_role("button", name="Go on").click()
    wait(gil, "of 10 min", ".live-clock")
    bo.get_by_role("button", name="2 minutes more").click()
    wait(gil, "of 12 min", ".live-clock")
    held_clock.by(minutes=11)
    wait(gil, "+", "[data-left]")
    wait(bo, "minutes over its time", ".live-panel")
    assert "over its time" not in seen(gil)
    next_step(bo, "Factual questions")
    held_clock.by(minutes=9)
    next_step(bo, "Discussion without the presenter")
    wait(windows.eve, "You are silent now", ".live-mine-what")
    wait(windows.fay, "You may speak now", ".live-mine-what")


def through_a_restart(house: Any, windows: Any, held_clock: HeldClock) -> None:
    """The house closes and opens in the middle: everybody is told, and finds the very same moment again."""
    fay = windows.fay
    before = Run.objects.values("index", "move", "granted", "since").get()
    house.served.close()
    for page in (fay, windows.gil):
        wait(page, "Connection lost, trying again", "[data-lost]")
    assert "Discussion without the presenter" in seen(fay)
    house.served.open()
    for page in (fay, windows.gil):
        page.locator("[data-lost]").wait_for(state="hidden")
    assert Run.objects.values("index", "move", "granted", "since").get() == before
    held_clock.by(minutes=18)
    next_step(windows.bo, "The presenter returns")
    for page in (fay, windows.gil, windows.eve):
        wait(page, "The presenter returns")


def to_the_harvest(windows: Any, held_clock: HeldClock, room: Room) -> None:
    """A last look, a line from the phone, the end, and what one takes along."""
    held_clock.by(minutes=2)
    next_step(windows.bo, "A look at the session")
    windows.gil.locator("#keep > summary").click()
    windows.gil.locator("#keep-text").fill("Coming late can be a question.")
    windows.gil.get_by_role("button", name="Keep it").click()
    wait(windows.gil, "Kept.", ".messages")
    assert Card.objects.get().text == "Coming late can be a question."
    windows.bo.get_by_role("button", name="End the room").click()
    for page in (windows.bo, windows.eve, windows.fay, windows.gil):
        wait(page, "The steps are done")
    held_clock.to(room.ends_at + timedelta(minutes=1))
    rooms.pass_time()
    windows.fay.goto(address(room, "reflection/"))
    windows.fay.locator("main form [name]:visible").first.fill("To wait for the second sentence.")
    with windows.fay.expect_navigation():
        windows.fay.locator("main form .button-primary").first.click()
    assert Reflection.objects.filter(room=room).exists()
    windows.gil.goto(address(room))
    assert "Coming late can be a question." in seen(windows.gil)
