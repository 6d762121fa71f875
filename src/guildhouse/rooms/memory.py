"""Who has presented, hosted or watched in a community's rooms, and with whom, so that turns go round.

It is read off the seats of rooms that were held, and is forgotten with them. Apps above add what seats do not hold:
roles that pass from one to the next inside a room, and who sat together in a circle.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import chain

from django.db.models import Count, F, Max, Q

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
# Each answers for a community (None: for all), one person, and what began since: whom they met in a circle.
MET: list[Callable[[int | None, int, datetime], Iterable[Together]]] = []

WAS_THERE = (Seat.State.CONFIRMED, Seat.State.ATTENDED)
SMALL = 12  # in a room of more, that two people were there does not mean that they met


def part_of(role_key: str) -> Part:
    """What the holder of a role is in a room."""
    if role_key in rolemap.PRESENTS:
        return Part.PRESENTED
    return Part.OBSERVED if role_key in rolemap.WATCHES else Part.TOOK_PART


def held_since(community: int | None, since: datetime, way: str = "room") -> Q:
    """The condition of rooms of a community, or of all, that were held since; `way` leads to the room."""
    there = Q(**{f"{way}__state": Room.State.HELD, f"{way}__starts_at__gte": since})
    return there if community is None else there & Q(**{f"{way}__community": community})


def parts_played(community: int | None, people: Collection[int], since: datetime) -> list[Played]:
    """Every part these people played in rooms that were held since, in a few queries whatever there is."""
    there = held_since(community, since)
    seats = Seat.objects.filter(there, person__in=people, state__in=WAS_THERE).order_by("pk")
    rows = seats.values_list("person", "role__key", "room", "room__starts_at")
    by_seat = [Played(person, part_of(key), room, at) for person, key, room, at in rows]
    return list(
        dict.fromkeys(
            chain(
                by_seat,
                _agreed(community, people, since),
                _hosted(there, people),
                *(source(community, people, since) for source in PLAYED),
            )
        )
    )


def _agreed(community: int | None, people: Collection[int], since: datetime) -> Iterable[Played]:
    """Roles without a seat of their own that somebody said they would take."""
    said = RoleAsk.objects.filter(
        held_since(community, since, "seat__room"),
        accepted=True,
        role_key__in=rolemap.PRESENTS,
        seat__person__in=people,
        seat__state__in=WAS_THERE,
    )
    rows = said.order_by("pk").values_list("seat__person", "seat__room", "seat__room__starts_at")
    return [Played(person, Part.PRESENTED, room, at) for person, room, at in rows]


def _hosted(there: Q, people: Collection[int]) -> Iterable[Played]:
    rows = Host.objects.filter(there, person__in=people).order_by("pk")
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


def met(community: int | None, person: Person, since: datetime) -> list[Together]:
    """Whom somebody met in small rooms and in circles, lately first."""
    mine = Seat.objects.filter(
        held_since(community, since), person=person, state__in=WAS_THERE, room__held__lte=SMALL
    )
    others = Seat.objects.filter(room__in=mine.values("room"), state__in=WAS_THERE).exclude(person=person)
    rows = (
        others.values("person").annotate(times=Count("pk"), last=Max(F("room__starts_at"))).order_by("person")
    )
    found = {row["person"]: Together(row["person"], row["times"], row["last"]) for row in rows}
    for one in chain.from_iterable(source(community, person.pk, since) for source in MET):
        known = found.get(one.other)
        if known is None or one.times > known.times:
            found[one.other] = Together(
                one.other, one.times, max(one.last, known.last if known else one.last)
            )
    return sorted(found.values(), key=lambda one: (one.last, one.times, -one.other), reverse=True)
