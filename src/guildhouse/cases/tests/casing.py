"""What the tests of cases share: a room with people in it, and a case that is brought to it."""

from datetime import datetime
from typing import Any

import pytest
from django.http import HttpResponse

from guildhouse.cases import actions
from guildhouse.cases.models import Case
from guildhouse.cases.sealing import Words
from guildhouse.history.actors import Actor
from guildhouse.kit import clock
from guildhouse.kit.rules import Refused
from guildhouse.people.models import Person
from guildhouse.rooms import actions as rooms
from guildhouse.rooms.models import Room
from guildhouse.rooms.tests.rooming import NOON, ask, member, open_room
from guildhouse.testing.cast import Cast

# A mark for each field, so that one can tell which came to light.
MARKS = {field: f"canary{field}" for field in ("situation", "question", "wish", "name")}
SAID = Words(**MARKS)


def room_with(cast: Cast, *others: Person, **fields: Any) -> Room:
    """A room Ana hosts without a seat, with Bo and the others confirmed."""
    room = open_room(cast.weavers, cast.ana, **{"capacity": 9, **fields})
    for person in (cast.bo, *others):
        ask(room, person)
    return Room.objects.select_related("community").get(pk=room.pk)


def eve_of(cast: Cast) -> Person:
    """One more member."""
    return member(cast.weavers, "Eve")


def machine_in(room: Room) -> Person:
    """A machine with a seat."""
    made = member(room.community, "Robot")
    Person.objects.filter(pk=made.pk).update(kind=Person.Kind.AGENT)
    Room.objects.filter(pk=room.pk).update(welcomes_agents=True)
    ask(Room.objects.get(pk=room.pk), Person.objects.get(pk=made.pk))
    return Person.objects.get(pk=made.pk)


def marks_in(answer: HttpResponse) -> list[str]:
    """Which fields of the case a page shows."""
    return [name for name, mark in MARKS.items() if mark in answer.content.decode()]


def bring(room: Room, person: Person, at: datetime = NOON, words: Words = SAID) -> Case:
    """Write a case."""
    with clock.at(at):
        return actions.bring(room, actor=Actor(person), words=words)


def opened(room: Room, person: Person, at: datetime = NOON, words: Words = SAID, **said: Any) -> Case:
    """Write a case and open it."""
    bring(room, person, at, words)
    with clock.at(at):
        return actions.open_to_room(room, actor=Actor(person), **said)


def read(case: Case, person: Person, at: datetime = NOON) -> Words:
    """Be shown a case."""
    with clock.at(at):
        return actions.read(case, actor=Actor(person))


def refused(case: Case, person: Person) -> str:
    """The code with which somebody is not shown a case."""
    with pytest.raises(Refused) as refusal:
        read(case, person)
    return refusal.value.code


def held(room: Room) -> Room:
    """Let the room begin and end."""
    for moment in (room.starts_at, room.ends_at):
        with clock.at(moment):
            rooms.pass_time()
    return Room.objects.select_related("community").get(pk=room.pk)
