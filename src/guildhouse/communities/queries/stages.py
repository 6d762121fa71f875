"""What a stage is judged by: counts from the community's own rows and its rooms."""

from datetime import datetime, timedelta

from django.db.models import Count

from guildhouse.communities.meetings import count_lately
from guildhouse.communities.models import Community, Question, StageDeclaration
from guildhouse.communities.models.membership import Level
from guildhouse.communities.queries.people import on_levels

RECENT = timedelta(days=90)


def evidence(community: Community, *, at: datetime) -> dict[str, int]:
    """What can be counted for or against a stage: people, rooms and questions, in all and in the last 90 days."""
    members, levels = community.memberships.living(), on_levels(community)
    questions = dict(
        Question.objects.filter(community=community)
        .values("state")
        .order_by("state")
        .annotate(n=Count("pk"))
        .values_list("state", "n")
    )
    rooms = count_lately(community.pk, at - RECENT)
    return {
        "members": sum(levels.values()),
        "core": levels.get(Level.CORE, 0),
        "active": levels.get(Level.ACTIVE, 0),
        "new_members": members.filter(joined_at__gte=at - RECENT).count(),
        "rooms_published": rooms["published"],
        "rooms_held": rooms["held"],
        "rooms_fallen": rooms["fallen"],
        "questions_open": questions.get(Question.State.OPEN, 0) + questions.get(Question.State.WORKING, 0),
        "questions_learned": questions.get(Question.State.LEARNED, 0),
    }


def declarations(community: Community) -> list[StageDeclaration]:
    """The stages declared so far, the latest first."""
    declared = StageDeclaration.objects.filter(community=community).select_related("by")
    return list(declared.order_by("-at", "-pk"))
