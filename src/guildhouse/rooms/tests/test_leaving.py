"""Leaving a community ends all one has to do with its rooms; claiming a place brings along what was kept there."""

import pytest

from guildhouse.communities.models import Block
from guildhouse.history.actions import one_act
from guildhouse.history.actors import Actor
from guildhouse.kit import clock
from guildhouse.people.models import Person
from guildhouse.rooms import actions
from guildhouse.rooms.actions.leaving import give_up_everything, move_everything
from guildhouse.rooms.invariants import violations
from guildhouse.rooms.models import Host, Room, Seat, StandingSeat
from guildhouse.rooms.tests.rooming import NOON, ask, facts_of, member, open_room, state_of
from guildhouse.rooms.tests.scenes import weekly
from guildhouse.testing.cast import Cast


def leave(cast: Cast, person: Person) -> None:
    with clock.at(NOON), one_act():
        give_up_everything(cast.weavers.pk, person.pk, Actor(person))


def claim(old: Person, new: Person) -> None:
    with clock.at(NOON), one_act():
        move_everything(old.pk, new.pk, Actor(new))


def test_leaving_gives_up_seats_places_standing_and_hosting_and_passes_them_on(cast: Cast) -> None:
    room, full = (open_room(cast.weavers, cast.ana, capacity=1) for _room in range(2))
    ask(room, cast.bo), ask(room, cast.ana)
    ask(full, cast.ana), ask(full, cast.bo)
    series = weekly(cast, capacity=None)
    elsewhere = open_room(cast.glass, cast.ana, access="site", capacity=None)
    with clock.at(NOON):
        actions.invite(elsewhere, cast.bo, actor=Actor(cast.ana))
        actions.name_host(full, cast.bo, actor=Actor(cast.ana))
        actions.come_to_all(series, actor=Actor(cast.bo))
    leave(cast, cast.bo)
    assert (state_of(room, cast.bo), state_of(room, cast.ana)) == ("withdrawn", "confirmed")
    assert state_of(full, cast.bo) == "withdrawn"
    assert not Seat.objects.living().filter(person=cast.bo, room__community=cast.weavers).exists()
    assert not StandingSeat.objects.living().exists()
    assert not Host.objects.filter(person=cast.bo).exists()
    assert state_of(elsewhere, cast.bo) == "invited"
    with clock.at(NOON):
        assert list(violations()) == []


def test_leaving_leaves_what_was_held_as_it_was(cast: Cast) -> None:
    room = open_room(cast.weavers, cast.ana)
    seat = ask(room, cast.bo)
    with clock.at(room.ends_at):
        actions.pass_time()
        actions.note_attendance(room, {seat.pk: "attended"}, actor=Actor(cast.ana))
    leave(cast, cast.bo)
    assert state_of(room, cast.bo) == "attended"


def test_blocked_people_see_rooms_as_somebody_outside_does(cast: Cast) -> None:
    room = open_room(cast.glass, cast.ana)
    with clock.at(NOON):
        seat = actions.invite(room, cast.bo, actor=Actor(cast.ana))
        actions.name_host(room, cast.bo, actor=Actor(cast.ana))
    Seat.objects.filter(pk=seat.pk).update(state="attended")
    assert room in Room.objects.visible_to(cast.bo)
    Block.objects.create(community=cast.glass, person=cast.bo, by=cast.ana, reason="Shouted.", at=NOON)
    assert room not in Room.objects.visible_to(cast.bo)


def test_claiming_brings_seats_standing_and_hosting_along(cast: Cast) -> None:
    kept = member(cast.weavers, "Kept")
    room = open_room(cast.weavers, cast.ana)
    series = weekly(cast, capacity=None)
    ask(room, kept)
    with clock.at(NOON):
        actions.name_host(room, kept, actor=Actor(cast.ana))
        actions.add_to_group(series, kept, actor=Actor(cast.ana))
    claim(kept, cast.bo)
    assert state_of(room, cast.bo) == "confirmed"
    assert not Seat.objects.filter(person=kept).exists()
    assert StandingSeat.objects.living().get().person == cast.bo
    assert set(Host.objects.filter(room=room).values_list("person", flat=True)) == {cast.ana.pk, cast.bo.pk}
    with clock.at(NOON):
        assert list(violations()) == []


@pytest.mark.parametrize("first_is_kept", [True, False])
def test_of_two_seats_in_one_room_the_stronger_stays_and_the_other_frees_a_place(
    first_is_kept: bool, cast: Cast
) -> None:
    kept, third = member(cast.weavers, "Kept"), member(cast.weavers, "Third")
    room = open_room(cast.weavers, cast.ana, capacity=1)
    for person in (kept, cast.bo) if first_is_kept else (cast.bo, kept):
        ask(room, person)
    ask(room, third)
    claim(kept, cast.bo)
    assert (state_of(room, kept), state_of(room, cast.bo)) == ("withdrawn", "confirmed")
    assert state_of(room, third) == "waitlisted"
    assert Room.objects.values_list("held", "waiting").get(pk=room.pk) == (1, 1)
    with clock.at(NOON):
        assert list(violations()) == []


def test_two_confirmed_seats_become_one_and_the_next_in_line_comes(cast: Cast) -> None:
    kept, third = member(cast.weavers, "Kept"), member(cast.weavers, "Third")
    room = open_room(cast.weavers, cast.ana, capacity=2)
    for person in (kept, cast.bo, third):
        ask(room, person)
    claim(kept, cast.bo)
    assert [state_of(room, one) for one in (kept, cast.bo, third)] == ["withdrawn", "confirmed", "confirmed"]


def test_two_standing_seats_and_two_hosts_become_one(cast: Cast) -> None:
    kept = member(cast.weavers, "Kept")
    series = weekly(cast, capacity=None)
    with clock.at(NOON):
        for person in (kept, cast.bo):
            actions.add_to_group(series, person, actor=Actor(cast.ana))
            actions.name_host(Room.objects.order_by("pk")[0], person, actor=Actor(cast.ana))
    claim(kept, cast.bo)
    assert StandingSeat.objects.living().get().person == cast.bo
    assert not Host.objects.filter(person=kept).exists()
    seat = Seat.objects.filter(person=kept).order_by("pk")[0]
    assert facts_of(seat) == ["seat_confirmed", "seat_withdrawn"]
