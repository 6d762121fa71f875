"""What a process reads for all of its screens at once is the same as what each would read alone."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guildhouse.communities.models import Block, Membership, Office
from guildhouse.history.actors import Actor
from guildhouse.kit import clock
from guildhouse.live import actions, policy
from guildhouse.live.queries.board import board
from guildhouse.live.queries.watching import viewers
from guildhouse.live.streaming.events import Painter
from guildhouse.live.tests.running import at, evening, minute, screen
from guildhouse.rooms import actions as rooms
from guildhouse.rooms import queries as of_rooms
from guildhouse.rooms.models import Room
from guildhouse.rooms.tests.rooming import ask, member, members
from guildhouse.testing.cast import Cast

pytestmark = pytest.mark.django_db


def crowd(cast: Cast, room: Room) -> list:
    """People of every kind: who host, come, look after, gave up, were taken off, kept away, and strangers; who left
    the community since they took their seat, and who had left it before."""
    names = ("Fay", "Gus", "Hal", "Ida", "Jo", "Kim")
    led, left, off, away, gone, guest = (member(cast.weavers, name) for name in names)
    Office.objects.create(community=cast.weavers, person=led, kind=Office.Kind.FACILITATOR, since=clock.now())
    seats = {person: ask(room, person) for person in (led, left, off, away, gone, guest)}
    with clock.at(minute(room, -60)):
        rooms.withdraw(room, actor=Actor(left))
        rooms.remove(room, seats[off], actor=Actor(cast.ana), reason="He asked us to.")
    for person, seconds in ((gone, 1), (guest, -1)):
        belonged = Membership.objects.living().get(community=cast.weavers, person=person)
        belonged.end(Membership.Ending.LEFT, seats[person].asked_at + timedelta(seconds=seconds))
    Block.objects.create(community=cast.weavers, person=away, by=cast.ana, reason="Shouted.", at=clock.now())
    return [cast.ana, cast.bo, cast.cy, cast.dee, led, left, off, away, gone, guest]


def test_read_for_all_everybody_is_what_they_are_alone(cast: Cast):
    room = evening(cast, capacity=12)
    people = crowd(cast, room)
    room = Room.objects.select_related("community").get(pk=room.pk)
    together = viewers(room, [person.pk for person in people])
    fmt, moment = board(room).format, minute(room, 1)
    for person in people:
        alone, all_at_once = of_rooms.viewer(person, room), together[person.pk]
        for what in (
            lambda one: one.is_host,
            lambda one: one.is_coming,
            lambda one: policy.conducts(one, fmt),
        ):
            assert what(alone) == what(all_at_once), person
        assert policy.may_watch(alone, room, at=moment) == policy.may_watch(all_at_once, room, at=moment)
    assert {bool(policy.may_watch(one, room, at=moment)) for one in together.values()} == {True, False}
    assert {policy.conducts(one, fmt) for one in together.values()} == {True, False}
    assert [one.is_coming for one in (together[person.pk] for person in people[-2:])] == [False, True]


def test_an_event_says_what_the_page_shows(cast: Cast):
    import json

    room = evening(cast, capacity=9)
    people = crowd(cast, room)[:2]
    at(room, 0, actions.begin, cast.ana)
    at(room, 1, actions.raise_hand, cast.bo, text="A tangled warp")
    room = Room.objects.select_related("community").get(pk=room.pk)
    together = viewers(room, [person.pk for person in people])
    painter = Painter(board(room), minute(room, 7), "1-2")
    for person in people:
        event = painter.event(together[person.pk], "en").decode()
        said = json.loads(event.partition("data: ")[2])
        assert said == json.loads(json.dumps(screen(room, person, 7).as_json()))


def test_reading_for_all_asks_the_same_of_the_database_however_many_they_are(cast: Cast):
    counts = []
    for many in (1, 20):
        room = evening(cast, capacity=30)
        people = members(cast.weavers, many)
        for person in people:
            ask(room, person)
        at(room, 0, actions.begin, cast.ana)
        for person in people:
            at(room, 1, actions.raise_hand, person)
        room = Room.objects.select_related("community").get(pk=room.pk)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            board(room)
            viewers(room, [person.pk for person in people])
        counts.append(len(asked))
    assert counts[0] == counts[1]
