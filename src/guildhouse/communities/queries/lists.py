"""The communities of a house, as one may know of them."""

from dataclasses import dataclass

from django.db.models import OuterRef, Q, Subquery, Sum

from guildhouse.communities.models import Community, Ring
from guildhouse.people.models import Person


@dataclass(frozen=True, slots=True)
class Listed:
    """One community in the list: how deep it is nested, how many belong to it, whether the reader does.

    `members` is None where that is for those inside.
    """

    community: Community
    depth: int
    members: int | None
    is_mine: bool


def listing(person: Person | None, mine: set[int], *, words: str = "") -> dict[str, list[Listed]]:
    """The communities the person may know of, open ones nested as a tree, then calls, then the archive.

    `mine` holds the ids of those the person belongs to; `words` narrows the list to names and domains with them.
    """
    seen = Community.objects.visible_to(person)
    if words:
        seen = seen.filter(Q(name__icontains=words) | Q(domain__icontains=words))
    rings = Ring.objects.filter(community=OuterRef("pk")).order_by().values("community")
    living = Subquery(rings.annotate(living=Sum("people")).values("living"))
    found = list(seen.annotate(member_count=living).order_by("name", "pk"))
    by_state: dict[str, list[Community]] = {state: [] for state in Community.State.values}
    for community in found:
        by_state[community.state].append(community)
    return {state: _tree(communities, mine) for state, communities in by_state.items()}


def _tree(communities: list[Community], mine: set[int]) -> list[Listed]:
    here = {community.pk for community in communities}
    below: dict[int | None, list[Community]] = {}
    for community in communities:
        below.setdefault(community.parent_id if community.parent_id in here else None, []).append(community)
    rows: list[Listed] = []

    def walk(parent: int | None, depth: int) -> None:
        for community in below.get(parent, []):
            is_mine = community.pk in mine
            inside = is_mine or community.visibility == Community.Visibility.PUBLIC
            count: int = community.member_count or 0  # type: ignore[attr-defined]  # annotated above
            rows.append(Listed(community, depth, count if inside else None, is_mine))
            walk(community.pk, depth + 1)

    walk(None, 0)
    return rows
