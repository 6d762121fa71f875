"""Whoever leads a room presses one button after the other, and the answers take their time."""

from types import SimpleNamespace
from typing import Any

import pytest

from guildhouse.live.models import Run
from guildhouse.testing.browser import come_in
from guildhouse.testing.small_house import furnished

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def slow(new_page: Any) -> SimpleNamespace:
    """The screen of whoever leads a room, whose presses arrive nowhere before they are let go on."""
    house, held = furnished(), []
    page = come_in(new_page(), house.ana)
    page.goto(f"/c/weavers/rooms/{house.running.public_id}/live/")
    page.route("**/live/step/", lambda route: held.append(route))
    return SimpleNamespace(page=page, held=held, before=Run.objects.get(room=house.running))


def test_what_is_pressed_meanwhile_is_done_after_it_and_twice_is_once(slow: SimpleNamespace) -> None:
    for name in ("Next step", "Next step", "Pause"):
        slow.page.get_by_role("button", name=name).click()
    slow.page.wait_for_timeout(300)
    assert len(slow.held) == 1
    assert Run.objects.get(pk=slow.before.pk).move == slow.before.move
    slow.held[0].continue_()
    slow.page.get_by_role("button", name="Go on").wait_for()
    run = Run.objects.get(pk=slow.before.pk)
    assert (run.index, run.paused_at is not None) == (slow.before.index + 1, True)


def test_what_waited_behind_one_that_got_lost_is_not_sent_later(slow: SimpleNamespace) -> None:
    for name in ("Next step", "Pause"):
        slow.page.get_by_role("button", name=name).click()
    slow.page.wait_for_timeout(300)
    slow.held[0].abort()
    slow.page.unroute("**/live/step/")
    slow.page.wait_for_timeout(500)
    assert Run.objects.get(pk=slow.before.pk).move == slow.before.move
    slow.page.get_by_role("button", name="Pause").click()
    slow.page.get_by_role("button", name="Go on").wait_for()


FETCH = """async () => {
    const loaded = performance.getEntriesByType("resource").map((one) => one.name);
    const parts = await import(loaded.find((name) => name.includes("/live/parts")));
    window.fetched = false;
    parts.forget("panel");
    parts.fetchParts(document.querySelector("[data-live]").dataset.parts).then(() => (window.fetched = true));
}"""


@pytest.fixture
def leading(new_page: Any) -> Any:
    """Whoever leads a room that runs, before its screen, with a finger on the button that pauses."""
    house = furnished()
    page = come_in(new_page(), house.ana)
    page.goto(f"/c/weavers/rooms/{house.running.public_id}/live/")
    page.get_by_role("button", name="Pause").hover()
    page.mouse.down()
    page.evaluate(FETCH)
    page.wait_for_timeout(500)
    assert not page.evaluate("window.fetched")
    return page


def test_new_parts_wait_for_the_finger(leading: Any) -> None:
    leading.mouse.up()
    leading.get_by_role("button", name="Go on").wait_for()
    assert Run.objects.get(paused_at__isnull=False).index == 0


def test_they_come_when_it_only_moved_the_page(leading: Any) -> None:
    leading.evaluate("dispatchEvent(new PointerEvent('pointercancel'))")
    leading.wait_for_function("window.fetched")
