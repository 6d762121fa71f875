"""Leading a room through its steps: begin, go on, go back, give time, pause, end."""

import pytest

from guildhouse.circles import progress
from guildhouse.history.queries import version_of_all
from guildhouse.kit.rules import Refused
from guildhouse.live import actions
from guildhouse.live.models import Run
from guildhouse.live.tests.running import at, begun, evening, minute, press, screen
from guildhouse.rooms.tests.rooming import fact_count
from guildhouse.testing.cast import Cast

pytestmark = pytest.mark.django_db


def test_a_host_begins_and_everybody_sees_the_first_step(cast: Cast):
    room = begun(cast)
    seen = screen(room, cast.bo, 2)
    assert (seen.state, seen.name, seen.number, seen.of) == ("running", "Goal", 1, 3)
    assert [step.planned for step in seen.steps] == [5, 45, 10]
    assert (seen.left, seen.over, seen.conducts) == (180, 0, False)


def test_a_room_begins_from_a_quarter_of_an_hour_before_until_its_end(cast: Cast):
    room = evening(cast)
    for number, code in ((-15.1, "early"), (60, "over")):
        with pytest.raises(Refused) as refused:
            at(room, number, actions.begin, cast.ana)
        assert refused.value.code == code
    assert at(room, -15, actions.begin, cast.ana).index == 0


def test_circles_know_of_a_room_begun_before_its_time(cast: Cast):
    room = begun(cast, after=-10, format="triads", capacity=None, minutes=120)
    assert progress.begun(room) == 1


def test_whoever_only_comes_does_not_lead(cast: Cast):
    room = evening(cast)
    with pytest.raises(Refused) as refused:
        at(room, 0, actions.begin, cast.bo)
    assert refused.value.status == 403


def test_begun_twice_a_room_is_begun_once(cast: Cast):
    room = begun(cast)
    before = fact_count()
    assert at(room, 3, actions.begin, cast.ana).move == 1
    assert fact_count() == before


def test_whoever_begins_late_has_shorter_steps_and_ends_with_the_room(cast: Cast):
    room = begun(cast, after=10)
    seen = screen(room, cast.ana, 10)
    assert sum(step.minutes for step in seen.steps) == 50
    assert (seen.finishes_at, seen.steps[1].minutes < 45) == (room.ends_at, True)


def test_a_step_that_overran_takes_its_minutes_from_the_coming_ones_and_tells_the_leader_alone(cast: Cast):
    room = begun(cast)
    ana, bo = screen(room, cast.ana, 9), screen(room, cast.bo, 9)
    assert (bo.over, bo.left, bo.nudge) == (240, 0, "")
    assert ana.nudge == (
        "This step is 4 minutes over its time. The coming steps are 4 minutes shorter than planned."
    )
    assert ana.finishes_at == bo.finishes_at == room.ends_at


def test_time_that_was_saved_makes_no_step_longer_and_the_room_ends_earlier(cast: Cast):
    room = begun(cast)
    press(room, 1, actions.next_step, cast.ana)
    seen = screen(room, cast.bo, 1)
    assert ([step.minutes for step in seen.steps], seen.left) == ([1, 45, 10], 45 * 60)
    assert (seen.finishes_at, screen(room, cast.ana, 1).nudge) == (minute(room, 56), "")


def test_time_that_was_saved_gives_back_only_what_an_overrun_had_taken(cast: Cast):
    room = begun(cast)
    press(room, 9, actions.next_step, cast.ana)
    press(room, 30, actions.next_step, cast.ana)
    seen = screen(room, cast.bo, 30)
    assert ([step.minutes for step in seen.steps], seen.finishes_at) == ([9, 21, 10], minute(room, 40))


def test_a_button_pressed_on_an_earlier_move_changes_nothing(cast: Cast):
    room = begun(cast)
    before = fact_count()
    assert at(room, 5, actions.next_step, cast.ana, move=1).index == 1
    assert at(room, 5, actions.next_step, cast.ana, move=1).index == 1
    assert fact_count() == before + 1


def test_going_back_gives_what_was_left(cast: Cast):
    room = begun(cast)
    press(room, 3, actions.next_step, cast.ana)
    press(room, 3.5, actions.back, cast.ana)
    seen = screen(room, cast.bo, 3.5)
    assert (seen.number, seen.left) == (1, 120)


def test_a_pause_stops_the_clock_and_the_coming_steps_give_its_minutes(cast: Cast):
    room = begun(cast)
    press(room, 2, actions.pause, cast.ana)
    paused = screen(room, cast.bo, 6)
    assert (paused.is_paused, paused.left, paused.ends_at) == (True, 180, None)
    press(room, 6, actions.go_on, cast.ana)
    seen = screen(room, cast.bo, 7)
    assert (seen.state, seen.left, seen.finishes_at) == ("running", 120, room.ends_at)


def test_two_more_minutes_are_two_more_minutes(cast: Cast):
    room = begun(cast)
    press(room, 4, actions.longer, cast.ana)
    assert screen(room, cast.bo, 4).left == 180


def test_after_the_last_step_there_is_none_and_before_the_first_neither(cast: Cast):
    room = begun(cast)
    with pytest.raises(Refused) as refused:
        press(room, 1, actions.back, cast.ana)
    assert refused.value.code == "first"
    for number in (5, 50):
        press(room, number, actions.next_step, cast.ana)
    with pytest.raises(Refused) as refused:
        press(room, 59, actions.next_step, cast.ana)
    assert refused.value.code == "last"


def test_ended_too_early_a_room_goes_on_where_it_was(cast: Cast):
    room = begun(cast)
    at(room, 3, actions.end, cast.ana)
    assert screen(room, cast.bo, 4).state == "over"
    at(room, 4, actions.begin, cast.ana)
    seen = screen(room, cast.bo, 4)
    assert (seen.state, seen.number, seen.left) == ("running", 1, 120)


def test_ended_twice_a_room_is_ended_once(cast: Cast):
    room = begun(cast)
    first = at(room, 3, actions.end, cast.ana).ended_at
    assert at(room, 9, actions.end, cast.ana).ended_at == first


def test_nothing_moves_before_it_has_begun(cast: Cast):
    room = evening(cast)
    assert screen(room, cast.bo, 0).state == "waiting"
    with pytest.raises(Refused) as refused:
        at(room, 0, actions.next_step, cast.ana, move=1)
    assert refused.value.code == "not_begun"
    assert not Run.objects.exists()


def test_a_step_is_written_down_and_throws_away_no_page_that_is_kept(cast: Cast):
    room = evening(cast)
    pages, told = version_of_all(), fact_count()
    at(room, 0, actions.begin, cast.ana)
    for number, act in ((5, actions.next_step), (6, actions.pause), (9, actions.back), (11, actions.longer)):
        press(room, number, act, cast.ana)
    at(room, 20, actions.end, cast.ana)
    assert (version_of_all(), fact_count()) == (pages, told + 6)
