"""A room in a minute: what is asked, what is filled in, the invitation that writes itself, and again like last time."""

import re
from datetime import date, timedelta

import pytest
from django.http import HttpResponse

from guildhouse.history.actors import Actor
from guildhouse.kit import clock
from guildhouse.rooms import actions, inviting
from guildhouse.rooms.forms.guessing import next_day
from guildhouse.rooms.models import Room, Series
from guildhouse.rooms.tests.pages.helping import look, path_of, send, words
from guildhouse.rooms.tests.pages.test_planning_pages import FILLED, NEW
from guildhouse.rooms.tests.rooming import NOON, open_room
from guildhouse.rooms.tests.test_format_files import TEXTS
from guildhouse.testing.cast import Cast


def asked_at_once(answer: HttpResponse) -> list[str]:
    """The names of the fields that stand open on the page, as a browser without a style sheet has them."""
    page = answer.content.decode().partition("<main")[2].partition("</main>")[0]
    page = re.sub(r"<details(?![^>]* open).*?</details>", "", page, flags=re.S)
    fields = re.findall(r"<(?:input|select|textarea)[^>]*>", page)
    shown = [field for field in fields if 'type="hidden"' not in field]
    return list(dict.fromkeys(re.findall(r'name="([^"]+)"', " ".join(shown))))


def value(answer: HttpResponse, name: str) -> str:
    found = re.search(
        rf'name="{name}"[^>]* value="([^"]*)"|name="{name}"[^>]*>\n?([^<]*)<', answer.content.decode()
    )
    return (found[1] or found[2] or "") if found else ""


@pytest.mark.parametrize("key", ["troika", "balint", "talk"])
def test_five_fields_are_asked_and_the_rest_says_what_it_holds(cast: Cast, key: str) -> None:
    page = look(cast.ana, f"{NEW}?format={key}")
    assert asked_at_once(page) == ["purpose", "wall_date", "wall_time", "mode", "place"]
    seen = words(page)
    assert "The invitation writes itself from what stands here" in seen
    assert "It repeats never: this one room" in seen
    assert "Who may come members of the community" in seen
    assert "nothing to accept by name" in seen


def test_how_one_meets_comes_from_the_room_before(cast: Cast) -> None:
    stated = {"mode": "in_person", "place": "At the mill", "address": "Lane 7"}
    with clock.at(NOON):
        open_room(cast.weavers, cast.ana, wall_date=date(2027, 3, 4), **stated)
    page = look(cast.ana, f"{NEW}?format=talk")
    assert (value(page, "place"), value(page, "address")) == ("At the mill", "Lane 7")
    assert value(page, "wall_date") == "2027-03-11"
    assert value(page, "minutes") == "60"


def test_the_invitation_writes_itself_and_follows_the_room(cast: Cast) -> None:
    send(cast.ana, NEW, **FILLED)
    room = Room.objects.get()
    assert room.about.startswith("We meet as **Lean coffee**.")
    assert "Coffee and looms" not in room.about
    assert "When: Tuesday 9 March 2027, 17:30 (Rome time)" in room.about
    assert "How long: 1 h" in room.about
    assert "For how many: 4 to 8 people" in room.about
    assert "What is asked of you:" in room.about
    with clock.at(NOON):
        actions.move(room, actor=Actor(cast.ana), wall_date=date(2027, 3, 10), wall_time=room.wall_time)
    room.refresh_from_db()
    assert "10 March 2027" in room.about
    with clock.at(NOON):
        actions.set_limits(room, actor=Actor(cast.ana), capacity=9)
    room.refresh_from_db()
    assert "For how many: 4 to 9 people" in room.about
    values = FILLED | {"format": "lean-coffee", "minutes": "90", "about": room.about.replace("\n", "\r\n")}
    send(cast.ana, path_of(room, "edit/"), **values)
    room.refresh_from_db()
    assert "How long: 1 h 30 min" in room.about


def test_an_invitation_that_still_begins_with_the_purpose_follows_the_room_too(cast: Cast) -> None:
    send(cast.ana, NEW, **FILLED)
    room = Room.objects.get()
    room.about = f"{room.purpose}.\n\n{room.about}"
    room.save(update_fields=["about"])
    with clock.at(NOON):
        actions.edit(room, actor=Actor(cast.ana), purpose="Tea and looms", minutes=90)
    room.refresh_from_db()
    assert room.about.startswith("We meet as **Lean coffee**.")
    assert "How long: 1 h 30 min" in room.about


def test_what_somebody_wrote_is_never_overwritten(cast: Cast) -> None:
    send(cast.ana, NEW, **FILLED, about="Bring wool.")
    room = Room.objects.get()
    assert room.about == "Bring wool."
    with clock.at(NOON):
        actions.edit(room, actor=Actor(cast.ana), minutes=75)
    room.refresh_from_db()
    assert room.about == "Bring wool."
    again = send(cast.ana, NEW, **FILLED, about="Bring yarn.", write="yes")
    assert value(again, "about") == "Bring yarn."


