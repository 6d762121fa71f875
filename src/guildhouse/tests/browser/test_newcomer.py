"""A newcomer finds a room, comes in, waits, is given a seat, and gives it up again."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from guildhouse.communities.actions import invite
from guildhouse.history.actors import Actor
from guildhouse.kit import clock
from guildhouse.rooms import actions
from guildhouse.rooms.models import Seat
from guildhouse.testing.browser import come_in
from guildhouse.testing.small_house import account, community, fill, open_house, room
from guildhouse.testing.steps import address, agree, follow, letters, press, said, seen, sign_up, work

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def house(transactional_db: None) -> SimpleNamespace:
    open_house()
    ana, bo, eve = (account(name) for name in ("Ana", "Bo", "Eve"))
    return SimpleNamespace(ana=ana, bo=bo, eve=eve, weavers=community(ana, "Weavers", bo, eve))


def test_asking_for_a_seat_loses_nothing_on_the_way_to_an_account(house: SimpleNamespace, page: Any) -> None:
    room(house.weavers, house.ana, purpose="A talk on looms", access="site", question="What brings you?")
    screens: list[str] = []
    page.on("framenavigated", lambda frame: screens.append(frame.url))
    page.goto("/")
    follow(page, "A talk on looms")
    screens.clear()
    follow(page, "Ask for a seat")
    follow(page, "Make an account")
    sign_up(page, "Cy")
    assert len(screens) == 4, "sign in, account, code, and back at the seat"
    assert page.url.endswith("/seat/")
    page.get_by_label("What brings you?").fill("A broken shuttle.")
    press(page, "Ask for a seat")
    assert "You have a seat" in said(page)
    assert Seat.objects.get(person__email="cy@example.org").answer == "A broken shuttle."


def test_a_link_leads_through_an_account_into_the_community(house: SimpleNamespace, page: Any) -> None:
    until = clock.now() + timedelta(days=3)
    _invitation, token = invite(house.weavers, most_uses=1, expires_at=until, actor=Actor(house.ana))
    page.goto(f"/i/{token}/")
    follow(page, "Make an account")
    sign_up(page, "Cy")
    press(page, "Come in")
    assert house.weavers.name in seen(page)
    assert house.weavers.memberships.filter(person__email="cy@example.org").exists()


def test_from_the_line_to_a_seat_and_out_again(house: SimpleNamespace, page: Any) -> None:
    full = room(house.weavers, house.ana, purpose="Mending what tore", capacity=2)
    fill(full, house.bo, house.eve)
    come_in(page, account("Cy"))
    join(page, "Weavers")
    page.goto(address(full))
    press(page, "Stand in line")
    assert "You are no. 1 in line" in seen(page)
    actions.withdraw(full, actor=Actor(house.bo))
    assert letters("Cy")[-1] == "rooms.seat_confirmed"
    page.reload()
    assert "You have a seat." in seen(page)
    page.get_by_role("button", name="Give up my seat").click()
    agree(page)
    assert "Your seat is free again" in said(page)
    work()
    assert list(Seat.objects.filter(room=full, state="confirmed").values_list("person", flat=True)) == [
        house.eve.pk
    ]


def join(page: Any, name: str) -> None:
    page.goto("/")
    follow(page, name)
    follow(page, "Join")
    press(page, "Join")
    assert "You are a member now" in said(page)
