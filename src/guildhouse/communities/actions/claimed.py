"""What happens in communities when somebody takes the place that was kept for them."""

from django.utils.translation import gettext

from guildhouse.communities.actions.duties import end_duties
from guildhouse.communities.models import LevelChange, Membership, Office
from guildhouse.communities.models.membership import LEVEL_RANK, Level
from guildhouse.history.actions import touch
from guildhouse.history.actors import Actor
from guildhouse.kit import clock


def unite_memberships(kept_for: int, person: int, actor: Actor) -> None:
    """Make one membership of two in each community both belong to, at the nearer level. Part of an act.

    What only the placeholder had is handed over afterwards, row by row, by claiming itself.
    """
    at = clock.now()
    placeholders = Membership.objects.living().filter(person=kept_for).order_by("community", "pk")
    for kept in placeholders.select_for_update():
        touch(kept.community_id)
        own = Membership.objects.living().filter(person=person, community=kept.community_id).first()
        if own is None:
            continue
        if LEVEL_RANK[Level(kept.level)] > LEVEL_RANK[Level(own.level)]:
            evidence = gettext("The level of the place that was kept for them.")
            LevelChange.objects.create(
                membership=own, before=own.level, after=kept.level, evidence=evidence, at=at
            )
            own.move_to(kept.level)
        kept.end(Membership.Ending.LEFT, at)
        end_duties(kept.community_id, kept_for, at)
        held = Office.objects.held().filter(person=person, community=kept.community_id).values("kind")
        twice = Office.objects.held().filter(person=kept_for, community=kept.community_id, kind__in=held)
        twice.update(ended_at=at)
