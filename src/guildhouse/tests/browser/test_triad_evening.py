"""An evening of coaching in threes: fifteen people, five of them at a screen, from the first plan to the harvest."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from playwright.sync_api import expect

from guildhouse.circles import actions as circles
from guildhouse.circles.models import CircleMember
from guildhouse.harvest.models import Card
from guildhouse.history.actors import Actor
from guildhouse.live import actions
from guildhouse.live.models import Hand, Run
from guildhouse.people.models import Person
from guildhouse.rooms import actions as rooms
from guildhouse.rooms.models import Room
from guildhouse.testing import axe
from guildhouse.testing.browser import DESK, PHONE, come_in
from guildhouse.testing.evenings import HeldClock, held_clock, live, open_room_by_hand, people_of, seat
from guildhouse.testing.small_house import in_days, open_house
from guildhouse.testing.steps import address, follow, press, seen
from guildhouse.tests.browser.test_keyboard import WHERE, go_to

__all__ = ["held_clock"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SCREENS = ["Bo", "Eve", "Fay", "Gil"]
NAMES = [*SCREENS, "Hal", "Ida", "Jon", "Kim", "Lea", "Mia", "Nik", "Ola", "Pia", "Rut", "Sol"]
LINK = "https://meet.example.org/the-evening"
STEP = "#live-step"
PATIENCE = 60_000  # milliseconds, on a busy machine


@pytest.fixture
def house(transactional_db: None, held_clock: HeldClock) -> SimpleNamespace:
    open_house()
    weavers, people = people_of("Weavers", "Ana", *NAMES)
    return SimpleNamespace(people=people, weavers=weavers, ana=people["Ana"])


@pytest.fixture
def windows(house: SimpleNamespace, held_clock: HeldClock, new_page: Any) -> SimpleNamespace:
    """Ana leads at her desk; Bo has a phone, Eve no scripts, Fay no mouse, and Gil a bad connection."""

    def window(name: str, **options: Any) -> Any:
        page = new_page(reduced_motion="reduce", **options)
        page.set_default_timeout(PATIENCE)
        if options.get("java_script_enabled", True):
            held_clock.hang_in(page)
        return come_in(page, house.people[name])

    return SimpleNamespace(
        ana=window("Ana", viewport=DESK),
        bo=window("Bo", viewport=PHONE, has_touch=True, is_mobile=True),
        eve=window("Eve", java_script_enabled=False),
        fay=window("Fay"),
        gil=window("Gil"),
    )


def wait(page: Any, words: str, where: str = STEP) -> None:
    """Return once this is to be read there; what is hidden does not count."""
    found = page.locator(where).filter(visible=True).first
    expect(found).to_contain_text(words, use_inner_text=True, timeout=PATIENCE)


def next_step(page: Any, words: str) -> None:
    """Whoever leads goes on, and sees it."""
    page.get_by_role("button", name="Next step").click()
    wait(page, words)


def part_of(person: Person, number: int) -> str:
    return CircleMember.objects.get(round__number=number, person=person).role


def parts(house: SimpleNamespace, number: int) -> dict[str, str]:
    """The parts of those who are at a screen."""
    return {name: part_of(house.people[name], number) for name in SCREENS}


def test_from_the_plan_to_the_harvest(
    house: SimpleNamespace, windows: SimpleNamespace, held_clock: HeldClock
) -> None:
    room = planned(house, windows)
    doors_open(house, windows, held_clock, room)
    begun(house, windows, held_clock, room)
    with_a_hand(house, windows)
    through_a_lost_connection(windows, held_clock)
    into_the_second_round(house, windows, held_clock, room)
    to_the_end(house, windows, held_clock, room)


def planned(house: SimpleNamespace, windows: SimpleNamespace) -> Room:
    """Ana opens the room, Bo takes a seat with his thumb, the others come too."""
    room = open_room_by_hand(
        windows.ana,
        f"/c/{house.weavers.slug}/rooms/new/?format=triads",
        purpose="An evening of coaching in threes",
        wall_date=str(in_days(2)),
        wall_time="18:00",
        link=LINK,
    )
    windows.bo.goto(address(room))
    press(windows.bo, "Take a seat")
    seat(room, house.people, *NAMES[1:])
    arranged = circles.form(room, rounds=3, actor=Actor(house.ana), seed=1)
    circles.show(room, actor=Actor(house.ana))
    circles.set_links(
        room, links={n: f"https://meet.example.org/{n}" for n in range(1, 6)}, actor=Actor(house.ana)
    )
    assert arranged.unmet == []
    return room


def doors_open(house: Any, windows: Any, held_clock: HeldClock, room: Room) -> None:
    """Links are to be had from a quarter of an hour before, and not earlier."""
    held_clock.to(room.starts_at - timedelta(minutes=16))
    windows.bo.goto(address(room))
    assert LINK not in windows.bo.content()
    assert windows.bo.goto(live(room)).status == 409
    held_clock.by(minutes=2)
    windows.bo.goto(address(room))
    assert LINK in windows.bo.content()
    follow(windows.bo, "Go in")
    wait(windows.bo, "We have not begun yet")
    windows.ana.goto(address(room, "host/"))
    follow(windows.ana, "Go to begin it")
    for page in (windows.eve, windows.fay, windows.gil):
        page.goto(live(room))
        assert "We have not begun yet" in seen(page)


def begun(house: Any, windows: Any, held_clock: HeldClock, room: Room) -> None:
    """One button, and everybody sees the step, their part and their circle."""
    held_clock.to(room.starts_at)
    rooms.pass_time()
    windows.ana.get_by_role("button", name="Begin").click()
    wait(windows.ana, "Coaching")
    windows.eve.reload()
    for page in (windows.ana, windows.bo, windows.eve, windows.fay, windows.gil):
        wait(page, "Coaching")
    for name, part in parts(house, 1).items():
        page = getattr(windows, name.lower())
        wait(page, "You are silent now" if part == "observer" else "You may speak now", ".live-mine-what")
        wait(page, f"You are here as: {part.capitalize()}", ".live-mine")
        wait(page, "Circle", ".live-circle-mine h2")
    held_clock.by(minutes=20)
    assert windows.bo.locator("[data-left]").inner_text().startswith(("9:", "10:00"))
    assert axe.look(windows.bo) == []
    assert axe.look(windows.ana) == []


def with_a_hand(house: Any, windows: Any) -> None:
    """Fay raises her hand with the keys alone; Eve, without scripts, on a page that stands still meanwhile."""
    fay, eve, ana = windows.fay, windows.eve, windows.ana
    go_to(fay, "What it is about")
    fay.keyboard.type("May we swap?")
    go_to(fay, "Raise my hand", most=1)
    fay.keyboard.press("Enter")
    wait(fay, "Your hand is up; you are next.", "#hand")
    assert fay.evaluate(WHERE)["words"] == "Lower my hand"
    eve.get_by_role("link", name="Let it stand still").click()
    assert eve.locator("noscript meta[http-equiv]").count() == 0
    eve.locator("#hand-text").fill("I hear nothing.")
    press(eve, "Raise my hand")
    assert "1 is before you" in seen(eve)
    wait(ana, "May we swap?", ".live-hands")
    ana.get_by_role("button", name="Your turn Fay").click()
    wait(fay, "It is your turn.", "#hand")
    assert Hand.objects.count() == 2


def through_a_lost_connection(windows: Any, held_clock: HeldClock) -> None:
    """Gil is told that nothing reaches him, his clock goes on, and he comes back to where everybody is."""
    gil = windows.gil
    gil.context.set_offline(True)
    wait(gil, "Connection lost, trying again", "[data-lost]")
    held_clock.by(minutes=10)
    next_step(windows.ana, "The client tells the coach what helped")
    assert "Coaching" in gil.locator(STEP).inner_text()
    gil.context.set_offline(False)
    wait(gil, "The client tells the coach what helped")
    gil.locator("[data-lost]").wait_for(state="hidden")
    wait(windows.bo, "The client tells the coach what helped")
    said = windows.bo.locator("[data-announce]").inner_text()
    assert said.startswith("The client tells the coach what helped.")


def into_the_second_round(house: Any, windows: Any, held_clock: HeldClock, room: Room) -> None:
    """In the next round everybody plays another part, and Ana is told alone that time runs away."""
    for minutes, words in ((5, "The observer's specific notes"), (5, "Switch parts"), (2, "Coaching")):
        held_clock.by(minutes=minutes)
        next_step(windows.ana, words)
    wait(windows.ana, "The coming steps are", ".live-panel")
    assert "coming steps" not in seen(windows.bo)
    windows.eve.reload()
    for name, part in parts(house, 2).items():
        assert part != part_of(house.people[name], 1)
        wait(getattr(windows, name.lower()), f"You are here as: {part.capitalize()}", ".live-mine")
    wait(windows.bo, "Round 2 of 3", ".live-where")


def to_the_end(house: Any, windows: Any, held_clock: HeldClock, room: Room) -> None:
    """The rest of the evening, the last line on a card, and the end."""
    while (run := Run.objects.get()).index < run.steps.last:
        held_clock.by(minutes=6)
        actions.next_step(room, move=run.move, actor=Actor(house.ana))
    wait(windows.bo, "Switch parts")
    windows.bo.locator("#keep > summary").tap()
    windows.bo.locator("#keep-text").fill("Silence helps the client more than questions.")
    windows.bo.get_by_role("button", name="Keep it").tap()
    wait(windows.bo, "Kept.", ".messages")
    assert windows.bo.url.endswith("/live/")
    assert Card.objects.get().text.startswith("Silence helps")
    wait(windows.ana, "Switch parts")
    windows.ana.get_by_role("button", name="End the room").click()
    for page in (windows.ana, windows.bo, windows.fay, windows.gil):
        wait(page, "The steps are done")
    held_clock.to(room.ends_at)
    rooms.pass_time()
    windows.bo.goto(address(room))
    assert "Silence helps the client" in windows.bo.locator("main").inner_text()
