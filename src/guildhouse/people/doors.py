"""From a request to the person behind it."""

from django.http import HttpRequest

from guildhouse.history.actors import Actor
from guildhouse.people.models import Person


def person_of(request: HttpRequest) -> Person | None:
    """The person signed in, or None."""
    return request.user if isinstance(request.user, Person) else None


def actor_of(request: HttpRequest, via: str = "page") -> Actor:
    """The person signed in as the one who acts; only behind doors that ask to sign in."""
    person = person_of(request)
    if person is None:
        raise PermissionError("An act needs somebody signed in.")
    return Actor(person, via)
