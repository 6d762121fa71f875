"""That somebody is there, said by the code of the room; and that somebody cannot come."""

from datetime import datetime, timedelta
from functools import partial

import pytest

from guildhouse.history.actors import Actor
from guildhouse.kit import clock
from guildhouse.kit.rules import Refused
from guildhouse.people.models import Person
from guildhouse.rooms import actions
from guildhouse.rooms.checkin import TRIES, code_of, code_words, may_try
from guildhouse.rooms.invariants import violations
from guildhouse.rooms.models import Room, Seat
from guildhouse.rooms.tests.pages.helping import look, path_of, send, words
from guildhouse.rooms.tests.rooming import (
    NOON,
    ask,
    before_start,
    fact_count,
    facts_of,
    members,
    open_room,
    state_of,
)
from guildhouse.testing.cast import Cast
from guildhouse.testing.races import run_at_once


def check_in(room: Room, person: Person, at: datetime, code: str = "") -> Seat:
    with clock.at(at):
        return actions.check_in(room, code or code_of(room), actor=Actor(person))


def begun(room: Room, at: datetime) -> Room:
    with clock.at(at):
        actions.pass_time()
    return Room.objects.get(pk=room.pk)


def test_the_code_is_six_digits_and_each_room_and_time_has_its_own(cast: Cast) -> None:
    room, other = (open_room(cast.weavers, cast.ana) for _room in range(2))
    assert code_of(room).isdecimal()
    assert len(code_of(room)) == 6
    assert len({code_of(room), code_of(other)}) == 2
    was = code_of(room)
    with clock.at(NOON):
        day = room.wall_date + timedelta(days=1)
        room = actions.move(room, actor=Actor(cast.ana), wall_date=day, wall_time=room.wall_time)
    assert code_of(room) != was


def test_who_writes_the_code_once_the_room_has_begun_attends_it(cast: Cast) -> None:
    room = open_room(cast.weavers, cast.ana)
    seat = ask(room, cast.bo)
    room = begun(room, room.starts_at)
    assert check_in(room, cast.bo, room.starts_at).state == "attended"
    count = fact_count()
    assert check_in(room, cast.bo, room.starts_at).state == "attended"
    assert fact_count() == count
    assert facts_of(seat) == ["seat_confirmed", "checked_in", "seat_attended"]


def test_before_the_room_begins_it_is_remembered_and_noted_when_it_does(cast: Cast) -> None:
    room = open_room(cast.weavers, cast.ana)
    ask(room, cast.bo)
    early = before_start(room, minutes=15)
    assert check_in(room, cast.bo, early).state == "confirmed"
    begun(room, room.starts_at)
    assert state_of(room, cast.bo) == "attended"


def test_the_code_of_a_time_the_room_no_longer_has_notes_nobody(cast: Cast) -> None:
    room = open_room(cast.weavers, cast.ana)
    ask(room, cast.bo)
    check_in(room, cast.bo, before_start(room, minutes=5))
    with clock.at(before_start(room, minutes=4)):
        day = room.wall_date + timedelta(days=7)
        room = actions.move(room, actor=Actor(cast.ana), wall_date=day, wall_time=room.wall_time)
    begun(room, room.starts_at)
    assert state_of(room, cast.bo) == "confirmed"


@pytest.mark.parametrize(
    ("minutes", "words_said"), [(-16, "from 15 minutes before"), (60 + 61, "until an hour after")]
)
def test_the_code_counts_from_shortly_before_until_an_hour_after(
    minutes: int, words_said: str, cast: Cast
) -> None:
    room = open_room(cast.weavers, cast.ana)
    ask(room, cast.bo)
    at = room.starts_at + timedelta(minutes=minutes)
    room = begun(room, at)
    with pytest.raises(Refused, match=words_said):
        check_in(room, cast.bo, at)


def test_it_is_shown_as_long_as_it_counts_and_never_for_a_room_that_is_called_off(cast: Cast) -> None:
    room = open_room(cast.weavers, cast.ana)
    first, last = before_start(room, minutes=15), room.ends_at + timedelta(hours=1)
    second = timedelta(seconds=1)
    shown = [bool(code_words(room, at)) for at in (first - second, first, last, last + second)]
    assert shown == [False, True, True, False]
    with clock.at(first):
        called_off = actions.cancel(room, actor=Actor(cast.ana), why="The house is flooded.")
    assert code_words(called_off, first) == ""


def test_an_hour_after_the_end_it_still_counts(cast: Cast) -> None:
    room = open_room(cast.weavers, cast.ana)
    ask(room, cast.bo)
    late = room.ends_at + timedelta(hours=1)
    assert check_in(begun(room, late), cast.bo, late).state == "attended"


def test_another_code_and_people_without_a_seat_are_refused(cast: Cast) -> None:
    room = open_room(cast.weavers, cast.ana, capacity=1)
    ask(room, cast.bo)
    waits = members(cast.weavers, 1)[0]
    ask(room, waits)
    wrong = f"{(int(code_of(room)) + 1) % 10**6:06}"
    with pytest.raises(Refused, match="not the code"):
        check_in(room, cast.bo, room.starts_at, wrong)
    for person in (waits, cast.cy):
        with pytest.raises(Refused, match="have a seat"):
            check_in(room, person, room.starts_at)
    assert check_in(room, cast.bo, room.starts_at, f" {code_of(room)[:3]}-{code_of(room)[3:]} ").checked_in_at


