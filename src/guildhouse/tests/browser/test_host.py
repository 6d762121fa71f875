"""A host decides with a thumb, on a phone, and those who asked read the answer."""

from types import SimpleNamespace
from typing import Any

import pytest

from guildhouse.history.actors import Actor
from guildhouse.rooms import actions
from guildhouse.rooms.models import Seat
from guildhouse.testing import axe
from guildhouse.testing.browser import come_in
from guildhouse.testing.small_house import account, community, fill, open_house, room
from guildhouse.testing.steps import address, letters, press, said, seen, write

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NAMES = ("Bo", "Eve", "Fay", "Gil", "Hal")


@pytest.fixture
def house(transactional_db: None) -> SimpleNamespace:
    open_house()
    ana, *others = (account(name) for name in ("Ana", *NAMES))
    weavers = community(ana, "Weavers", *others)
    case = room(weavers, ana, purpose="A case", capacity=2, needs_approval=True, question="Your case?")
    later = room(weavers, ana, 21, purpose="A case, later")
    for name, person in zip(NAMES, others, strict=True):
        fill(case, person, answer=f"{name} has one.")
    return SimpleNamespace(ana=ana, people=dict(zip(NAMES, others, strict=True)), case=case, later=later)


@pytest.fixture
def desk(house: SimpleNamespace, phone: Any) -> Any:
    """The phone in the host's hand, on the page where requests are decided."""
    come_in(phone, house.ana).goto(address(house.case, "host/"))
    return phone


def choose(page: Any, *names: str) -> None:
    for name in names:
        page.get_by_role("checkbox", name=f"Choose {name}", exact=True).tap()


def unfold(page: Any, words: str) -> None:
    page.locator("summary").filter(has_text=words).first.tap()


def state_of(house: SimpleNamespace, name: str) -> str:
    return Seat.objects.get(room=house.case, person=house.people[name]).state


def test_several_are_approved_at_once(house: SimpleNamespace, desk: Any) -> None:
    assert axe.too_wide(desk) == 0
    choose(desk, "Bo", "Eve", "Fay")
    press(desk, "Approve those chosen")
    assert [state_of(house, name) for name in NAMES] == [
        *("confirmed", "confirmed", "waitlisted", "requested", "requested")
    ]
    assert letters("Eve")[-1] == "rooms.seat_confirmed"
    assert letters("Fay")[-1] == "rooms.seat_waitlisted"


def test_a_request_is_declined_with_a_reason_and_a_next_step(
    house: SimpleNamespace, desk: Any, page: Any
) -> None:
    choose(desk, "Gil")
    unfold(desk, "Decline, with a reason")
    press(desk, "Decline those chosen")
    assert "another look" in seen(desk)
    assert desk.get_by_role("checkbox", name="Choose Gil", exact=True).is_checked()
    write(desk, reason="The case is too fresh.", next_step="Come to the talk first.")
    press(desk, "Decline those chosen")
    assert "Your answer is on its way" in said(desk)
    come_in(page, house.people["Gil"]).goto(address(house.case))
    assert "The case is too fresh." in seen(page)
    assert "Come to the talk first." in seen(page)
    assert letters("Gil")[-1] == "rooms.seat_declined"


def test_a_host_asks_back_and_reads_the_answer(house: SimpleNamespace, desk: Any, page: Any) -> None:
    choose(desk, "Hal")
    unfold(desk, "Ask something first")
    write(desk, question="Who else knows of it?")
    press(desk, "Ask those chosen")
    assert letters("Hal")[-1] == "rooms.asked_back"
    come_in(page, house.people["Hal"]).goto(address(house.case))
    assert "Who else knows of it?" in seen(page)
    write(page, text="Nobody.")
    press(page, "Send my answer")
    desk.reload()
    assert "Nobody." in seen(desk)


def test_another_date_is_offered(house: SimpleNamespace, desk: Any, page: Any) -> None:
    choose(desk, "Bo")
    unfold(desk, "Offer another date")
    write(desk, other=house.later.public_id, word="There is more time then.")
    press(desk, "Offer that date to those chosen")
    come_in(page, house.people["Bo"]).goto(address(house.later))
    assert "You are invited." in seen(page)
    press(page, "Take a seat")
    assert "You have a seat" in said(page)


def test_somebody_goes_first_and_those_who_wait_read_why(
    house: SimpleNamespace, phone: Any, page: Any
) -> None:
    asking = Seat.objects.filter(room=house.case).order_by("number")
    actions.approve(house.case, asking, actor=Actor(house.ana))
    come_in(phone, house.ana).goto(address(house.case, "host/"))
    row = phone.locator("ol.line > li").filter(has_text="Hal")
    row.locator("summary").first.tap()
    row.locator("textarea[name=reason]").first.fill("Hal travels tomorrow.")
    with phone.expect_navigation():
        row.get_by_role("button", name="Put first in line").tap()
    assert "Hal is first in line now" in said(phone)
    actions.withdraw(house.case, actor=Actor(house.people["Bo"]))
    assert letters("Hal")[-1] == "rooms.seat_confirmed"
    come_in(page, house.people["Gil"]).goto(address(house.case))
    assert "You are no. 2 in line." in seen(page)
    assert "Hal travels tomorrow." in seen(page)
