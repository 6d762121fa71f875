"""Who is shown a case, from when until when, and what its presenter knows of it."""

from datetime import timedelta

import pytest

from guildhouse.cases import actions, queries
from guildhouse.cases.models import Agreement, Case, Reading
from guildhouse.cases.tests.casing import SAID, bring, eve_of, held, opened, read, room_with
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


@pytest.fixture
def eve(cast: Cast) -> Person:
    """A member with a seat."""
    return eve_of(cast)


@pytest.fixture
def room(cast: Cast, eve: Person) -> Room:
    """A room with Bo, who brings the case, and Eve."""
    return room_with(cast, eve)


def refused(case: Case, person: Person) -> str:
    with pytest.raises(Refused) as refusal:
        read(case, person)
    return refusal.value.code


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


def test_whoever_left_or_was_removed_after_the_room_reads_no_more(
    cast: Cast, room: Room, eve: Person
) -> None:
    case, fay = opened(room, cast.bo), member(cast.weavers, "Fay")
    ask(room, fay)
    over = held(room)
    for person in (eve, fay):
        assert read(case, person, at=over.ends_at) == SAID
    with clock.at(over.ends_at):
        communities.leave(cast.weavers, actor=Actor(eve))
        living = Membership.objects.living().get(community=cast.weavers, person=fay)
        communities.remove(living, reason="Told others.", actor=Actor(cast.ana))
    for person in (eve, fay):
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


def agree(room: Room, *people: Person) -> None:
    with clock.at(NOON):
        for person in people:
            actions.agree(room, actor=Actor(person))


@pytest.fixture
def machine(cast: Cast, room: Room) -> Person:
    """A machine with a seat."""
    made = member(cast.weavers, "Robot")
    Person.objects.filter(pk=made.pk).update(kind=Person.Kind.AGENT)
    Room.objects.filter(pk=room.pk).update(welcomes_agents=True)
    ask(Room.objects.get(pk=room.pk), Person.objects.get(pk=made.pk))
    return Person.objects.get(pk=made.pk)


def test_a_machine_reads_only_while_everybody_agrees(
    cast: Cast, room: Room, eve: Person, machine: Person
) -> None:
    case = opened(room, cast.bo)
    assert refused(case, machine) == "machine"
    agree(room, cast.bo)
    assert refused(case, machine) == "machine"
    agree(room, eve)
    assert read(case, machine) == SAID
    with clock.at(NOON):
        actions.disagree(room, actor=Actor(eve))
    assert refused(case, machine) == "machine"


def test_whoever_comes_later_has_not_agreed(cast: Cast, room: Room, eve: Person, machine: Person) -> None:
    case = opened(room, cast.bo)
    agree(room, cast.bo, eve)
    assert read(case, machine) == SAID
    ask(room, member(cast.weavers, "Late"))
    assert refused(case, machine) == "machine"


def test_a_presenter_without_a_seat_is_asked_too(
    cast: Cast, room: Room, eve: Person, machine: Person
) -> None:
    case = opened(room, cast.ana)
    agree(room, cast.bo, eve)
    assert refused(case, machine) == "machine"
    agree(room, cast.ana)
    assert read(case, machine) == SAID
    with clock.at(NOON):
        actions.withdraw(case, actor=Actor(cast.ana))
    Agreement.objects.filter(person=cast.ana).delete()
    with pytest.raises(Refused, match="decide about this"):
        agree(room, cast.ana)


def test_a_machine_does_not_agree_and_nobody_agrees_twice(cast: Cast, room: Room, machine: Person) -> None:
    with pytest.raises(Refused, match="decide about this"):
        agree(room, machine)
    agree(room, cast.bo, cast.bo)
    assert Agreement.objects.count() == 1
