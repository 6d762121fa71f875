"""Who is shown a case, from when until when, and what its presenter knows of it."""

from datetime import timedelta

import pytest

from guildhouse.cases import queries
from guildhouse.cases.models import Reading
from guildhouse.cases.tests.casing import SAID, bring, held, opened, read, refused, room_with
from guildhouse.communities import actions as communities
from guildhouse.communities.models import Membership
from guildhouse.history.actors import Actor
from guildhouse.kit import clock
from guildhouse.kit.rules import Refused
from guildhouse.people.models import Person
from guildhouse.rooms import actions as rooms
from guildhouse.rooms.models import Room, Seat
from guildhouse.rooms.tests.rooming import NOON, ask, member
from guildhouse.testing.cast import Cast


def test_a_draft_is_its_presenters_alone(cast: Cast, room: Room, eve: Person) -> None:
    case = bring(room, cast.bo)
    assert refused(case, eve) == "not_open"
    assert read(case, cast.bo) == SAID


def test_those_confirmed_read_it_once_it_is_open_and_that_is_on_record(
    cast: Cast, room: Room, eve: Person
) -> None:
    case = opened(room, cast.bo)
    assert read(case, eve) == SAID
    read(case, eve, at=NOON + timedelta(hours=2))
    read(case, cast.bo)
    row = Reading.objects.get()
    assert (row.person_id, row.times, row.last_at - row.first_at) == (eve.pk, 2, timedelta(hours=2))
    assert [one.person for one in queries.readers(case)] == [eve]


def test_who_is_refused_leaves_no_record_and_reads_nothing(cast: Cast, room: Room) -> None:
    case = opened(room, cast.bo)
    joe = member(cast.weavers, "Joe")
    for person in (joe, cast.cy, cast.dee, cast.ana):
        assert refused(case, person) == "not_coming"
    assert not Reading.objects.exists()


def test_a_host_reads_with_a_seat_and_not_without(cast: Cast, room: Room) -> None:
    case = opened(room, cast.bo)
    assert refused(case, cast.ana) == "not_coming"
    ask(room, cast.ana)
    assert read(case, cast.ana) == SAID


@pytest.mark.parametrize("state", sorted(set(Seat.State) - {Seat.State.CONFIRMED, Seat.State.ATTENDED}))
def test_no_other_state_of_a_seat_reads(cast: Cast, room: Room, eve: Person, state: str) -> None:
    case = opened(room, cast.bo)
    fields = {
        "number": 1,
        "expires_at": NOON + timedelta(days=1),
        "reason": "r",
        "reason_code": "fit",
        "next_step": "n",
    }
    Seat.objects.filter(room=room, person=eve).update(state=state, **fields)
    assert refused(case, eve) == "not_coming"


def test_a_seat_given_up_or_taken_away_ends_reading_at_once(cast: Cast, room: Room, eve: Person) -> None:
    case = opened(room, cast.bo)
    with clock.at(NOON):
        rooms.withdraw(room, actor=Actor(eve))
    assert refused(case, eve) == "not_coming"
    ask(room, eve)
    assert read(case, eve) == SAID
    with clock.at(NOON):
        rooms.remove(room, Seat.objects.get(room=room, person=eve), actor=Actor(cast.ana), reason="No.")
    assert refused(case, eve) == "not_coming"


def test_whoever_left_or_was_put_out_after_the_room_reads_no_more(
    cast: Cast, room: Room, eve: Person
) -> None:
    case, fay, gil = opened(room, cast.bo), member(cast.weavers, "Fay"), member(cast.weavers, "Gil")
    ask(room, fay)
    ask(room, gil)
    over = held(room)
    for person in (eve, fay, gil):
        assert read(case, person, at=over.ends_at) == SAID
    with clock.at(over.ends_at):
        communities.leave(cast.weavers, actor=Actor(eve))
        living = Membership.objects.living().get(community=cast.weavers, person=fay)
        communities.remove(living, reason="Told others.", actor=Actor(cast.ana))
        communities.block(cast.weavers, gil, reason="Told others again.", actor=Actor(cast.ana))
    for person in (eve, fay, gil):
        with pytest.raises(Refused, match="Only those confirmed"):
            read(case, person, at=over.ends_at)


def test_a_visitor_with_a_seat_reads(cast: Cast) -> None:
    room = room_with(cast, access=Room.Access.SITE)
    ask(room, cast.cy)
    assert read(opened(room, cast.bo), cast.cy) == SAID


def test_whoever_did_not_come_reads_no_more(cast: Cast, room: Room, eve: Person) -> None:
    case, over = opened(room, cast.bo), held(room)
    seats = {seat.person_id: seat.pk for seat in Seat.objects.filter(room=over)}
    with clock.at(over.ends_at):
        rooms.note_attendance(
            over, {seats[eve.pk]: "absent", seats[cast.bo.pk]: "attended"}, actor=Actor(cast.ana)
        )
    with pytest.raises(Refused, match="Only those confirmed"):
        read(case, eve, at=over.ends_at)
