"""Those who visit: people of the house with a session, as if they had signed in, and the pages they would open."""

from collections.abc import Sequence
from importlib import import_module
from typing import NamedTuple

from django.conf import settings
from django.contrib.auth import login
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse

from guildhouse.history.actors import Actor
from guildhouse.kit import clock
from guildhouse.kit.turns import writers_turn
from guildhouse.people.models import Person
from guildhouse.rooms.actions.feeds import make_feed
from guildhouse.rooms.models import Room


class Visitor(NamedTuple):
    """Somebody signed in: their key, and the cookie that says who they are."""

    pk: int
    cookie: str


def signed_in(how_many: int) -> list[Visitor]:
    """The first so many people of the house, each with a session of their own."""
    people = Person.objects.living().exclude(email=None).order_by("pk")[:how_many]
    with writers_turn(), transaction.atomic():
        return [_sign_in(person) for person in people]


def _sign_in(person: Person) -> Visitor:
    request = HttpRequest()
    request.META["REMOTE_ADDR"] = "127.0.0.1"
    request.session = import_module(settings.SESSION_ENGINE).SessionStore()
    login(request, person, backend=settings.AUTHENTICATION_BACKENDS[0])
    request.session.create()  # under a key of its own, with what signing in has put there
    return Visitor(person.pk, f"{settings.SESSION_COOKIE_NAME}={request.session.session_key}")


def own_feeds(who: Sequence[Visitor]) -> list[str]:
    """The addresses at which calendar programs of these people read; an old one ends."""
    people = Person.objects.in_bulk([visitor.pk for visitor in who])
    tokens = [make_feed(actor=Actor(people[visitor.pk])) for visitor in who]
    return [reverse("my-calendar-feed", args=[token]) for token in tokens]


def addresses_of_rooms(how_many: int) -> list[str]:
    """The pages of the rooms one can ask a seat in, next first."""
    rooms = Room.objects.open_to_requests(clock.now()).select_related("community")
    return [
        f"/c/{room.community.slug}/rooms/{room.public_id}/"
        for room in rooms.order_by("starts_at", "pk")[:how_many]
    ]
