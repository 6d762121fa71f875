"""What a fact is about, fetched when its letter is written; it may be gone by then."""

from collections.abc import Callable
from datetime import date
from typing import TypeVar

from django.apps import apps
from django.db.models import Model, QuerySet

from guildhouse.communities.models import JoinRequest, Office
from guildhouse.communities.models.membership import Level
from guildhouse.history.models import Fact
from guildhouse.kit.dates import day_words
from guildhouse.kit.prepared import prepared
from guildhouse.rooms.models import Room, Seat

T = TypeVar("T")


def subject_of(fact: Fact) -> Model | None:
    """The row the fact is about, or None when it is gone."""
    rows = apps.get_model(fact.subject_type)._default_manager
    return _once(fact, "subject", lambda: rows.filter(pk=fact.subject_id).first())


def join_request(fact: Fact) -> JoinRequest | None:
    """The request to join a fact is about."""
    return _once(fact, "join_request", JoinRequest.objects.filter(pk=fact.subject_id).first)


def level_name(value: str) -> str:
    """A level in the reader's language."""
    return str(Level(value).label) if value in Level.values else value


def office_name(value: str) -> str:
    """An office in the reader's language."""
    return str(Office.Kind(value).label) if value in Office.Kind.values else value


def pause_until(fact: Fact) -> str:
    """The last day of a pause, in words."""
    written = fact.data.get("until_on")
    return day_words(date.fromisoformat(written)) if written else ""


def seat_of(fact: Fact) -> Seat:
    """The seat a fact is about, with its room, role and person."""
    return _once(fact, "seat", lambda: _seat(fact.subject_id))


def _seat(pk: int) -> Seat:
    found = _seats(pk)
    if not found:
        raise Seat.DoesNotExist
    return found[0]


@prepared
def _seats(seat: int) -> QuerySet[Seat]:
    return Seat.objects.select_related("room__community", "role", "person").filter(pk=seat)


def room_of(fact: Fact) -> Room | None:
    """The room a fact is about; a draft may be gone by then."""
    found = Room.objects.select_related("community").filter(pk=fact.subject_id)
    return _once(fact, "room", found.first)


def _once(fact: Fact, name: str, fetch: Callable[[], T]) -> T:
    """What was fetched for this fact before: five hundred letters about one room ask for it once."""
    kept: dict[str, T] = fact.__dict__.setdefault("_told_of", {})
    if name not in kept:
        kept[name] = fetch()
    return kept[name]
