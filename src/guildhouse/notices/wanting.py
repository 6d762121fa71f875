"""What readers want: for many at once, in two queries, whether something comes at once, in the digest or not at all."""

from collections.abc import Iterable
from dataclasses import dataclass, field

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
    rows = Wishes.objects.filter(person__in=ids).values_list("person", "choices")
    muted = CommunityMute.objects.filter(person__in=ids).values_list("person", "community")
    return Wanted(dict(rows), frozenset(muted))
