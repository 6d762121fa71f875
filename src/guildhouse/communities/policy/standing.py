from dataclasses import dataclass, field

from guildhouse.communities.models import Community, Office
from guildhouse.communities.models.membership import LEVEL_RANK, Level
from guildhouse.people.models import Person


@dataclass(frozen=True, slots=True)
class Standing:
    """What one person is in one community, read once a request (see `queries.standing`)."""

    person: Person | None = None
    community_id: int = 0
    level: str = ""
    offices: frozenset[str] = field(default_factory=frozenset)
    is_blocked: bool = False
    accepted_edition: int = 0
    runs_house: bool = False

    @property
    def acts_for_house(self) -> bool:
        """Whether nobody in person acts here: a command or an import, for whoever runs the house."""
        return self.person is None and self.runs_house

    @property
    def is_member(self) -> bool:
        return bool(self.level)

    @property
    def is_convener(self) -> bool:
        return Office.Kind.CONVENER in self.offices

    @property
    def is_facilitator(self) -> bool:
        return Office.Kind.FACILITATOR in self.offices

    @property
    def is_welcomer(self) -> bool:
        return Office.Kind.WELCOMER in self.offices

    def is_at_least(self, level: str) -> bool:
        """Whether the person is a member of this level or nearer the core."""
        return self.is_member and LEVEL_RANK[Level(self.level)] >= LEVEL_RANK[Level(level)]


STRANGER = Standing()


def sees_inside(standing: Standing, community: Community) -> bool:
    """Whether the person sees rooms, people and agenda, not only the name and how to join.

    Blocked people see what somebody outside sees.
    """
    return community.visibility == Community.Visibility.PUBLIC or standing.is_member
