"""What can be asked about circles: who sits with whom, who sat with whom, and what was wished."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations

from django.db.models import Q, QuerySet

from guildhouse.circles.models import Arrangement, CircleMember, Wish
from guildhouse.communities.models import Community, Membership
from guildhouse.communities.models.membership import Level
from guildhouse.kit.prepared import prepared
from guildhouse.people.models import Person
from guildhouse.rooms.formats.shape import Format
from guildhouse.rooms.models import Room, RoomRole, Seat
from guildhouse.rooms.policy import Viewer

EXPERIENCED = (Level.ACTIVE, Level.CORE)


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody in a circle: the key of the part they begin with ("" for none), and the number of their place."""

    person: int
    name: str
    role: str
    place: int


@dataclass(frozen=True, slots=True)
class CircleOf:
    """One circle of a round, its members in the order of their places."""

    number: int
    link: str
    members: tuple[Member, ...]


@dataclass(frozen=True, slots=True)
class RoundOf:
    """One round of a room."""

    number: int
    circles: tuple[CircleOf, ...]


@dataclass(frozen=True, slots=True)
class Mine:
    """Where one person is in a round: their circle, the part they begin with, and who else is there.

    `roles` are the parts they play turn after turn while the circle stays together; the first is `role`.
    """

    round: int
    number: int
    role: str
    roles: tuple[str, ...]
    others: tuple[Member, ...]
    link: str


def arrangement_of(room: Room) -> Arrangement | None:
    """How the circles of a room were formed, or None while it has none."""
    return Arrangement.objects.filter(room=room).select_related("formed_by").first()


def circles_of(room: Room) -> tuple[RoundOf, ...]:
    """All rounds of a room with their circles, in one query; whether somebody may see them is asked elsewhere."""
    rounds: dict[int, dict[tuple[int, str], list[Member]]] = defaultdict(lambda: defaultdict(list))
    for at, number, link, person, name, role, place in _members(room.pk):
        rounds[at][number, link].append(Member(person, name, role, place))
    return tuple(
        RoundOf(at, tuple(CircleOf(*named, tuple(members)) for named, members in circles.items()))
        for at, circles in rounds.items()
    )


@prepared
def _members(room: int) -> QuerySet[CircleMember, tuple[int, int, str, int, str, str, int]]:
    members = CircleMember.objects.filter(round__room=room)
    return members.order_by("round__number", "circle__number", "place", "pk").values_list(
        "round__number", "circle__number", "circle__link", "person", "person__name", "role", "place"
    )


def shown_rounds(person: Person) -> set[int]:
    """The rounds of which somebody may know where they sit: those of rooms whose circles are shown."""
    mine = CircleMember.objects.filter(person=person, round__room__arrangement__shown_at__isnull=False)
    return set(mine.values_list("round", flat=True))


def mine(room: Room, person: Person, round: int | None = None) -> Mine | None:  # noqa: A002 - it is a round
    """Where somebody is in this round (the first when none is named), or None when they are in no circle of it."""
    return next(iter(all_mine(circles_of(room), person, round or 1)), None)


def all_mine(rounds: Iterable[RoundOf], person: Person, only: int | None = None) -> list[Mine]:
    """Where somebody is in each of these rounds."""
    found = []
    for one in rounds:
        if only is not None and one.number != only:
            continue
        for circle in one.circles:
            at = next((at for at, who in enumerate(circle.members) if who.person == person.pk), None)
            if at is not None:
                found.append(_mine(one.number, circle, at))
    return found


def _mine(number: int, circle: CircleOf, at: int) -> Mine:
    members = circle.members
    others = tuple(member for place, member in enumerate(members) if place != at)
    turns = tuple(members[(at + turn) % len(members)].role for turn in range(len(members)))
    return Mine(number, circle.number, members[at].role, turns, others, circle.link)


def coming(room: Room, shown: Format) -> list[tuple[int, str]]:
    """Everybody who is to be in a circle: a seat for good, in a part that members have; with their language."""
    watching = {role.key for role in shown.roles if role.who != "member"} | {RoomRole.OBSERVER}
    seats = Seat.objects.filter(room=room, state__in=Seat.COMING).exclude(role__key__in=watching)
    return list(seats.order_by("person").values_list("person", "person__language"))


def out_of_step(room: Room, shown: Format, begun: int) -> tuple[set[int], set[int]]:
    """Who is in circles of rounds to come and has no seat any more, and who has a seat and is in none of them."""
    rows = CircleMember.objects.filter(round__room=room, round__number__gte=max(1, begun))
    placed: dict[int, set[int]] = defaultdict(set)
    for number, person in rows.order_by("pk").values_list("round__number", "person"):
        placed[number].add(person)
    if not placed:
        return set(), set()
    there = {person for person, _tongue in coming(room, shown)}
    anywhere = {person for people in placed.values() for person in people}
    everywhere = {person for person in anywhere if all(person in people for people in placed.values())}
    return anywhere - there, there - everywhere


def partners(
    community: Community, people: Collection[int], since: datetime, *, but: Room | None = None
) -> dict[tuple[int, int], list[datetime]]:
    """When these people sat in a circle together in rooms of a community since then, by pair; one room left out."""
    rows = CircleMember.objects.filter(
        person__in=people, round__room__community=community, round__room__starts_at__gte=since
    )
    rows = rows.exclude(round__room=but) if but else rows
    circles: dict[int, list[tuple[int, datetime]]] = defaultdict(list)
    for circle, person, starts_at in rows.order_by("circle", "person").values_list(
        "circle", "person", "round__room__starts_at"
    ):
        circles[circle].append((person, starts_at))
    met: dict[tuple[int, int], list[datetime]] = defaultdict(list)
    for members in circles.values():
        for (one, at), (other, _at) in combinations(members, 2):
            met[one, other].append(at)
    return dict(met)


def parts_played(
    community: Community, people: Collection[int], since: datetime, but: Room
) -> dict[int, Counter[str]]:
    """How often each of these people began with which part in other rooms of a community since then."""
    rows = CircleMember.objects.filter(
        person__in=people, round__room__community=community, round__room__starts_at__gte=since
    )
    rows = rows.exclude(round__room=but).exclude(role="")
    played: dict[int, Counter[str]] = defaultdict(Counter)
    for person, role in rows.order_by("pk").values_list("person", "role"):
        played[person][role] += 1
    return played


def experienced(community: Community, people: Collection[int]) -> set[int]:
    """Those of these people who are active or in the core of the community."""
    rows = Membership.objects.living().filter(community=community, person__in=people, level__in=EXPERIENCED)
    return set(rows.values_list("person", flat=True))


def wishes_seen(room: Room, viewer: Viewer) -> QuerySet[Wish]:
    """What somebody may read of what was asked: their own wishes, and as a host those of others about others.

    Nobody learns what others asked about them, hosts neither. What holds in every room is told where both come.
    """
    person, wishes = viewer.standing.person, Wish.objects.for_room(room)
    own = Q(asked_by=person)
    if viewer.is_host:
        coming = Seat.objects.filter(room=room, state__in=Seat.COMING).values("person")
        here = Q(room=room) | Q(one__in=coming, other__in=coming)
        own |= here & ~Q(one=person) & ~Q(other=person)
    return wishes.filter(own).select_related("one", "other", "asked_by").order_by("asked_at", "pk")
