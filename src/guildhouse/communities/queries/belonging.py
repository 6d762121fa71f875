"""All the communities of one person with what they are there, in one query: what every page of theirs needs."""

from dataclasses import dataclass
from typing import Any

from django.db.models import F, FilteredRelation, Max, OuterRef, Q, QuerySet, Subquery

from guildhouse.communities.models import Acceptance, Block, CharterEdition, Community, Membership
from guildhouse.communities.policy import Standing
from guildhouse.history.models import Version
from guildhouse.kit.prepared import prepared
from guildhouse.people.models import Person


@dataclass(frozen=True, slots=True)
class Belonging:
    """One community the person belongs to: its name and version, the level and offices held, the editions.

    `rooms_by` is who may open rooms there.
    """

    community_id: int
    slug: str
    name: str
    state: str
    version: int
    level: str
    offices: frozenset[str]
    accepted_edition: int
    latest_edition: int
    rooms_by: str

    @property
    def owes_acceptance(self) -> bool:
        """Whether the charter has an edition the person has not accepted yet."""
        return self.latest_edition > self.accepted_edition

    def standing(self, person: Person) -> Standing:
        """What the person it belongs to is there, for the policies."""
        return Standing(
            person=person,
            community_id=self.community_id,
            level=self.level,
            offices=self.offices,
            accepted_edition=self.accepted_edition,
            runs_house=person.is_site_admin,
        )


def belongings(person: Person) -> list[Belonging]:
    """The communities the person belongs to, by name, in one query."""
    found: dict[int, Any] = {}
    offices: dict[int, set[str]] = {}
    for row in _belonging_rows(person.pk):
        found[row[0]] = row
        offices.setdefault(row[0], set()).update({row[6]} - {None})
    return [
        Belonging(
            pk, slug, name, state, version or 0, level, frozenset(offices[pk]), accepted or 0, latest or 0, by
        )
        for pk, slug, name, state, version, level, _, accepted, latest, by in found.values()
    ]


@prepared
def _belonging_rows(person: int) -> QuerySet[Membership, Any]:
    held = FilteredRelation(
        "person__offices",
        condition=Q(person__offices__ended_at=None, person__offices__community=F("community")),
    )
    return (
        Membership.objects.living()
        .filter(person=person)
        .annotate(
            held=held,
            version=Subquery(Version.objects.filter(pk=OuterRef("community_id")).values("number")),
            accepted=Subquery(_latest(Acceptance, "edition__community", person=OuterRef("person_id"))),
            latest=Subquery(_latest(CharterEdition, "community")),
        )
        .order_by("community__name", "community_id", "pk")
        .values_list(
            *("community_id", "community__slug", "community__name", "community__state"),
            *("version", "level", "held__kind", "accepted", "latest", "community__rooms_by"),
        )
    )


def _latest(model: type[Acceptance] | type[CharterEdition], community: str, **more: OuterRef) -> QuerySet:
    number = "edition__number" if model is Acceptance else "number"
    of_it = model.objects.filter(**{community: OuterRef("community_id")}, **more)
    return of_it.order_by().values(community).annotate(most=Max(number)).values("most")


@prepared
def blocks_of(person: int, community: int) -> QuerySet[Block, Any]:
    """The block in force, if there is one."""
    return Block.objects.in_force().filter(community=community, person=person).values_list("pk")


def standing_among(
    person: Person | None, community: Community, mine: list[Belonging], blocked: bool | None = None
) -> Standing:
    """The standing of a person whose belongings are known already.

    `blocked` is whether a block is in force; it is asked for when somebody is no member and nobody said.
    """
    if person is None:
        return Standing(community_id=community.pk)
    for belonging in mine:
        if belonging.community_id == community.pk:
            return belonging.standing(person)
    return Standing(
        person=person,
        community_id=community.pk,
        is_blocked=bool(blocks_of(person.pk, community.pk)) if blocked is None else blocked,
        runs_house=person.is_site_admin,
    )
