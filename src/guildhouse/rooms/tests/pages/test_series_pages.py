from datetime import date

import pytest

from guildhouse.history.actors import Actor
from guildhouse.kit import clock
from guildhouse.rooms import actions
from guildhouse.rooms.models import Room, Seat, Series
from guildhouse.rooms.presenting.recurring import words_of
from guildhouse.rooms.tests.pages.helping import LINK, look, path_of, send, words
from guildhouse.rooms.tests.rooming import EVENING, NOON, fact_count
from guildhouse.testing.cast import Cast


@pytest.fixture
def series(cast: Cast) -> Series:
    with clock.at(NOON):
        return actions.plan_series(
            cast.weavers,
            actor=Actor(cast.ana),
            rrule="FREQ=WEEKLY;BYDAY=WE",
            first_on=date(2027, 3, 3),
            last_on=date(2027, 3, 24),
            wall_time=EVENING,
            zone="Europe/Rome",
            purpose="The weekly loom",
            capacity=1,
            link=LINK,
        )


def test_the_page_lists_the_dates_and_says_how_they_recur(cast: Cast, series: Series) -> None:
    answer = look(cast.bo, path_of(series))
    seen = words(answer)
    assert "every week on Wednesday at 18:00" in seen
    for day in ("3 March", "10 March", "17 March", "24 March"):
        assert f"Wednesday {day}, 18:00–19:00" in seen
    assert LINK not in answer.content.decode()


def test_dates_lead_to_each_other(cast: Cast, series: Series) -> None:
    first, second, third, _last = series.rooms.order_by("starts_at")
    page = look(cast.bo, path_of(second)).content.decode()
    assert f'href="{path_of(first)}" rel="prev"' in page
    assert f'href="{path_of(third)}" rel="next"' in page


def test_coming_to_all_takes_a_seat_in_each_and_stopping_gives_them_up(cast: Cast, series: Series) -> None:
    for _time in range(2):
        send(cast.bo, path_of(series, "standing/"), come="yes")
    states = list(Seat.objects.filter(person=cast.bo).values_list("state", flat=True))
    assert states == ["confirmed"] * 4
    assert "you come to every date" in words(look(cast.bo, path_of(series)))
    send(cast.bo, path_of(series, "standing/"), come="no")
    facts = fact_count()
    send(cast.bo, path_of(series, "standing/"), come="no")
    assert set(Seat.objects.filter(person=cast.bo).values_list("state", flat=True)) == {"withdrawn"}
    assert fact_count() == facts


def test_what_is_missing_for_all_dates_is_said_beside_its_field(cast: Cast, series: Series) -> None:
    with clock.at(NOON):
        actions.edit_series(series, actor=Actor(cast.ana), question="What do you bring?")
    answer = send(cast.bo, path_of(series, "standing/"), come="yes")
    assert "write a short answer" in words(answer)
    assert not Seat.objects.exists()


def test_one_date_is_left_out(cast: Cast, series: Series) -> None:
    assert send(cast.bo, path_of(series, "skipped/"), on="2027-03-10", why="No").status_code == 404
    assert send(cast.ana, path_of(series, "skipped/"), on="nonsense", why="No").status_code == 404
    send(cast.ana, path_of(series, "skipped/"), on="2027-03-10", why="A feast day")
    states = dict(series.rooms.values_list("occurrence_on", "state"))
    assert states[date(2027, 3, 10)] == Room.State.CANCELLED
    assert states[date(2027, 3, 17)] == Room.State.PUBLISHED


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "2027-02-30", "tomorrow"])
def test_a_day_that_makes_no_sense_is_not_left_out(cast: Cast, series: Series, day: str) -> None:
    answer = send(cast.ana, path_of(series, "skipped/"), on=day, why="Snow.")
    assert answer.status_code in (404, 409)


def test_a_member_is_seated_in_every_date(cast: Cast, series: Series) -> None:
    assert send(cast.ana, path_of(series, "group/"), person="").status_code == 400
    send(cast.ana, path_of(series, "group/"), person=cast.bo.public_id)
    assert Seat.objects.filter(person=cast.bo, state="confirmed").count() == 4


def test_editing_reaches_the_dates_to_come(cast: Cast, series: Series) -> None:
    values = {
        "purpose": "The loom, weekly",
        "minutes": "60",
        "mode": "online",
        "zone": "Europe/Rome",
        "minimum": "0",
        "access": "members",
        "line": "first_come",
        "freed": "promote",
        "offer_hours": "24",
        "every": "1",
        "cutoff_minutes": "120",
        "wall_time": "18:00",
        "repeats": "weekly",
        "first_on": "2027-03-03",
        "last_on": "2027-03-24",
        "capacity": "1",
        "link": LINK,
    }
    assert send(cast.bo, path_of(series, "edit/"), **values).status_code == 404
    assert send(cast.ana, path_of(series, "edit/"), **values).status_code == 302
    assert set(series.rooms.values_list("purpose", flat=True)) == {"The loom, weekly"}
    series.refresh_from_db()
    assert series.rrule == "FREQ=WEEKLY;BYDAY=WE"


def test_ending_says_what_it_causes(cast: Cast, series: Series) -> None:
    assert look(cast.bo, path_of(series, "ending/")).status_code == 404
    assert "4 dates are cancelled." in words(look(cast.ana, path_of(series, "ending/")))
    assert send(cast.ana, path_of(series, "ending/"), why="").status_code == 400
    send(cast.ana, path_of(series, "ending/"), why="We are done")
    assert "This series has ended" in words(look(cast.bo, path_of(series)))


def test_a_hidden_series_is_absent_for_others(cast: Cast) -> None:
    with clock.at(NOON):
        hidden = actions.plan_series(
            cast.glass,
            actor=Actor(cast.ana),
            rrule="FREQ=WEEKLY;BYDAY=WE",
            first_on=date(2027, 3, 3),
            wall_time=EVENING,
            zone="Europe/Rome",
            purpose="Hidden",
        )
    assert look(cast.ana, path_of(hidden)).status_code == 200
    for part in ("", "edit/", "ending/"):
        assert look(cast.bo, path_of(hidden, part)).status_code == 404


@pytest.mark.parametrize(
    ("rrule", "said"),
    [
        ("FREQ=WEEKLY;BYDAY=MO,TH", "every week on Monday and Thursday"),
        ("FREQ=WEEKLY;INTERVAL=2", "every 2 weeks on Wednesday"),
        ("FREQ=MONTHLY;BYDAY=-1FR", "every month on the last Friday"),
        ("FREQ=MONTHLY;INTERVAL=3;BYDAY=2TU", "every 3 months on the second Tuesday"),
        ("FREQ=MONTHLY", "every month on day 3"),
        ("FREQ=DAILY;INTERVAL=10", "every 10 days"),
        ("FREQ=YEARLY", "every year"),
    ],
)
def test_a_recurrence_is_said_in_words(rrule: str, said: str) -> None:
    assert words_of(rrule, date(2027, 3, 3)) == said
