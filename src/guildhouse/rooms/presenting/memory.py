"""Whose turn it might be, for the host of a room; and each person's own memory of their rooms."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guildhouse.communities.models import Community, Membership
from guildhouse.kit import dates
from guildhouse.people.models import Person
from guildhouse.rooms import memory, rolemap
from guildhouse.rooms.memory import Part, Played
from guildhouse.rooms.models import RoleAsk, Room, Seat
from guildhouse.rooms.presenting import words
from guildhouse.rooms.presenting.hosting import People
from guildhouse.rooms.presenting.sight import Sight

YEAR = timedelta(days=365)
MOST = 6
LATELY = 12
MOST_ROOMS = 100


@dataclass(frozen=True, slots=True)
class Turn:
    """Somebody who could present, and when they last did."""

    person: Person
    last: datetime | None


@dataclass(frozen=True, slots=True)
class Turns:
    """The role to take, who has it or said yes to it, who is asked, and who could be."""

    key: str
    role: str
    taken: list[str]
    asked: list[str]
    come: list[Turn]
    members: list[Turn]


def turns_of(sight: Sight, people: People, members: list[Person]) -> Turns | None:
    """Who has not presented yet, or not for longest, of those who come and of the other members; never a ranking."""
    room, key = sight.room, rolemap.presenting(words.format_of(sight.room.format))
    if not key or not sight.is_ahead:
        return None
    seats = [seat for seat in people.coming if seat.state == Seat.State.CONFIRMED]
    living = {seat.person_id for seat in [*people.coming, *people.requests, *people.invited]}
    living |= {seat.person_id for line in people.lines for seat in line.seats}
    said = Q(answered_at=None) | Q(accepted=True)
    asks = RoleAsk.objects.filter(said, seat__room=room, seat__state__in=Seat.LIVING, role_key=key)
    rows = list(asks.select_related("seat__person").order_by("pk"))
    open_to = {ask.seat.person_id for ask in rows if ask.is_open}
    taken = [str(seat.person) for seat in seats if seat.role.key == key and seat.person_id not in open_to]
    taken += [str(ask.seat.person) for ask in rows if ask.accepted and ask.seat.role.key != key]
    busy = {seat.person_id for seat in seats if seat.role.key == key} | {ask.seat.person_id for ask in rows}
    come = [seat.person for seat in seats if seat.person_id not in busy]
    others = [person for person in members if person.pk not in living]
    last = memory.last_presented(
        room.community_id, [person.pk for person in [*come, *others]], sight.at - YEAR
    )
    return Turns(
        key=key,
        role=words.role_name(room.format, key),
        taken=taken,
        asked=[str(ask.seat.person) for ask in rows if ask.is_open],
        come=_in_turn(come, last),
        members=_in_turn(others, last)[:MOST],
    )


def _in_turn(people: list[Person], last: dict[int, datetime]) -> list[Turn]:
    """Those who never did first, by name; then whoever did longest ago."""
    turns = [Turn(person, last.get(person.pk)) for person in people]
    new = sorted((one for one in turns if one.last is None), key=lambda one: (str(one.person), one.person.pk))
    return [*new, *sorted((one for one in turns if one.last), key=lambda one: (one.last, one.person.pk))]


@dataclass(frozen=True, slots=True)
class Mine:
    """What one person was in the rooms of one community."""

    community: Community
    parts: list[tuple[str, str]]


def mine(person: Person, seats: Collection[int], at: datetime) -> list[Mine]:
    """What a person was in rooms of their own communities in the last year; as many queries for one as for fifty."""
    played = memory.parts_of(person.pk, seats, at - YEAR)
    rooms = Room.objects.filter(pk__in={one.room for one in played})
    where = dict(rooms.order_by("pk").values_list("pk", "community"))
    own = Community.objects.filter(pk__in=person.memberships.living().values("community"))
    here = own.filter(pk__in=set(where.values())).order_by("name", "pk")
    return [
        Mine(community, _parts([one for one in played if where.get(one.room) == community.pk]))
        for community in here
    ]


def _parts(played: list[Played]) -> list[tuple[str, str]]:
    parts = []
    for part, label in _labels():
        times = [one.at for one in played if one.part == part]
        if times:
            parts.append((label, _how_often(len(times), max(times))))
    return parts


def met(person: Person, seats: Collection[int], at: datetime) -> list[tuple[Person, str]]:
    """With whom a person was together in small rooms and circles of the last year, lately first.

    Of those who share a community with them still: who has left is nobody's to list.
    """
    together = memory.met(person, seats, at - YEAR)
    mine = Membership.objects.living().filter(person=person).values("community")
    shared = Membership.objects.living().filter(
        community__in=mine, person__in=[one.other for one in together]
    )
    people = Person.objects.filter(pk__in=shared.values("person"), erased_at=None).in_bulk()
    known = [one for one in together if one.other in people][:LATELY]
    return [(people[one.other], _last(one.last)) for one in known]


def _labels() -> list[tuple[Part, str]]:
    return [
        (Part.PRESENTED, _("You presented")),
        (Part.HOSTED, _("You hosted")),
        (Part.OBSERVED, _("You observed")),
        (Part.TOOK_PART, _("You took part")),
    ]


def _how_often(count: int, last: datetime) -> str:
    rooms = ngettext("in %(count)s room", "in %(count)s rooms", count) % {"count": count}
    return _("%(rooms)s, last on %(day)s") % {"rooms": rooms, "day": dates.day_words(last)}


def _last(at: datetime) -> str:
    return _("last on %(day)s") % {"day": dates.day_words(at)}


def attended(person: Person, seats: Collection[int], at: datetime) -> list[Seat]:
    """Those of these seats that were in rooms of the last year which somebody may see, newest first."""
    held = Room.objects.visible_to(person).filter(state=Room.State.HELD, ends_at__gte=at - YEAR)
    there = Exists(held.order_by().filter(pk=OuterRef("room")))
    found = Seat.objects.filter(there, pk__in=seats).select_related("room__community", "certificate")
    return list(found.order_by("-room__starts_at", "pk")[:MOST_ROOMS])
