"""What the clock does to runs, what goes with it, and what would be found if anything were wrong."""

from datetime import timedelta

import pytest

from guildhouse.history.models import Fact
from guildhouse.kit import clock
from guildhouse.live import actions
from guildhouse.live.invariants import violations
from guildhouse.live.models import Hand, Run
from guildhouse.live.retention import CLASSES
from guildhouse.live.tests.running import at, begun, minute, press
from guildhouse.rooms import actions as rooms
from guildhouse.testing.cast import Cast

pytestmark = pytest.mark.django_db


def pass_time(room, number: float) -> int:
    with clock.at(minute(room, number)):
        return actions.pass_time()


def test_the_clock_ends_what_nobody_ended_half_an_hour_after_the_room(cast: Cast):
    room = begun(cast)
    assert (pass_time(room, 89), pass_time(room, 90), pass_time(room, 91)) == (0, 1, 0)
    assert Run.objects.get().ended_at == minute(room, 90)
    assert Fact.objects.get(kind="live.ended").actor_id is None


def test_a_room_that_is_called_off_ends_at_once(cast: Cast):
    room = begun(cast)
    at(room, 3, rooms.cancel, cast.ana, why="The hall is flooded.")
    assert pass_time(room, 3) == 1


def test_hands_go_after_a_day_and_runs_after_a_year_with_who_led_them(cast: Cast):
    room = begun(cast)
    at(room, 1, actions.raise_hand, cast.bo, text="A tangled warp")
    hands, runs = CLASSES
    assert (hands.days, runs.days) == (1, 365)
    assert hands.forget(room.ends_at, 100) == 0
    assert hands.forget(room.ends_at + timedelta(seconds=1), 100) == 1
    assert not Hand.objects.exists()
    while runs.forget(room.ends_at + timedelta(seconds=1), 100):
        pass
    told = Fact.objects.filter(subject_type="live.run")
    assert (Run.objects.exists(), set(told.values_list("actor_id", flat=True))) == (False, {None})


def test_all_is_well_with_a_room_that_was_led_back_and_forth(cast: Cast):
    room = begun(cast)
    for number, act in ((5, actions.next_step), (6, actions.pause), (9, actions.back), (11, actions.longer)):
        press(room, number, act, cast.ana)
    with clock.at(minute(room, 12)):
        assert list(violations()) == []


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"index": 3}, "is at step 4 of 3"),
        ({"spent": [0, -1, 0]}, "has spent [0, -1, 0] in 3 steps"),
        ({"rested": 5000}, "has counted 5000 ms between its beginning and its last change"),
    ],
)
def test_a_course_that_cannot_be_is_found(cast: Cast, wrong: dict, said: str):
    room = begun(cast)
    Run.objects.update(**wrong)
    with clock.at(minute(room, 1)):
        assert said in " ".join(violations())


def test_a_run_left_open_and_a_hand_of_somebody_gone_are_found(cast: Cast):
    room = begun(cast)
    at(room, 1, actions.raise_hand, cast.bo)
    at(room, 2, rooms.withdraw, cast.bo)
    with clock.at(minute(room, 101)):
        found = list(violations())
    assert [
        words for words in ("is open, though its room", "who does not come") if words not in " ".join(found)
    ] == []
