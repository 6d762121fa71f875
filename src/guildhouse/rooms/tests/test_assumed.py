from datetime import date, time

import pytest

from guildhouse.history.actors import Actor
from guildhouse.history.models import Fact
from guildhouse.kit import clock
from guildhouse.kit.rules import Refused
from guildhouse.rooms import actions
from guildhouse.rooms.models import Host, Room, Series
from guildhouse.rooms.tests.rooming import NOON
from guildhouse.testing.cast import Cast

pytestmark = pytest.mark.django_db
MARKS = [
    {"field": "phase", "value": "2027-03-09", "why": "not written"},
    {"field": "minutes", "value": "60", "why": "not written"},
]


@pytest.fixture
def series(cast: Cast) -> Series:
    with clock.at(NOON):
        return actions.plan_series(
            cast.weavers,
            actor=Actor(None, "import"),
            rrule="FREQ=WEEKLY;INTERVAL=2;BYDAY=TU",
            first_on=date(2027, 3, 9),
            wall_time=time(18),
            zone="Europe/Rome",
            purpose="Reading a loom",
            assumed=MARKS,
        )


def dates(series: Series) -> list[date]:
    return list(Room.objects.filter(series=series).order_by("wall_date").values_list("wall_date", flat=True))


def test_confirmed_in_one_date_it_holds_for_all_and_for_those_to_come(cast: Cast, series: Series) -> None:
    room = Room.objects.filter(series=series).order_by("-pk").first()
    with clock.at(NOON):
        answered = actions.confirm_assumption(room, actor=cast.actor("ana"), field="minutes")
        again = actions.confirm_assumption(room, actor=cast.actor("ana"), field="minutes")
    assert answered.assumed == again.assumed == MARKS[:1]
    series.refresh_from_db()
    assert series.assumed == MARKS[:1]
    assert {len(room.assumed) for room in Room.objects.filter(series=series)} == {1}
    assert Fact.objects.filter(kind="rooms.assumption_confirmed").count() == 1


def test_everything_is_confirmed_at_once(cast: Cast, series: Series) -> None:
    with clock.at(NOON):
        actions.confirm_assumption(series.rooms.first(), actor=cast.actor("ana"), field="all")
    assert {str(room.assumed) for room in Room.objects.filter(series=series)} == {"[]"}


def test_a_host_of_one_date_confirms_that_date_alone(cast: Cast, series: Series) -> None:
    room = series.rooms.order_by("pk").first()
    Host.objects.create(room=room, person=cast.bo, at=NOON)
    with clock.at(NOON):
        actions.confirm_assumption(room, actor=cast.actor("bo"), field="all")
    assert sum(room.assumed == [] for room in Room.objects.filter(series=series)) == 1
    series.refresh_from_db()
    assert series.assumed == MARKS


def test_the_other_week_is_one_tap_and_twice_is_once(cast: Cast, series: Series) -> None:
    before = dates(series)
    with clock.at(NOON):
        for _again in range(2):
            actions.shift_phase(series, from_on=date(2027, 3, 9), actor=cast.actor("ana"))
    assert dates(series)[:2] == [date(2027, 3, 16), date(2027, 3, 30)]
    assert not set(before) & set(dates(series))
    series.refresh_from_db()
    assert series.assumed == MARKS[1:]


def test_a_date_somebody_comes_to_stays_when_the_weeks_move(cast: Cast, series: Series) -> None:
    room = series.rooms.order_by("starts_at").first()
    with clock.at(NOON):
        actions.ask(room, actor=cast.actor("bo"))
        actions.shift_phase(series, from_on=date(2027, 3, 9), actor=cast.actor("ana"))
    assert dates(series)[:2] == [date(2027, 3, 9), date(2027, 3, 16)]


def test_weeks_that_are_known_are_not_shifted(cast: Cast, series: Series) -> None:
    with clock.at(NOON):
        actions.confirm_assumption(series.rooms.first(), actor=cast.actor("ana"), field="phase")
        with pytest.raises(Refused, match="is known"):
            actions.shift_phase(series, from_on=date(2027, 3, 9), actor=cast.actor("ana"))


@pytest.mark.parametrize("name", ["bo", "cy", "dee"])
def test_others_neither_confirm_nor_shift(cast: Cast, series: Series, name: str) -> None:
    with clock.at(NOON):
        with pytest.raises(Refused):
            actions.confirm_assumption(series.rooms.first(), actor=cast.actor(name), field="minutes")
        with pytest.raises(Refused):
            actions.shift_phase(series, from_on=date(2027, 3, 9), actor=cast.actor(name))
