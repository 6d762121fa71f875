"""Who belongs to a community, how near its core, with which offices."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When

from guildhouse.communities.models import Community, LevelChange, Membership, Office, Ring
from guildhouse.communities.models.membership import LEVEL_RANK, Level
from guildhouse.communities.policy import Standing
from guildhouse.kit.prepared import prepared
from guildhouse.people import policy as people
from guildhouse.people.models import Person

PAGE = 60
# So many stand by their names on each level; to sort more for one page of them takes too long.
MOST_BY_NAME = 10 * PAGE
MOST_CHOICES = 200
RINGS = (Level.CORE, Level.ACTIVE, Level.PERIPHERAL, Level.NEWCOMER)


class Near(NamedTuple):
    """Members to choose among, and whether there are no others."""

    people: list[Person]
    are_all: bool


@dataclass(frozen=True, slots=True)
class Member:
    """One member as this reader may see them."""

    person: Person
    level: str
    level_label: str
    offices: list[str]
    practises: str
    helps_with: str


def rings(community: Community) -> list[tuple[str, int]]:
    """How many people there are on each level, from the core outwards, alumni left out; with the words for it."""
    return rings_of(on_levels(community))


def rings_of(counted: Mapping[str, int]) -> list[tuple[str, int]]:
    """The same, of numbers that are known."""
    return [(str(level.label), counted.get(level, 0)) for level in RINGS]


def on_levels(community: Community) -> dict[str, int]:
    """How many there are on each level, alumni who stayed among them."""
    return dict(_on_levels(community.pk))


@prepared
def _on_levels(community: int) -> QuerySet[Ring, Any]:
    return Ring.objects.filter(community=community).order_by("level").values_list("level", "people")


def members(
    community: Community, standing: Standing, counted: Mapping[str, int], *, page: int = 1, words: str = ""
) -> tuple[list[Member], bool]:
    """One page of members, nearest the core first, and whether there are more.

    On each level they stand by name; in a large community by the day they came, whoever is there longest first.
    `counted` is how many there are on each level. Two queries, in a large community up to one more for each level.
    """
    start = PAGE * (page - 1)
    if words or sum(counted.values()) <= MOST_BY_NAME:
        rows = list(_by_name(community, standing, words)[start : start + PAGE + 1])
    else:
        rows = _level_by_level(community, counted, start, PAGE + 1)
    held = Office.objects.held().filter(community=community, person__in=[row.person_id for row in rows])
    offices: dict[int, list[str]] = {}
    for office in held.order_by("since", "pk"):
        offices.setdefault(office.person_id, []).append(office.get_kind_display())
    return [_member(row, offices.get(row.person_id, []), standing) for row in rows[:PAGE]], len(rows) > PAGE


def belonging(community: Community) -> QuerySet[Person]:
    """The people who are members, and in a call those who signed on."""
    if community.is_call:
        living = community.memberships.living().values("person")
        return Person.objects.filter(Q(pk__in=living) | Q(pk__in=community.sign_ons.values("person")))
    # Asked of each person found, and not for all of a large community.
    return Person.objects.filter(Exists(community.memberships.living().filter(person=OuterRef("pk"))))


def members_near(community: Community) -> Near:
    """Those who belong, by name, as far as a list to choose from goes: in a large community those nearest the core."""
    if community.is_call:
        people = list(belonging(community).order_by("name", "pk")[: MOST_CHOICES + 1])
        return Near(people[:MOST_CHOICES], len(people) <= MOST_CHOICES)
    counted = on_levels(community)
    are_all = sum(counted.values()) <= MOST_CHOICES
    if are_all:
        rows = list(community.memberships.living().select_related("person"))
    else:
        rows = _level_by_level(community, counted, 0, MOST_CHOICES)
    people = sorted((row.person for row in rows), key=lambda person: (person.name, person.pk))
    return Near(people, are_all)


def _by_name(community: Community, standing: Standing, words: str) -> QuerySet[Membership]:
    rank = Case(
        *(When(level=level, then=Value(place)) for level, place in LEVEL_RANK.items()),
        output_field=IntegerField(),
    )
    found = community.memberships.living()
    if words:
        helps = Q(person__helps_with__icontains=words) & _shows_profile(standing)
        found = found.filter(helps | Q(person__name__icontains=words))
    return found.select_related("person").annotate(rank=rank).order_by("-rank", "person__name", "pk")


def _level_by_level(
    community: Community, counted: Mapping[str, int], start: int, most: int
) -> list[Membership]:
    """Whole levels before the page are counted already, and nobody reads them."""
    rows: list[Membership] = []
    for level in sorted(counted, key=lambda level: -LEVEL_RANK[Level(level)]):
        if start < counted[level] and len(rows) < most:
            here = community.memberships.living().filter(level=level).select_related("person")
            rows += here.order_by("joined_at", "pk")[start : start + most - len(rows)]
        start = max(0, start - counted[level])
    return rows


def _member(row: Membership, offices: list[str], standing: Standing) -> Member:
    person, shown = row.person, sees_profile(standing, row.person)
    return Member(
        person,
        row.level,
        str(row.get_level_display()),
        offices,
        person.practises if shown else "",
        person.helps_with if shown else "",
    )


def _shows_profile(standing: Standing) -> Q:
    """The same as `sees_profile`, asked of memberships: what is not shown must not be found either."""
    if standing.runs_house:
        return Q()
    shown = Q(person__seen_by=Person.SeenBy.HOUSE) | Q(person=standing.person)
    return shown | Q(person__seen_by=Person.SeenBy.COMMUNITIES) if standing.is_member else shown


def sees_profile(standing: Standing, person: Person) -> bool:
    """Whether somebody with this standing sees more of a member than the name, as the member wants it."""
    return people.sees_profile(standing.person, person, together=standing.is_member)


def membership_of(community: Community, public_id: str) -> Membership | None:
    """The living membership of the person with this public id."""
    living = community.memberships.living().filter(person__public_id=public_id)
    return living.select_related("person", "community").first()


def level_changes(membership: Membership) -> list[LevelChange]:
    """How the member's level changed, the latest first."""
    return list(membership.level_changes.select_related("by").order_by("-at", "-pk"))


def offices_of(community: Community, person: Person) -> list[Office]:
    """The offices the person holds or held here, the latest first."""
    return list(Office.objects.filter(community=community, person=person).order_by("-since", "-pk"))


def held_offices(community: Community) -> list[Office]:
    """Who holds which office now, conveners first."""
    held = list(
        Office.objects.held()
        .filter(community=community)
        .select_related("person")
        .order_by("kind", "since", "pk")
    )
    order = list(Office.Kind.values)
    return sorted(held, key=lambda office: order.index(office.kind))


def past_offices(community: Community) -> list[Office]:
    """Offices that were handed over or laid down, the latest first."""
    past = Office.objects.filter(community=community).exclude(ended_at=None)
    return list(past.select_related("person").order_by("-ended_at", "-pk")[:50])


def convenes(actor: int, person: int) -> bool:
    """Whether the actor convenes a community the person belongs to (both are ids)."""
    theirs = Membership.objects.living().filter(person=person).values("community")
    convened = Office.objects.held().filter(person=actor, kind=Office.Kind.CONVENER, community__in=theirs)
    return convened.exists()
