"""The way into a room on its two pages, and the room on paper."""

from datetime import timedelta

import pytest
from pytest_django.fixtures import DjangoAssertNumQueries

from guildhouse.circles import actions as circles
from guildhouse.history.actors import Actor
from guildhouse.kit import clock
from guildhouse.live import actions
from guildhouse.live.tests.running import at, begun, evening, minute, press
from guildhouse.rooms.tests.pages.helping import LINK, look, path_of, ready, words
from guildhouse.rooms.tests.rooming import NOON, ask, members, open_room
from guildhouse.testing.cast import Cast

pytestmark = pytest.mark.django_db


def test_the_way_in_appears_a_quarter_of_an_hour_before_for_those_who_come(cast: Cast):
    room = evening(cast)
    joe = members(cast.weavers, 1)[0]
    for number, who, said in (
        (-16, cast.bo, ""),
        (-14, cast.bo, "Go in"),
        (-14, cast.ana, "Go to begin it"),
        (5, cast.bo, "Go in"),
        (5, cast.ana, "Go in and lead"),
        (5, joe, ""),
        (5, None, ""),
        (61, cast.bo, ""),
    ):
        page = look(who, path_of(room), at=minute(room, number)).content.decode()
        assert (path_of(room, "live/") in page) == bool(said)
        assert said in page
    assert "Go to begin it" in words(look(cast.ana, path_of(room, "host/"), at=minute(room, -14)))


def test_a_room_begun_before_its_time_is_said_to_have_begun(cast: Cast):
    room = begun(cast, after=-10)
    for who, page in ((cast.bo, ""), (cast.ana, ""), (cast.ana, "host/")):
        said = words(look(who, path_of(room, page), at=minute(room, -9)))
        assert "This room has begun" in said
        assert "This room opens at" not in said


def test_once_the_steps_have_ended_the_pages_lead_to_the_cards_and_not_into_the_room(cast: Cast):
    room = begun(cast)
    evening(cast, purpose="Another evening", wall_date=room.wall_date + timedelta(days=7))
    at(room, 20, actions.end, cast.ana)
    for who, page in ((cast.bo, ""), (cast.ana, "host/")):
        html = look(who, path_of(room, page), at=minute(room, 21)).content.decode()
        assert "The steps are done" in html
        assert "This room has begun" not in html
        assert path_of(room, "harvest/") in html
    today = words(look(cast.bo, "/today/", at=minute(room, 21)))
    assert "Your next room: “Another evening”" in today
    at(room, 22, actions.begin, cast.ana)
    assert f"Your next room: “{room.purpose}”" in words(look(cast.bo, "/today/", at=minute(room, 23)))


def test_before_a_room_opens_the_way_in_asks_the_database_nothing(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
):
    room = evening(cast)
    client = ready(cast.bo)
    with clock.at(NOON), django_assert_num_queries(6):
        client.get(path_of(room))


def test_the_run_sheet_has_the_times_the_people_and_the_circles_once_they_are_shown(cast: Cast):
    room = open_room(cast.weavers, cast.ana, format="triads", capacity=None, minutes=120, link=LINK)
    people = members(cast.weavers, 6)
    for person in people:
        ask(room, person)
    with clock.at(minute(room, -60)):
        circles.form(room, rounds=3, actor=Actor(cast.ana), seed=1)
        theirs = look(people[0], path_of(room, "run-sheet/"), at=minute(room, -60))
        assert "Circles of round 2" not in words(theirs)
        assert "Circles of round 2" in words(
            look(cast.ana, path_of(room, "run-sheet/"), at=minute(room, -60))
        )
        circles.show(room, actor=Actor(cast.ana))
    page = words(look(people[0], path_of(room, "run-sheet/"), at=minute(room, -60)))
    assert "Circles of round 3" in page
    assert "18:33" in page  # the notes of the first round: thirty minutes and three after six
    assert str(people[5]) in page
    assert LINK not in page
    assert look(cast.cy, path_of(room, "run-sheet/")).status_code == 404


def test_the_run_sheet_of_a_room_under_way_says_how_it_goes(cast: Cast):
    room = begun(cast)
    press(room, 9, actions.next_step, cast.ana)
    page = words(look(cast.bo, path_of(room, "run-sheet/"), at=minute(room, 9)))
    assert "The steps, as they are going" in page
    assert "18:09" in page


def test_the_bell_is_turned_off_for_oneself_alone(cast: Cast):
    room = begun(cast)
    at(room, 1, actions.hush, cast.bo, on=True)
    assert 'data-bell="off"' in look(cast.bo, path_of(room, "live/"), at=minute(room, 2)).content.decode()
    assert 'data-bell="on"' in look(cast.ana, path_of(room, "live/"), at=minute(room, 2)).content.decode()
