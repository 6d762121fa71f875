"""Everything that the screens of one room are made from, read at once for all who look at them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from guildhouse.communities.models import Office
from guildhouse.live.clockwork import Course, Plan
from guildhouse.live.models import Hand, Hush, Run
from guildhouse.live.queries.places import Place, places_of
from guildhouse.rooms.formats import Format
from guildhouse.rooms.models import Host, Room, Seat
from guildhouse.rooms.presenting.words import format_of


class Raised(NamedTuple):
    """A hand, and whose it is."""

    public_id: str
    person: int
    name: str
    text: str
    is_taken: bool


@dataclass(frozen=True)
class Board:
    """One room as it runs, for everybody in it."""

    room: Room
    run: Run | None
    roles: Mapping[int, str]
    """The role in which each person comes."""
    hosts: frozenset[int]
    """Those who host it, and the community's conveners."""
    hands: tuple[Raised, ...] = ()
    hushed: frozenset[int] = frozenset()
    places: Mapping[tuple[int, int], Place] = field(default_factory=dict)
    """By round and person."""

    @cached_property
    def raisers(self) -> frozenset[int]:
        """Those whose hand is up."""
        return frozenset(hand.person for hand in self.hands)

    @cached_property
    def format(self) -> Format:
        return format_of(self.room.format)

    @cached_property
    def plan(self) -> Plan | None:
        return self.run.steps if self.run else None

    @cached_property
    def course(self) -> Course | None:
        return self.run.course if self.run else None


def board(room: Room) -> Board:
    """The room as it is now: eight queries, however many come."""
    run = Run.objects.filter(room=room).first()
    coming = Seat.objects.filter(room=room, state__in=Seat.COMING).order_by("pk")
    roles = dict(coming.values_list("person", "role__key"))
    hosts = _hosts(room)
    if run is None:
        return Board(room, None, roles, hosts)
    return Board(
        room=room,
        run=run,
        roles=roles,
        hosts=hosts,
        hands=tuple(hand for hand in _hands(run) if hand.person in roles or hand.person in hosts),
        hushed=frozenset(Hush.objects.filter(run=run).values_list("person", flat=True)),
        places=places_of(room, run, format_of(room.format), roles),
    )


def _hosts(room: Room) -> frozenset[int]:
    named = Host.objects.filter(room=room).values_list("person", flat=True)
    conveners = Office.objects.held().filter(community=room.community_id, kind=Office.Kind.CONVENER)
    return frozenset((*named, *conveners.values_list("person", flat=True)))


def _hands(run: Run) -> list[Raised]:
    """The hands in their order, also of those who gave up their seat since."""
    hands = Hand.objects.filter(run=run).select_related("person").order_by("raised_at", "pk")
    return [
        Raised(hand.public_id, hand.person_id, str(hand.person), hand.text, hand.taken_at is not None)
        for hand in hands
    ]
