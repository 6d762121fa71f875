"""A room of a series opens with what came of the date before it, until its first step is over; and its own cards."""

from datetime import timedelta

import pytest

from guildhouse.harvest.invariants import violations
from guildhouse.harvest.tests.harvesting import begun, dropped, over
from guildhouse.live import actions
from guildhouse.live.tests import running
from guildhouse.live.tests.running import at, minute, press
from guildhouse.people.models import Person
from guildhouse.rooms.models import Room
from guildhouse.rooms.tests.pages.helping import look, path_of, words
from guildhouse.rooms.tests.rooming import NOON, ask, members
from guildhouse.rooms.tests.scenes import weekly
from guildhouse.testing.cast import Cast

pytestmark = pytest.mark.django_db
COMMITMENT = "Warp the small loom"


@pytest.fixture
def second(cast: Cast) -> Room:
    """The second date of a series, in whose first one Bo took something on; names stay inside."""
    series = weekly(cast, capacity=8, format="after-action-review")
    dates = Room.objects.filter(series=series).select_related("community")
    first, second = dates.order_by("starts_at")[:2]
    for person in (cast.ana, cast.bo):
        ask(first, person)
        ask(second, person)
    first = begun(first)
    dropped(first, cast.bo, "commitment", COMMITMENT)
    over(first)
    return second


def shows(room: Room, who: Person, number: float) -> bool:
    answer = look(who, path_of(room, "live/"), at=minute(room, number))
    assert answer.status_code == 200
    return "What came of the last time" in words(answer) and COMMITMENT in words(answer)


def test_it_opens_with_what_came_of_the_last_time_until_the_first_step_is_over(cast: Cast, second: Room):
    assert shows(second, cast.bo, -10)
    at(second, 0, actions.begin, cast.ana)
    assert shows(second, cast.bo, 1)
    assert shows(second, cast.ana, 1)
    press(second, 5, actions.next_step, cast.ana)
    assert not shows(second, cast.bo, 6)
    press(second, 7, actions.back, cast.ana)
    assert shows(second, cast.bo, 8)


def test_whoever_may_not_read_it_is_shown_the_room_without_it(cast: Cast, second: Room):
    flo = members(cast.weavers, 1)[0]
    ask(second, flo, at=NOON + timedelta(days=4))
    assert shows(second, cast.bo, -1)
    assert not shows(second, flo, -1)


def test_a_room_begun_and_ended_before_its_time_takes_cards_as_its_last_screen_says(cast: Cast):
    room = running.begun(cast, after=-10)
    at(room, -5, actions.end, cast.ana)
    screen = look(cast.bo, path_of(room, "live/"), at=minute(room, -4)).content.decode()
    assert path_of(room, "reflection/") in screen
    page = look(cast.bo, path_of(room, "harvest/"), at=minute(room, -4))
    assert "The room has not begun" not in words(page)
    assert "Drop a card" in words(page)
    dropped(room, cast.bo, at=minute(room, -4))
    assert not list(violations())
