from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, FilteredRelation, Max, OuterRef, Q, QuerySet

from guildhouse.communities.models import Block, CharterEdition, Community, Membership, Office
from guildhouse.communities.policy import Standing
from guildhouse.kit.prepared import prepared
from guildhouse.people.models import Person


def standing(person: Person | None, community: Community) -> Standing:
    """What the person is in this community, for its policies."""
    if person is None:
        return Standing(community_id=community.pk)
    rows = _standing_rows(person.pk, community.pk)
    level, _kind, blocked = rows[0] if rows else ("", "", False)
    belongs = level and not blocked
    return Standing(
        person=person,
        community_id=community.pk,
        level=level if belongs else "",
        offices=frozenset(kind for _level, kind, _blocked in rows if belongs and kind),
        is_blocked=blocked,
        runs_house=person.is_site_admin,
    )


@prepared
def _standing_rows(person: int, community: int) -> QuerySet[Person, Any]:
    """The level if a member, and whether blocked, once for each office held."""
    living = Q(memberships__community=community, memberships__ended_at=None)
    held = Q(offices__community=community, offices__ended_at=None)
    blocks = Block.objects.in_force().filter(person=OuterRef("pk"), community=community)
    found = Person.objects.filter(pk=person).annotate(
        member=FilteredRelation("memberships", condition=living),
        held=FilteredRelation("offices", condition=held),
        blocked=Exists(blocks),
    )
    return found.values_list("member__level", "held__kind", "blocked")


def standings(person: Person | None, communities: Iterable[int]) -> dict[int, Standing]:
    """The person's standing in several communities at once; the queries do not grow with their number."""
    ids = list(communities)
    if person is None:
        return {pk: Standing(community_id=pk) for pk in ids}
    mine = {"person": person, "community__in": ids}
    levels = dict(Membership.objects.living().filter(**mine).values_list("community", "level"))
    blocked = set(Block.objects.in_force().filter(**mine).values_list("community", flat=True))
    offices: dict[int, set[str]] = {}
    if levels:
        for community, kind in Office.objects.held().filter(**mine).values_list("community", "kind"):
            offices.setdefault(community, set()).add(kind)
    return {
        pk: Standing(
            person=person,
            community_id=pk,
            level="" if pk in blocked else levels.get(pk, ""),
            offices=frozenset() if pk in blocked else frozenset(offices.get(pk, ())),
            is_blocked=pk in blocked,
            runs_house=person.is_site_admin,
        )
        for pk in ids
    }


def house_standing(person: Person | None) -> Standing:
    """What the person is to the house as a whole, for what belongs to no one community."""
    return Standing(person=person, runs_house=person is not None and person.is_site_admin)


def latest_charter(community: Community) -> CharterEdition | None:
    """The edition in force, or None while nothing is agreed."""
    return CharterEdition.objects.filter(community=community).order_by("-number").first()


def latest_edition(community: Community) -> int:
    """The number of the edition in force, or 0 while nothing is agreed."""
    editions = CharterEdition.objects.filter(community=community)
    return editions.aggregate(latest=Max("number"))["latest"] or 0


def conveners(community: Community) -> list[Person]:
    """Those who hold the office of convener, longest first."""
    held = Office.objects.held().filter(community=community, kind=Office.Kind.CONVENER)
    return [office.person for office in held.select_related("person").order_by("since", "pk")]


def convener_count(community: Community) -> int:
    """How many people convene the community."""
    return Office.objects.held().filter(community=community, kind=Office.Kind.CONVENER).count()


def belongs(person: Person, community: Community) -> bool:
    """Whether the person is a member, or has signed on to a call."""
    if community.memberships.living().filter(person=person).exists():
        return True
    return community.state == Community.State.CALL and community.sign_ons.filter(person=person).exists()
