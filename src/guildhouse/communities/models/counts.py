"""Numbers kept as rows are written, for what would take too long to count when a page is opened."""

from collections.abc import Mapping

from django.db import models
from django.db.models import F, Q

from guildhouse.communities.models.community import Community
from guildhouse.communities.models.levels import Level


class Ring(models.Model):
    """How many people there are in a community on one level; always as many as its living memberships say."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="rings")
    level = models.CharField(max_length=12, choices=Level)
    people = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "level"], name="one_ring_of_a_level"),
            models.CheckConstraint(condition=Q(people__gte=0), name="ring_not_below_nobody"),
        ]

    def __str__(self) -> str:
        return f"{self.community_id}:{self.level} {self.people}"


class Bridge(models.Model):
    """How many people took part in two communities when it was last counted, the one of the lower key first."""

    one = models.ForeignKey(Community, models.CASCADE, related_name="+")
    other = models.ForeignKey(Community, models.CASCADE, related_name="+")
    people = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="one_bridge_between_two"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="bridge_from_the_lower_key"),
        ]

    def __str__(self) -> str:
        return f"{self.one_id}–{self.other_id}: {self.people}"


def change_rings(community: int, by: Mapping[str, int]) -> None:
    """Add to the rings of a community: how many for each level. Part of what changes its memberships."""
    # In the order of the levels' names: two that change the same rings never wait for each other.
    for level in sorted(level for level, many in by.items() if many):
        mine = Ring.objects.filter(community=community, level=level)
        added = {"people": F("people") + by[level]}
        if not mine.update(**added):
            Ring.objects.get_or_create(community_id=community, level=level)
            mine.update(**added)
