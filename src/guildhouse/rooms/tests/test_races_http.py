"""The same race through the door: many signed-in browsers press the button in the same moment."""

import http.client
from datetime import timedelta
from functools import partial
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from guildhouse.history.actors import Actor
from guildhouse.kit import clock
from guildhouse.people.models import Person
from guildhouse.rooms import actions
from guildhouse.rooms.invariants import violations
from guildhouse.rooms.models import Room, Seat
from guildhouse.rooms.tests.rooming import members
from guildhouse.rooms.tests.scenes import Race
from guildhouse.testing.cast import Cast

TOKEN = "a" * 32


def session_of(person: Person) -> str:
    """The cookie of somebody who is signed in."""
    client = Client()
    client.force_login(person)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def press(server: str, path: str, session: str) -> int:
    """Send the form as a browser does, and answer the status."""
    connection = http.client.HTTPConnection(urlsplit(server).netloc, timeout=50)
    cookies = f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={TOKEN}"
    headers = {"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded"}
    connection.request("POST", path, f"csrfmiddlewaretoken={TOKEN}", headers)
    status = connection.getresponse().status
    connection.close()
    return status


def open_now(cast: Cast, **stated: Any) -> Room:
    """A published room a week from now, by the clock the server reads too."""
    day = clock.now() + timedelta(days=7)
    room = actions.plan(
        cast.weavers,
        actor=Actor(cast.ana),
        wall_date=day.date(),
        wall_time=day.time().replace(second=0, microsecond=0),
        zone="UTC",
        purpose="Reading a loom",
        **stated,
    )
    return actions.publish(room, actor=Actor(cast.ana))


@pytest.mark.parametrize(("people", "seats"), [(20, 4)])
def test_the_last_seats_go_to_as_many_people_and_everybody_gets_an_answer(
    people: int, seats: int, race: Race, cast: Cast, live_server: Any
) -> None:
    room = open_now(cast, capacity=seats)
    path = reverse("room-seat", args=[cast.weavers.slug, room.public_id])
    asking = members(cast.weavers, people)
    sessions = [session_of(person) for person in asking]
    clicks = [*sessions, *sessions[:2]]
    outcomes = race(*(partial(press, live_server.url, path, session) for session in clicks))
    assert [one.value for one in outcomes] == [302] * len(clicks)
    states = list(Seat.objects.filter(room=room).values_list("state", flat=True))
    assert (states.count("confirmed"), states.count("waitlisted")) == (seats, people - seats)
    numbers = Seat.objects.filter(room=room, state="waitlisted").values_list("number", flat=True)
    assert sorted(numbers) == list(range(1, people - seats + 1))
    assert list(violations()) == []


def test_seats_given_up_at_once_go_to_the_next_in_line_once_each(
    race: Race, cast: Cast, live_server: Any
) -> None:
    room = open_now(cast, capacity=3)
    seat, withdrawal = (
        reverse(name, args=[cast.weavers.slug, room.public_id]) for name in ("room-seat", "room-withdrawal")
    )
    people = members(cast.weavers, 8)
    sessions = [session_of(person) for person in people]
    for session in sessions:
        assert press(live_server.url, seat, session) == 302
    leaving = [*sessions[:3], sessions[0]]
    outcomes = race(*(partial(press, live_server.url, withdrawal, session) for session in leaving))
    assert [one.value for one in outcomes] == [302] * 4
    coming = Seat.objects.filter(room=room, state="confirmed").order_by("pk").values_list("person", flat=True)
    assert list(coming) == [person.pk for person in people[3:6]]
    assert list(violations()) == []
