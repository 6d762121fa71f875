"""What the tests of pages share: signing in, looking at a page at a moment, and sending a form."""

import re
from datetime import datetime
from html import unescape
from typing import Any

from django.http import HttpResponse
from django.test import Client

from guildhouse.communities.shell import site
from guildhouse.kit import clock
from guildhouse.people.models import Person
from guildhouse.rooms.models import Room, Series
from guildhouse.rooms.tests.rooming import NOON

LINK = "https://meet.example.org/canary-link"
ADDRESS = "Canary lane 7, second door"


def signed_in(person: Person) -> Client:
    """A browser in which this person is signed in."""
    client = Client()
    client.force_login(person)
    return client


def ready(person: Person) -> Client:
    """The same in a house that has been open for a while: its own row was read a moment ago."""
    site()
    with clock.at(NOON):
        return signed_in(person)


def path_of(thing: Room | Series, part: str = "") -> str:
    """The address of a room's or a series' page, or of a part of it."""
    kind = "rooms" if isinstance(thing, Room) else "series"
    return f"/c/{thing.community.slug}/{kind}/{thing.public_id}/{part}"


def look(who: Person | None, address: str, at: datetime = NOON) -> HttpResponse:
    """What somebody (None: signed out) sees at a moment."""
    with clock.at(at):
        return (signed_in(who) if who else Client()).get(address)


def send(who: Person, address: str, at: datetime = NOON, **values: Any) -> HttpResponse:
    """Send a form."""
    with clock.at(at):
        return signed_in(who).post(address, values)


def words(answer: HttpResponse) -> str:
    """What one reads on a page, without its tags."""
    page = re.sub(r"<(script|style).*?</\1>", "", answer.content.decode(), flags=re.S)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())
