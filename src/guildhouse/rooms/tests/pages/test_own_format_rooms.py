"""Rooms in formats of a community's own, wherever a format is shown or reckoned with."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guildhouse.history.actors import Actor
from guildhouse.kit import clock
from guildhouse.rooms import actions
from guildhouse.rooms.formats import known
from guildhouse.rooms.formats.known import own_id
from guildhouse.rooms.models import OwnFormat, Room
from guildhouse.rooms.tests.pages.helping import look, path_of, ready, words
from guildhouse.rooms.tests.rooming import DAY, NOON, ask, open_room
from guildhouse.rooms.tests.test_format_files import TEXTS
from guildhouse.testing.cast import Cast

THREES = TEXTS["troika"].replace('en = "Troika consulting"', 'en = "Threes at the loom"')
HERE = "/c/weavers/rooms/"


@pytest.fixture
def own(cast: Cast) -> OwnFormat:
    with clock.at(NOON):
        return actions.make_format(cast.weavers, actor=Actor(cast.ana), text=THREES)


@pytest.fixture
def room(cast: Cast, own: OwnFormat) -> Room:
    room = open_room(cast.weavers, cast.ana, format=own.key, capacity=4)
    ask(room, cast.bo)
    return room


@pytest.mark.parametrize("part", ["", "host/", "run-sheet/", "seat/"])
def test_every_page_of_the_room_names_it(cast: Cast, room: Room, part: str) -> None:
    answer = look(cast.ana, path_of(room, part))
    assert answer.status_code == 200
    if part in ("", "run-sheet/"):
        assert "Threes at the loom" in words(answer)


def test_the_list_names_it_and_is_narrowed_to_any_edition(cast: Cast, own: OwnFormat, room: Room) -> None:
    with clock.at(NOON):
        actions.edit_format(own, actor=Actor(cast.ana), text=THREES.replace("Threes", "Trios"))
    open_room(cast.weavers, cast.ana, purpose="A talk of looms", format="talk")
    seen = look(cast.bo, f"{HERE}?format={own_id(own.key)}")
    assert "Threes at the loom" in words(seen)
    assert "A talk of looms" not in words(seen)
    assert f'<option value="{own_id(own.key)}" selected>Trios at the loom' in seen.content.decode()


def test_the_calendar_names_it(cast: Cast, room: Room) -> None:
    assert "Threes at the loom" in look(cast.bo, path_of(room, "room.ics")).content.decode()
    assert "Threes at the loom" in look(None, "/c/weavers/rooms.ics").content.decode()


def test_a_host_is_offered_it_where_it_fits_and_only_here(cast: Cast, own: OwnFormat) -> None:
    room = open_room(cast.weavers, cast.ana, format="balint", capacity=10)
    for person in (cast.bo, cast.ana):
        ask(room, person)
    assert known.to_choose(cast.weavers.pk)[0].key == own.key
    assert own.key not in {one.key for one in known.to_choose(cast.glass.pk)}
    page = look(cast.ana, path_of(room, "edit/")).content.decode()
    assert 'value="balint" selected' in page


def test_a_room_in_an_older_edition_can_still_be_edited(cast: Cast, own: OwnFormat, room: Room) -> None:
    with clock.at(NOON):
        actions.edit_format(own, actor=Actor(cast.ana), text=THREES.replace("Threes", "Trios"))
    page = look(cast.ana, path_of(room, "edit/")).content.decode()
    assert f'value="{room.format}" selected>Threes at the loom' in page
    assert f'value="{room.community_id and own.public_id}-2">Trios at the loom' in page


def test_a_list_of_many_own_formats_costs_as_much_as_one_of_few(cast: Cast, own: OwnFormat) -> None:
    counted = []
    for many in (1, 12):
        for number in range(many):
            with clock.at(NOON):
                other = actions.make_format(
                    cast.weavers, actor=Actor(cast.ana), text=THREES.replace("Threes", f"{number} threes")
                )
            on = DAY + timedelta(days=number)
            open_room(cast.weavers, cast.ana, format=other.key, capacity=3, wall_date=on)
        known.remembered.clear()
        client = ready(cast.bo)
        with clock.at(NOON + timedelta(minutes=many)), CaptureQueriesContext(connection) as asked:
            client.get(HERE)
        counted.append(len(asked))
    assert counted[0] == counted[1]