def test_five_tries_in_ten_minutes_and_no_more(cast: Cast) -> None:
    room, other = (open_room(cast.weavers, cast.ana) for _room in range(2))
    with clock.at(NOON):
        assert [may_try(cast.bo, room) for _try in range(TRIES + 1)] == [True] * TRIES + [False]
        assert (may_try(cast.bo, other), may_try(cast.ana, room)) == (True, True)
    with clock.at(NOON + timedelta(minutes=10, seconds=1)):
        assert may_try(cast.bo, room)


def test_of_many_tries_at_once_no_more_are_let_through(transactional_db: None, cast: Cast) -> None:
    room = open_room(cast.weavers, cast.ana)
    outcomes = run_at_once(*[partial(may_try, cast.bo, room)] * (TRIES * 2))
    assert sum(outcome.value for outcome in outcomes) == TRIES


def test_digits_of_another_script_are_the_same_code(cast: Cast) -> None:
    room = open_room(cast.weavers, cast.ana)
    ask(room, cast.bo)
    written = "".join(chr(ord("٠") + int(figure)) for figure in code_of(room))
    assert check_in(room, cast.bo, room.starts_at, written).checked_in_at


def test_on_the_page_tries_run_out_also_for_the_right_code(cast: Cast) -> None:
    room = open_room(cast.weavers, cast.ana)
    ask(room, cast.bo)
    at = before_start(room, minutes=5)
    assert "Are you there?" in words(look(cast.bo, path_of(room), at))
    answers = [send(cast.bo, path_of(room, "check-in/"), at, code="x").status_code for _try in range(TRIES)]
    assert answers == [400] * TRIES
    refused = send(cast.bo, path_of(room, "check-in/"), at, code=code_of(room))
    assert (refused.status_code, "Too many tries" in words(refused)) == (429, True)


def test_hosts_alone_are_shown_the_code_and_only_while_it_counts(cast: Cast) -> None:
    room = open_room(cast.weavers, cast.ana)
    ask(room, cast.bo)
    shown = f"{code_of(room)[:3]} {code_of(room)[3:]}"
    at = before_start(room, minutes=10)
    assert shown in words(look(cast.ana, path_of(room, "host/"), at))
    assert shown not in words(look(cast.ana, path_of(room, "host/"), before_start(room, minutes=16)))
    page = words(look(cast.bo, path_of(room), at))
    assert (shown in page, code_of(room) in page) == (False, False)
    send(cast.bo, path_of(room, "check-in/"), at, code=shown)
    assert "You wrote the code" in words(look(cast.bo, path_of(room), at))


def test_who_is_excused_frees_the_seat_and_nothing_is_held_against_them(cast: Cast) -> None:
    room = open_room(cast.weavers, cast.ana, capacity=1)
    waits = members(cast.weavers, 1)[0]
    seat = ask(room, cast.bo)
    ask(room, waits, short_notice=True)
    late = before_start(room, hours=1)
    with clock.at(late):
        for _twice in range(2):
            actions.excuse(room, actor=Actor(cast.bo), why="A fever.")
    seat.refresh_from_db()
    assert (seat.state, seat.is_late, seat.excuse, seat.excused_at) == ("withdrawn", False, "A fever.", late)
    assert state_of(room, waits) == "confirmed"
    assert facts_of(seat) == ["seat_confirmed", "seat_withdrawn"]
    with clock.at(late):
        assert list(violations()) == []


def test_who_was_excused_once_and_came_back_gives_the_seat_up_like_anybody_else(cast: Cast) -> None:
    room = open_room(cast.weavers, cast.ana)
    ask(room, cast.bo)
    with clock.at(NOON):
        actions.excuse(room, actor=Actor(cast.bo), why="A fever.")
    assert "You excused yourself" in words(look(cast.bo, path_of(room)))
    ask(room, cast.bo)
    late = before_start(room, hours=1)
    with clock.at(late):
        actions.withdraw(room, actor=Actor(cast.bo))
        with pytest.raises(Refused, match="no seat here"):
            actions.excuse(room, actor=Actor(cast.bo))
    assert "You gave up your place here" in words(look(cast.bo, path_of(room), late))
    assert "A fever" not in words(look(cast.ana, path_of(room, "host/"), late))


def test_who_has_to_go_while_the_room_is_under_way_is_excused_and_not_absent(cast: Cast) -> None:
    room = open_room(cast.weavers, cast.ana)
    ask(room, cast.bo)
    room = begun(room, room.starts_at)
    with clock.at(room.starts_at):
        actions.excuse(room, actor=Actor(cast.bo))
    assert (state_of(room, cast.bo), Room.objects.get(pk=room.pk).held) == ("excused", 1)


def test_nobody_is_excused_without_a_seat_or_after_the_room(cast: Cast) -> None:
    room = open_room(cast.weavers, cast.ana)
    with clock.at(NOON), pytest.raises(Refused, match="no seat here"):
        actions.excuse(room, actor=Actor(cast.bo))
    ask(room, cast.bo)
    with clock.at(room.ends_at), pytest.raises(Refused, match="is over"):
        actions.excuse(room, actor=Actor(cast.bo))
