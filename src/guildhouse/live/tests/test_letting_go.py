"""Whoever may not be shown the room any more is shown nothing a second later, however that came about."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from guildhouse.communities import actions as communities
from guildhouse.communities.models import Membership
from guildhouse.history.actors import Actor
from guildhouse.kit import clock
from guildhouse.live import actions
from guildhouse.live.streaming.events import GONE
from guildhouse.live.streaming.hub import Reader, Stream
from guildhouse.live.streaming.ticket import Ticket
from guildhouse.live.tests.running import begun, minute
from guildhouse.people import sessions
from guildhouse.people.models import Person
from guildhouse.people.sessions import Session
from guildhouse.rooms import actions as rooms
from guildhouse.rooms.models import Room, Seat
from guildhouse.testing.cast import Cast

pytestmark = pytest.mark.django_db

# How often it is looked: on SQLite, and where a database tells.
PACES = (0.2, 0.4)


class Loop:
    """Does at once what a thread hands over."""

    def call_soon_threadsafe(self, function: Callable[..., object], *arguments: object) -> None:
        function(*arguments)


def removed(cast: Cast, room: Room) -> None:
    member = Membership.objects.get(community=cast.weavers, person=cast.bo)
    communities.remove(member, reason="Shouted.", actor=Actor(cast.ana))


def blocked(cast: Cast, room: Room) -> None:
    communities.block(cast.weavers, cast.bo, reason="Shouted.", actor=Actor(cast.ana))


def taken_off(cast: Cast, room: Room) -> None:
    seat = Seat.objects.get(room=room, person=cast.bo)
    rooms.remove(room, seat, reason="It is full.", actor=Actor(cast.ana))


def locked_out(cast: Cast, room: Room) -> None:
    Person.objects.filter(pk=cast.bo.pk).update(is_active=False)


def expired(cast: Cast, room: Room) -> None:
    Session.objects.filter(person=cast.bo).update(expire_date=clock.now())


WAYS = {
    "gave up the seat": lambda cast, room: rooms.withdraw(room, actor=Actor(cast.bo)),
    "taken off the room": taken_off,
    "left the community": lambda cast, room: communities.leave(cast.weavers, actor=Actor(cast.bo)),
    "removed from the community": removed,
    "kept away from it": blocked,
    "locked out": locked_out,
    "signed out elsewhere": lambda cast, room: sessions.end(cast.bo.pk),
    "session ran out": expired,
    "room called off": lambda cast, room: rooms.cancel(room, why="Flooded.", actor=Actor(cast.ana)),
}


def watching(room: Room, person: Person) -> Stream:
    client = Client()
    client.force_login(person)
    Session.objects.filter(person=person).update(expire_date=room.ends_at)
    return Stream(Ticket(room.pk, person.pk, client.session.session_key or "", "en"))


@pytest.mark.parametrize("pace", PACES)
@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_a_stream_ends_within_a_second(way: Callable[[Cast, Room], None], pace: float, cast: Cast):
    room = begun(cast, after=-10)
    bo, ana = watching(room, cast.bo), watching(room, cast.ana)
    reader, loop, moment = Reader(), Loop(), minute(room, -1)

    def look(seconds: float) -> None:
        with clock.at(moment + timedelta(seconds=seconds)):
            reader.look({room.pk: [bo, ana]}, loop)  # type: ignore[arg-type]  # a loop that does it at once

    look(-0.001)
    with clock.at(moment):
        actions.set_bell(room, on=False, actor=Actor(cast.ana))  # somebody is busy here all the time
        way(cast, room)
    assert b"data: {" in bo.next
    for turn in range(1, int(1 / pace)):
        look(turn * pace)
    assert (bo.ended, bo.next) == (True, GONE)
    assert ana.ended == (way is WAYS["room called off"])
