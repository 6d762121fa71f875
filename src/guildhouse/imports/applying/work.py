"""One import under way: the plan, who does it, and what was found or made so far."""

from dataclasses import dataclass, field
from datetime import date

from guildhouse.communities.models import Community
from guildhouse.history.actors import Actor
from guildhouse.imports.applying.report import Report
from guildhouse.imports.plan import Plan


@dataclass(slots=True)
class Work:
    """`communities` and `people` map keys of the plan to ids here; None for what is left alone, with all of its own."""

    plan: Plan
    actor: Actor
    report: Report = field(default_factory=Report)
    communities: dict[str, int | None] = field(default_factory=dict)
    people: dict[str, int | None] = field(default_factory=dict)

    def community(self, key: str) -> Community | None:
        """The community of this key as it is now; None when it is left alone, with all of its own."""
        pk = self.communities.get(key)
        return Community.objects.filter(pk=pk).first() if pk else None

    @property
    def source(self) -> str:
        """The name of the source."""
        return self.plan.source

    @property
    def day(self) -> date:
        """The day of the import."""
        return self.plan.day
