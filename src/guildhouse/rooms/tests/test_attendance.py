"""Who came: noted by hosts, seen by the person, contestable."""

from datetime import timedelta

import pytest

from guildhouse.history.actors import Actor
from guildhouse.kit import clock
from guildhouse.kit.rules import Refused
from guildhouse.rooms import actions
from guildhouse.rooms.models import Room, Seat
from guildhouse.rooms.tests.pages.helping import look, path_of, ready, words
from guildhouse.rooms.tests.rooming import (
    DAY,
    NOON,
    ask,
    fact_count,
    facts_of,
    members,
    open_room,
    state_of,
)
from guildhouse.testing.cast import Cast


def held_room(cast: Cast) -> tuple[Room, Seat]:
    room = open_room(cast.weavers, cast.ana)
    seat = ask(room, cast.bo)
    with clock.at(room.ends_at):
        actions.pass_time()
    return room, seat


def test_hosts_note_who_came_and_may_change_the_note(cast: Cast) -> None:
    room, seat = held_room(cast)
    with clock.at(room.ends_at):
        assert actions.note_attendance(room, {seat.pk: "absent"}, actor=Actor(cast.ana)) == 1
        count = fact_count()
        assert actions.note_attendance(room, {seat.pk: "absent"}, actor=Actor(cast.ana)) == 0
        assert fact_count() == count
        assert actions.note_attendance(room, {seat.pk: "excused"}, actor=Actor(cast.ana)) == 1
    assert facts_of(seat) == ["seat_confirmed", "seat_absent", "seat_excused"]
    assert Room.objects.get(pk=room.pk).held == 1


def test_who_is_excused_is_not_absent_neither_in_the_note_nor_in_their_place_in_line(cast: Cast) -> None:
    room, seat = held_room(cast)
    with clock.at(room.ends_at):
        actions.note_attendance(room, {seat.pk: "excused"}, actor=Actor(cast.ana))
    page = words(look(cast.bo, path_of(room), room.ends_at))
    assert ("excused" in page, "absent" in page) == (True, False)
    later = open_room(
        cast.weavers, cast.ana, capacity=1, line="least_recent", wall_date=DAY + timedelta(days=9)
    )
    ask(later, members(cast.weavers, 1)[0], room.ends_at)
    assert ask(later, cast.bo, room.ends_at).line_key == 0


def test_what_was_said_since_the_page_was_opened_is_not_written_over(cast: Cast) -> None:
    room = open_room(cast.weavers, cast.ana)
    seats = [ask(room, person) for person in (cast.bo, *members(cast.weavers, 1))]
    with clock.at(room.starts_at):
        actions.pass_time()
        seen = {f"seen-{seat.public_id}": Seat.objects.get(pk=seat.pk).revision for seat in seats}
        actions.excuse(room, actor=Actor(cast.bo), why="A train.")
    noted = {f"came-{seat.public_id}": "attended" for seat in seats}
    browser = ready(cast.ana)
    with clock.at(room.starts_at):
        page = browser.post(path_of(room, "host/attendance/"), {**noted, **seen}, follow=True)
    assert "something else was noted meanwhile" in words(page)
    assert [state_of(room, seat.person) for seat in seats] == ["excused", "attended"]
    assert "They wrote: A train." in words(page)


def test_nobody_but_the_person_and_the_hosts_reads_what_is_noted(cast: Cast) -> None:
    room, seat = held_room(cast)
    other = Seat.objects.create(
        room=room, role=seat.role, person=members(cast.weavers, 1)[0], state="attended", asked_at=NOON,
        changed_at=NOON,
    )  # fmt: skip
    with clock.at(room.ends_at):
        actions.note_attendance(room, {seat.pk: "absent"}, actor=Actor(cast.ana))
        actions.contest_attendance(room, actor=Actor(cast.bo), text="I was there, by the door.")
    for person, reads in ((cast.ana, True), (cast.bo, True), (other.person, False), (None, False)):
        page = words(look(person, path_of(room, "host/" if person == cast.ana else ""), room.ends_at))
        assert ("by the door" in page) == reads, person
        assert reads or "absent" not in page


def test_nobody_else_notes_attendance_and_not_before_the_room_began(cast: Cast) -> None:
    room, seat = held_room(cast)
    with pytest.raises(Refused, match="Only the hosts"), clock.at(room.ends_at):
        actions.note_attendance(room, {seat.pk: "attended"}, actor=Actor(cast.bo))
    early = open_room(cast.weavers, cast.ana)
    with pytest.raises(Refused, match="once the room has begun"), clock.at(NOON):
        actions.note_attendance(early, {}, actor=Actor(cast.ana))


@pytest.mark.parametrize("nonsense", ["confirmed", "", "late", "removed"])
def test_a_note_is_one_of_three(nonsense: str, cast: Cast) -> None:
    room, seat = held_room(cast)
    with pytest.raises(Refused, match="attended, excused or absent"), clock.at(room.ends_at):
        actions.note_attendance(room, {seat.pk: nonsense}, actor=Actor(cast.ana))


def test_seats_of_other_rooms_and_of_people_without_a_seat_are_left_alone(cast: Cast) -> None:
    room, _seat = held_room(cast)
    other, elsewhere = held_room(cast)
    with clock.at(room.ends_at):
        assert actions.note_attendance(room, {elsewhere.pk: "absent"}, actor=Actor(cast.ana)) == 0
    assert state_of(other, cast.bo) == "confirmed"


def test_a_note_can_be_contested_until_it_changes(cast: Cast) -> None:
    room, seat = held_room(cast)
    with clock.at(room.ends_at):
        with pytest.raises(Refused, match="Nothing is noted"):
            actions.contest_attendance(room, actor=Actor(cast.bo), text="I was there.")
        actions.note_attendance(room, {seat.pk: "absent"}, actor=Actor(cast.ana))
        with pytest.raises(Refused, match="in a sentence"):
            actions.contest_attendance(room, actor=Actor(cast.bo), text=" ")
        actions.contest_attendance(room, actor=Actor(cast.bo), text="I was there.")
        count = fact_count()
        assert actions.contest_attendance(room, actor=Actor(cast.bo), text="I was there.").contested
        assert fact_count() == count
        actions.note_attendance(room, {seat.pk: "attended"}, actor=Actor(cast.ana))
    assert Seat.objects.get(pk=seat.pk).contested == ""
