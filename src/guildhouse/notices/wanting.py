"""What readers want: for many at once, in two queries, whether something comes at once, in the digest or not at all."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import QuerySet

from guildhouse.kit.prepared import prepared
from guildhouse.notices.groups import ALWAYS, USUAL, Choice, Group
from guildhouse.notices.models import CommunityMute, Wishes


@dataclass(frozen=True, slots=True)
class Wanted:
    """The choices of some people, and the communities they want no news of."""

    choices: dict[int, dict[str, str]] = field(default_factory=dict)
    muted: frozenset[tuple[int, int]] = frozenset()

    def choice(self, person_id: int, group: str, community_id: int | None) -> Choice:
        """How this person hears of this group from this community."""
        if group in ALWAYS:
            return Choice.NOW
        if community_id is not None and (person_id, community_id) in self.muted:
            return Choice.NEVER
        usual = USUAL.get(Group(group), Choice.NOW)
        return Choice(self.choices.get(person_id, {}).get(group, usual))


def wanted_by(people: Iterable[int]) -> Wanted:
    """What these people want."""
    ids = list(people)
    if len(ids) == 1:  # as most letters have one reader
        return Wanted(dict(_choices(ids[0])), frozenset(_muted(ids[0])))
    rows = Wishes.objects.filter(person__in=ids).values_list("person", "choices")
    muted = CommunityMute.objects.filter(person__in=ids).values_list("person", "community")
    return Wanted(dict(rows), frozenset(muted))


@prepared
def _choices(person: int) -> QuerySet[Wishes, tuple[int, dict[str, str]]]:
    return Wishes.objects.filter(person=person).values_list("person", "choices")


@prepared
def _muted(person: int) -> QuerySet[CommunityMute, tuple[int, int]]:
    return CommunityMute.objects.filter(person=person).values_list("person", "community")
