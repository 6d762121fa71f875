"""What many screens are kept up to date by, read for all of them at once."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db.models import OuterRef, QuerySet, Subquery

from guildhouse.communities.models import Block, Membership, Office
from guildhouse.communities.policy import Standing
from guildhouse.history.models import Version
from guildhouse.live.models import Run
from guildhouse.people.models import Person, Session
from guildhouse.rooms.models import Host, Room, Seat
from guildhouse.rooms.policy import Viewer

Versions = dict[int, tuple[int, int]]


def versions(rooms: Collection[int]) -> Versions:
    """By room: the version of its run (0 before it begins), and the one of its community. One cheap query."""
    run = Run.objects.filter(room=OuterRef("pk")).values("version")
    community = Version.objects.filter(pk=OuterRef("community")).values("number")
    rows = Room.objects.filter(pk__in=rooms).order_by("pk")
    found = rows.values_list("pk", Subquery(run), Subquery(community))
    return {pk: (of_run or 0, of_community or 0) for pk, of_run, of_community in found}


def room_to_watch(pk: int) -> Room | None:
    """A room as it is now, with its community."""
    return Room.objects.select_related("community").filter(pk=pk).first()


def open_sessions(keys: Collection[str], at: datetime) -> set[tuple[str, int]]:
    """Those of these sessions that are still open, each with its person, who is not locked out."""
    alive = Session.objects.filter(pk__in=keys, expire_date__gt=at, person__is_active=True)
    return {
        (key, person)
        for key, person in alive.order_by("pk").values_list("session_key", "person_id")
        if person
    }


def viewers(room: Room, people: Iterable[int]) -> dict[int, Viewer]:
    """What each of these people is to the room: the same as one by one, in six queries for all."""
    ids = set(people)
    persons = Person.objects.filter(pk__in=ids, is_active=True).in_bulk()
    here = {"community": room.community_id, "person__in": ids}
    blocked = set(_people(Block.objects.in_force().filter(**here)))
    belonged = Membership.objects.filter(**here).order_by("pk").values_list("person", "level", "ended_at")
    levels = {person: level for person, level, ended_at in belonged if ended_at is None}
    ended = {person: ended_at for person, _level, ended_at in belonged if ended_at is not None}
    offices: dict[int, set[str]] = {}
    for person, kind in Office.objects.held().filter(**here).order_by("pk").values_list("person", "kind"):
        offices.setdefault(person, set()).add(kind)
    seats = {
        seat.person_id: seat
        for seat in Seat.objects.filter(room=room, person__in=ids).select_related("role").order_by("pk")
    }
    hosts = set(_people(Host.objects.filter(room=room, person__in=ids)))
    return {
        pk: Viewer(
            standing=Standing(
                person=person,
                community_id=room.community_id,
                level="" if pk in blocked else levels.get(pk, ""),
                offices=frozenset(offices.get(pk, ()) if pk in levels and pk not in blocked else ()),
                is_blocked=pk in blocked,
                runs_house=person.is_site_admin,
            ),
            seat=seats.get(pk),
            is_named_host=pk in hosts,
            has_left=pk not in levels and pk in seats and pk in ended and ended[pk] > seats[pk].asked_at,
        )
        for pk, person in persons.items()
    }


def _people(rows: QuerySet) -> QuerySet:
    return rows.order_by("pk").values_list("person", flat=True)
