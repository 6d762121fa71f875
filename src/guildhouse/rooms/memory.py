"""Who has presented, hosted or watched in a community's rooms, and with whom, so that turns go round.

It is read off the seats of rooms that were held, and is forgotten with them. Apps above add what seats do not hold:
roles that pass from one to the next inside a room, and who sat together in a circle.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import chain

from django.db.models import Count, F, Max, Q, QuerySet

from guildhouse.people.models import Person
from guildhouse.rooms import rolemap
from guildhouse.rooms.models import Host, RoleAsk, Room, Seat


class Part(StrEnum):
    """What somebody was in a room."""

    PRESENTED = "presented"
    HOSTED = "hosted"
    OBSERVED = "observed"
    TOOK_PART = "took_part"


@dataclass(frozen=True, slots=True)
class Played:
    """That somebody was something in a room that began then."""

    person: int
    part: Part
    room: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Together:
    """That somebody met somebody, how often, and when last."""

    other: int
    times: int
    last: datetime


# Each answers for a community (None: for all), some people, and what began since: the parts they played besides those
# of their seats.
PLAYED: list[Callable[[int | None, Collection[int], datetime], Iterable[Played]]] = []
# Each answers for one person, and what began since: whom they met in a circle.
MET: list[Callable[[int, datetime], Iterable[Together]]] = []

NOTED = (Seat.State.CONFIRMED, *Seat.PRESENCE)
SMALL = 12  # in a room of more, that two people were there does not mean that they met
MOST_OF_ONE = 500  # seats, and rooms hosted: of one person their own page looks at the newest


def part_of(role_key: str) -> Part:
    """What the holder of a role is in a room."""
    if role_key in rolemap.PRESENTS:
        return Part.PRESENTED
    return Part.OBSERVED if role_key in rolemap.WATCHES else Part.TOOK_PART


def held_since(community: int | None, since: datetime, way: str = "room") -> Q:
    """The condition of rooms of a community, or of all, that were held since; `way` leads to the room."""
    there = Q(**{f"{way}__state": Room.State.HELD, f"{way}__starts_at__gte": since})
    return there if community is None else there & Q(**{f"{way}__community": community})


def parts_played(community: int, people: Collection[int], since: datetime) -> list[Played]:
    """Every part these people played in rooms that were held since, in a few queries whatever there is."""
    further = chain.from_iterable(source(community, people, since) for source in PLAYED)
    mine = Q(person__in=people)
    return _played(held_since(community, since), mine, mine, further)


def newest_seats(person: int) -> list[int]:
    """The seats somebody has or had for good, newest first: as many as their own page looks at."""
    seats = Seat.objects.filter(person=person, state__in=NOTED)
    return list(seats.order_by("-pk").values_list("pk", flat=True)[:MOST_OF_ONE])


def parts_of(person: int, seats: Collection[int], since: datetime) -> list[Played]:
    """Every part one person played in rooms of theirs that were held since, by these seats."""
    hosted = Host.objects.filter(person=person).order_by("-pk").values_list("pk", flat=True)[:MOST_OF_ONE]
    further = chain.from_iterable(source(None, [person], since) for source in PLAYED)
    return _played(held_since(None, since), Q(pk__in=seats), Q(pk__in=list(hosted)), further)


def _played(there: Q, seated: Q, hosting: Q, further: Iterable[Played]) -> list[Played]:
    seats = Seat.objects.filter(there, seated, state__in=Seat.COMING)
    rows = seats.order_by("pk").values_list("person", "role__key", "room", "room__starts_at")
    by_seat = [Played(person, part_of(key), room, at) for person, key, room, at in rows]
    return list(dict.fromkeys(chain(by_seat, _agreed(seats), _hosted(there & hosting), further)))


def _agreed(seats: QuerySet[Seat]) -> Iterable[Played]:
    """Roles without a seat of their own that somebody said they would take."""
    said = RoleAsk.objects.filter(accepted=True, role_key__in=rolemap.PRESENTS, seat__in=seats)
    rows = said.order_by("pk").values_list("seat__person", "seat__room", "seat__room__starts_at")
    return [Played(person, Part.PRESENTED, room, at) for person, room, at in rows]


def _hosted(hosting: Q) -> Iterable[Played]:
    rows = Host.objects.filter(hosting).order_by("pk")
    return [
        Played(person, Part.HOSTED, room, at)
        for person, room, at in rows.values_list("person", "room", "room__starts_at")
    ]


def last_presented(community: int, people: Collection[int], since: datetime) -> dict[int, datetime]:
    """When each of these people last presented; whoever has not is left out."""
    last: dict[int, datetime] = {}
    for one in parts_played(community, people, since):
        if one.part == Part.PRESENTED:
            last[one.person] = max(one.at, last.get(one.person, one.at))
    return last


def met(person: Person, seats: Collection[int], since: datetime) -> list[Together]:
    """Whom somebody met in small rooms, by these seats of theirs, and in circles, lately first."""
    mine = Seat.objects.filter(
        held_since(None, since), pk__in=seats, state__in=Seat.COMING, room__held__lte=SMALL
    )
    others = Seat.objects.filter(room__in=mine.values("room"), state__in=Seat.COMING).exclude(person=person)
    rows = (
        others.values("person").annotate(times=Count("pk"), last=Max(F("room__starts_at"))).order_by("person")
    )
    found = {row["person"]: Together(row["person"], row["times"], row["last"]) for row in rows}
    for one in chain.from_iterable(source(person.pk, since) for source in MET):
        known = found.get(one.other)
        if known is None or one.times > known.times:
            found[one.other] = Together(
                one.other, one.times, max(one.last, known.last if known else one.last)
            )
    return sorted(found.values(), key=lambda one: (one.last, one.times, -one.other), reverse=True)
