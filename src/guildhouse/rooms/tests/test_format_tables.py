"""The table of steps, as the room's page and the run sheet show it."""

import pytest

from guildhouse.rooms import formats


def test_a_row_says_who_speaks_who_is_silent_and_what_comes_of_it() -> None:
    row = formats.steps_table(formats.get("troika"), "it")[2]
    assert (row.number, row.name) == (3, "Consigli, con il cliente di spalle")
    assert (row.speaks, row.silent, row.produces) == ("Consulente", "Cliente", "Idee, suggerimenti, spunti")
    assert (row.minutes, row.running_total, row.repeated, row.published) == (5, 9, 3, True)


def test_steps_that_repeat_are_shown_once_and_counted_as_often_as_they_come() -> None:
    rows = formats.steps_table(formats.get("world-cafe"), "en")
    assert [(row.minutes, row.repeated, row.running_total) for row in rows] == [
        (15, 1, 15),
        (20, 3, 35),
        (30, 1, 105),
    ]


def test_a_run_sheet_shows_every_turn_at_its_time() -> None:
    rows = formats.steps_table(formats.get("world-cafe"), "en", every_turn=True)
    assert [(row.turn, row.running_total) for row in rows] == [(1, 15), (1, 35), (2, 55), (3, 75), (1, 105)]


def test_turns_go_through_all_their_steps_before_the_next_begins() -> None:
    rows = formats.steps_table(formats.get("troika"), "en", every_turn=True)
    assert [(row.turn, row.number) for row in rows] == [
        (turn, step) for turn in (1, 2, 3) for step in (1, 2, 3, 4)
    ]


def test_the_table_follows_the_number_of_people() -> None:
    rows = formats.steps_table(formats.get("jigsaw"), "en", people=9)
    assert [row.minutes for row in rows] == [10, 15, 5, 15, 5]


def test_silence_of_all_is_said() -> None:
    row = formats.steps_table(formats.get("1-2-4-all"), "en")[0]
    assert (row.speaks, row.silent) == ("", "everyone")


def test_no_turn_at_all_is_refused() -> None:
    with pytest.raises(ValueError, match="at least once"):
        formats.steps_table(formats.get("triads"), "en", turns=0)