def test_it_is_written_on_the_page_to_be_changed(cast: Cast) -> None:
    typed = FILLED | {"wall_date": "", "purpose": "A try"}
    page = send(cast.ana, NEW, **typed, write="yes")
    assert page.status_code == 200
    assert value(page, "about").startswith("We meet as **Lean coffee**.")
    assert value(page, "capacity") == "8"
    assert not Room.objects.exists()


def test_it_is_in_the_language_of_whoever_writes(cast: Cast) -> None:
    cast.ana.language = "it"
    cast.ana.save(update_fields=["language"])
    send(cast.ana, NEW, **FILLED)
    room = Room.objects.get()
    assert "martedì 9 marzo 2027" in room.about
    assert inviting.language_of(room) == "it"


def test_the_invitation_of_a_series_says_its_rhythm(cast: Cast) -> None:
    send(cast.ana, NEW, **FILLED, repeats="fortnightly", last_on="2027-05-30", sure="yes")
    series = Series.objects.get()
    assert "every 2 weeks on Tuesday at 17:30 (Rome time)" in series.about
    with clock.at(NOON):
        actions.edit_series(series, actor=Actor(cast.ana), minutes=90)
    series.refresh_from_db()
    assert "How long: 1 h 30 min" in series.about
    assert {room.about for room in series.rooms.order_by("pk")} == {series.about}


def held(cast: Cast, **stated: object) -> Room:
    room = open_room(cast.weavers, cast.ana, **stated)
    Room.objects.filter(pk=room.pk).update(state=Room.State.HELD)
    return Room.objects.get(pk=room.pk)


def test_again_like_last_time_fills_everything_in(cast: Cast) -> None:
    stated = {
        "mode": "in_person",
        "place": "At the mill",
        "question": "Why?",
        "needs_approval": True,
        "line": "lottery",
        "about": "Bring the case that follows you home.",
    }
    limits = {"leader": 1, "member": 5}
    room = held(cast, format="balint", purpose="Endings", capacity=7, role_limits=limits, **stated)
    later = room.ends_at + timedelta(days=1)
    assert "Again like last time" in words(look(cast.ana, path_of(room), later))
    assert "Again like last time" not in words(look(cast.cy, path_of(room), later))
    page = look(cast.ana, f"{NEW}?like={room.public_id}", later)
    read = {
        name: value(page, name)
        for name in ("purpose", "place", "question", "capacity", "role_member", "wall_date")
    }
    assert read == {
        "purpose": "Endings",
        "place": "At the mill",
        "question": "Why?",
        "capacity": "7",
        "role_member": "5",
        "wall_date": "2027-03-17",
    }
    assert 'value="lottery" selected' in page.content.decode()
    assert asked_at_once(page) == ["purpose", "wall_date", "wall_time", "mode", "place"]
    assert "The invitation Bring the case that follows you home." in words(page)


def test_again_in_a_format_of_ones_own_takes_its_latest_edition(cast: Cast) -> None:
    with clock.at(NOON):
        own = actions.make_format(cast.weavers, actor=Actor(cast.ana), text=TEXTS["troika"])
    room = held(cast, format=own.key, capacity=3)
    with clock.at(NOON):
        text = TEXTS["troika"].replace("Troika consulting", "Threes")
        actions.edit_format(own, actor=Actor(cast.ana), text=text)
    page = look(cast.ana, f"{NEW}?like={room.public_id}")
    assert value(page, "format") == f"{own.public_id}-2"
    assert "Threes" in words(page)


@pytest.mark.parametrize(
    ("earlier", "today", "on"),
    [
        (None, date(2027, 3, 11), date(2027, 3, 17)),
        (None, date(2027, 4, 20), date(2027, 4, 21)),
        (date(2027, 2, 24), date(2027, 3, 11), date(2027, 3, 24)),
        (date(2027, 2, 10), date(2027, 3, 11), date(2027, 4, 14)),
        (date(2027, 2, 17), date(2027, 3, 11), date(2027, 3, 31)),
        (date(2027, 3, 8), date(2027, 3, 11), date(2027, 3, 17)),
        (date(2026, 3, 11), date(2027, 3, 11), date(2027, 3, 17)),
    ],
)
def test_the_next_day_keeps_the_rhythm(earlier: date | None, today: date, on: date) -> None:
    room = Room(wall_date=date(2027, 3, 10))
    assert next_day(room, today, earlier=earlier) == on


def test_the_next_day_of_a_series_is_the_one_after_its_last() -> None:
    series = Series(rrule="FREQ=MONTHLY;BYDAY=2WE", first_on=date(2027, 1, 13))
    room = Room(wall_date=date(2027, 3, 10), series=series)
    assert next_day(room, date(2027, 3, 11), latest=date(2027, 4, 14)) == date(2027, 5, 12)


@pytest.mark.parametrize("zone", ["<script>", "../../../etc/passwd"])
def test_a_zone_nobody_knows_is_said_to_be_one(cast: Cast, zone: str) -> None:
    told = {"format": "working-session", "purpose": "Looms", "wall_date": "2026-12-01", "zone": zone}
    sent = send(cast.ana, NEW, **told)
    assert (sent.status_code, "Write a zone by its name" in words(sent)) == (400, True)
    written = send(cast.ana, NEW, **told, write="yes")
    assert (written.status_code, 'value="Looms"' in written.content.decode()) == (200, True)
