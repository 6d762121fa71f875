from datetime import date

import pytest

from guildhouse.communities.models import Membership
from guildhouse.rooms.models import Room, Series
from guildhouse.rooms.tests.pages.helping import look, path_of, send, words
from guildhouse.rooms.tests.rooming import ask, draft_room, member, open_room
from guildhouse.testing.cast import Cast

NEW = "/c/weavers/rooms/new/"
FILLED = {
    "format": "lean-coffee",
    "form_key": "k1",
    "purpose": "Coffee and looms",
    "wall_date": "2027-03-09",
    "wall_time": "17:30",
    "minutes": "60",
    "mode": "online",
    "capacity": "8",
    "zone": "Europe/Rome",
    "minimum": "4",
    "access": "members",
    "line": "first_come",
    "freed": "promote",
    "offer_hours": "24",
    "cutoff_minutes": "120",
}


def test_a_format_is_chosen_first(cast: Cast) -> None:
    seen = words(look(cast.ana, NEW))
    assert "Lean coffee" in seen
    assert "Balint group" in seen
    page = look(cast.ana, f"{NEW}?format=balint").content.decode()
    assert 'name="minutes" value="45"' in page
    assert 'name="capacity" value="10"' in page


def test_five_things_make_a_draft_and_twice_is_once(cast: Cast) -> None:
    first = send(cast.ana, NEW, **FILLED)
    assert send(cast.ana, NEW, **FILLED).url == first.url
    room = Room.objects.get()
    assert first.url == path_of(room)
    assert (room.state, room.purpose, str(room.starts_at)) == (
        "draft",
        "Coffee and looms",
        "2027-03-09 16:30:00+00:00",
    )
    assert "This is a draft" in words(look(cast.ana, path_of(room)))


def test_a_key_that_somebody_else_used_first_stands_in_nobodys_way(cast: Cast) -> None:
    for person in (cast.ana, cast.bo):
        assert send(person, NEW, **FILLED).status_code == 302
    assert Room.objects.count() == 2


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"wall_date": "2027-02-01"}, "This time has passed."),
        ({"zone": "Rome"}, "Write a zone by its name"),
        ({"purpose": ""}, "This field is required."),
        ({"access": "level"}, "Choose the level"),
        ({"minutes": "2"}, "greater than or equal to 5"),
        ({"capacity": "3"}, "Fewer fit than it needs."),
    ],
)
def test_what_is_wrong_stands_beside_its_field(cast: Cast, wrong: dict, said: str) -> None:
    answer = send(cast.ana, NEW, **FILLED | wrong)
    assert answer.status_code in (400, 409)
    assert said in words(answer)
    assert not Room.objects.exists()


def test_whoever_may_not_open_rooms_is_told_why(cast: Cast) -> None:
    newcomer = member(cast.weavers, "Nina", Membership.Level.NEWCOMER)
    answer = look(newcomer, NEW)
    assert answer.status_code == 403
    assert "tell a convener what you would like to meet about" in words(answer)
    assert send(newcomer, NEW, **FILLED).status_code in (302, 403)
    assert not Room.objects.exists()


def test_a_series_shows_its_dates_before_it_is_published(cast: Cast) -> None:
    filled = FILLED | {"repeats": "monthly-2", "last_on": "2027-06-30"}
    preview = send(cast.ana, NEW, **filled)
    assert "It would meet every month on the second Tuesday" in words(preview)
    assert "4 dates are published at once" in words(preview)
    assert '<input type="hidden" name="repeats" value="monthly-2">' in preview.content.decode()
    assert not Series.objects.exists()
    answer = send(cast.ana, NEW, **filled, sure="yes")
    series = Series.objects.get()
    assert answer.url == path_of(series)
    days = list(series.rooms.order_by("occurrence_on").values_list("occurrence_on", flat=True))
    assert days == [date(2027, 3, 9), date(2027, 4, 13), date(2027, 5, 11), date(2027, 6, 8)]


@pytest.mark.parametrize(
    ("repeats", "every", "rrule"),
    [
        ("weekly", "", "FREQ=WEEKLY;BYDAY=TU"),
        ("fortnightly", "", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"),
        ("weeks", "5", "FREQ=WEEKLY;INTERVAL=5;BYDAY=TU"),
        ("monthly-1", "", "FREQ=MONTHLY;BYDAY=1TU"),
        ("monthly-last", "", "FREQ=MONTHLY;BYDAY=-1TU"),
    ],
)
def test_each_way_of_repeating_is_a_recurrence(cast: Cast, repeats: str, every: str, rrule: str) -> None:
    send(cast.ana, NEW, **FILLED | {"repeats": repeats, "every": every, "sure": "yes"})
    assert Series.objects.get().rrule == rrule


def test_another_one_like_this_is_filled_in(cast: Cast) -> None:
    room = open_room(cast.weavers, cast.ana, format="triads", minutes=60, purpose="Again and again")
    page = look(cast.ana, f"{NEW}?like={room.public_id}").content.decode()
    assert 'value="Again and again"' in page
    assert 'value="2027-03-17"' in page
    hidden = open_room(cast.glass, cast.ana)
    assert look(cast.ana, f"{NEW}?like={hidden.public_id}").status_code == 404


def test_editing_keeps_the_seats(cast: Cast) -> None:
    room = open_room(cast.weavers, cast.ana)
    ask(room, cast.bo)
    values = FILLED | {"format": "working-session", "purpose": "A better sentence"}
    assert send(cast.bo, path_of(room, "edit/"), **values).status_code == 404
    send(cast.ana, path_of(room, "edit/"), **values)
    room.refresh_from_db()
    assert (room.purpose, room.held, room.capacity) == ("A better sentence", 1, 2)


def test_moving_tells_whom_it_concerns_and_refuses_the_past(cast: Cast) -> None:
    room = open_room(cast.weavers, cast.ana)
    ask(room, cast.bo)
    assert "1 person holds a seat, keeps it" in words(look(cast.ana, path_of(room, "time/")))
    values = {"wall_time": "18:00", "zone": "Europe/Rome"}
    past = send(cast.ana, path_of(room, "time/"), wall_date="2027-02-10", **values)
    assert "This time has passed." in words(past)
    send(cast.ana, path_of(room, "time/"), wall_date="2027-03-20", **values)
    room.refresh_from_db()
    assert (room.wall_date, room.held) == (date(2027, 3, 20), 1)


def test_a_draft_keeps_its_role_limits(cast: Cast) -> None:
    send(cast.ana, NEW, **FILLED | {"format": "balint", "role_leader": "1", "role_member": "5"})
    limits = dict(Room.objects.get().roles.values_list("key", "capacity"))
    assert limits.get("leader") == 1


def test_every_page_of_a_draft_is_hidden_from_others(cast: Cast) -> None:
    room = draft_room(cast.weavers, cast.ana)
    for part in ("", "edit/", "time/", "host/", "cancellation/"):
        assert look(cast.bo, path_of(room, part)).status_code == 404
