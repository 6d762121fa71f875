"""Opening the next room like the last with the keyboard alone: how many choices it takes, how many fields are asked."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from guildhouse.kit import clock
from guildhouse.rooms.models import Room
from guildhouse.testing.browser import come_in
from guildhouse.testing.small_house import account, community, open_house, room
from guildhouse.tests.browser.test_keyboard import enter, go_to

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PURPOSE = "Mending what tore"
VISIBLE = """() => [...document.querySelectorAll("main form :is(input, select, textarea)")]
  .filter(one => one.type !== "hidden" && one.checkVisibility()).map(one => one.name)"""


@pytest.fixture
def house(transactional_db: None) -> SimpleNamespace:
    open_house()
    ana, bo, eve = account("Ana"), account("Bo"), account("Eve")
    weavers = community(ana, "Weavers", bo, eve)
    with clock.at(clock.now() - timedelta(days=9)):
        held = room(weavers, ana, 2, purpose=PURPOSE, format="troika", capacity=3)
    Room.objects.filter(pk=held.pk).update(state=Room.State.HELD)
    return SimpleNamespace(ana=ana, weavers=weavers, held=held)


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
