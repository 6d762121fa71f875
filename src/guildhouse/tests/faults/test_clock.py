"""A worker whose clock leapt does nothing by it until it has stood by its word."""

import threading
import time
from datetime import timedelta

import pytest

from guildhouse import worker
from guildhouse.history import queries, steady
from guildhouse.history.actions import beat
from guildhouse.history.actors import Actor
from guildhouse.history.models import Heartbeat
from guildhouse.history.steady import SteadyClock
from guildhouse.kit import clock
from guildhouse.rooms import actions
from guildhouse.rooms.models import Room, Seat
from guildhouse.rooms.tests.rooming import members
from guildhouse.rooms.tests.test_races_http import open_now
from guildhouse.testing.cast import Cast

pytestmark = pytest.mark.django_db(transaction=True)

YEAR, HOUR, MINUTE = timedelta(days=365), timedelta(hours=1), timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _no_other_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    # What the clock is compared with is tested by itself below.
    monkeypatch.setattr(steady, "_apart_from_the_database", lambda now: timedelta())


@pytest.mark.parametrize("leap", [YEAR, -YEAR, HOUR, -HOUR])
def test_a_leap_is_doubted_and_forgiven_when_it_is_taken_back(leap: timedelta) -> None:
    steadily = SteadyClock(None)
    assert steadily.doubt() == ""
    with clock.at(clock.now() + leap):
        assert "the clock leapt by" in steadily.doubt()
    assert steadily.doubt() == ""


def test_a_clock_that_stands_by_its_word_is_believed() -> None:
    steadily = SteadyClock(None, patience=0.2)
    with clock.at(clock.now() + YEAR):
        assert steadily.doubt()
        time.sleep(0.25)
        assert steadily.doubt() == ""


def test_a_clock_that_is_set_a_little_is_no_leap() -> None:
    steadily = SteadyClock(None)
    with clock.at(clock.now() + MINUTE):
        assert steadily.doubt() == ""


@pytest.mark.parametrize(("since", "is_doubted"), [(-HOUR, True), (HOUR, False), (YEAR, True)])
def test_a_worker_that_begins_compares_with_the_last_beat(since: timedelta, is_doubted: bool) -> None:
    beat("before")
    with clock.at(clock.now() + since):
        assert bool(SteadyClock(queries.last_heartbeat()).doubt()) == is_doubted


def test_a_worker_whose_clock_is_not_the_databases_waits_as_long_as_it_lasts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    steadily = SteadyClock(None, patience=0)
    monkeypatch.setattr(steady, "_apart_from_the_database", lambda now: HOUR)
    assert steadily.doubt() == steadily.doubt() == "this clock and the database's are +1 h 0 min apart"


@pytest.fixture
def a_year_off(monkeypatch: pytest.MonkeyPatch) -> list[timedelta]:
    """A list whose one element is how far the clock is off."""
    off, real = [timedelta()], clock.now
    monkeypatch.setattr(clock, "now", lambda: real() + off[0])
    return off


def run_while_it_leaps(off: list[timedelta], seconds: float) -> None:
    stop = threading.Event()
    thread = threading.Thread(target=worker.run, args=(stop,))
    thread.start()
    time.sleep(0.5)
    off[0] = YEAR
    time.sleep(seconds)
    stop.set()
    thread.join(10)


def test_a_leap_of_a_year_ends_no_room_and_the_doctor_is_told(
    cast: Cast, a_year_off: list[timedelta]
) -> None:
    room = open_now(cast)
    beat("here")
    run_while_it_leaps(a_year_off, 1.5)
    assert Room.objects.get(pk=room.pk).state in Room.SEATABLE
    assert "the clock leapt by" in queries.waiting_worker()
    a_year_off[0] = timedelta()
    beat("another")
    assert not Heartbeat.objects.filter(at__gt=clock.now() + HOUR).exists()


def test_without_the_doubt_the_same_leap_ends_it(
    cast: Cast, a_year_off: list[timedelta], monkeypatch: pytest.MonkeyPatch
) -> None:
    room = open_now(cast)
    monkeypatch.setattr(SteadyClock, "doubt", lambda self: "")
    run_while_it_leaps(a_year_off, 1.5)
    assert Room.objects.get(pk=room.pk).state not in Room.SEATABLE


def test_clocks_that_are_apart_do_not_mix_up_a_line(cast: Cast) -> None:
    room = open_now(cast, capacity=1)
    people = members(cast.weavers, 4)
    for person, off in zip(people, (timedelta(), HOUR, -HOUR, MINUTE), strict=True):
        with clock.at(clock.now() + off):
            actions.ask(room, actor=Actor(person))
    line = Seat.objects.in_line().filter(room=room)
    assert list(line.values_list("person", flat=True)) == [person.pk for person in people[1:]]
