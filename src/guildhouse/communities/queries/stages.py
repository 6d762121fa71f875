"""What a stage is judged by: counts from the community's own rows and its history."""

from datetime import datetime, timedelta

from django.db.models import Count

from guildhouse.communities.models import Community, Question, StageDeclaration
from guildhouse.communities.models.membership import Level
from guildhouse.communities.queries.people import on_levels
from guildhouse.history.models import Fact

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
    recent = Fact.objects.filter(community_id=community.pk, happened_at__gte=at - RECENT)
    rooms = recent.filter(kind__in=("rooms.published", "rooms.held", "rooms.cancelled", "rooms.lapsed"))
    counted = dict(rooms.values("kind").order_by("kind").annotate(n=Count("pk")).values_list("kind", "n"))
    return {
        "members": sum(levels.values()),
        "core": levels.get(Level.CORE, 0),
        "active": levels.get(Level.ACTIVE, 0),
        "new_members": members.filter(joined_at__gte=at - RECENT).count(),
        "rooms_published": counted.get("rooms.published", 0),
        "rooms_held": counted.get("rooms.held", 0),
        "rooms_fallen": counted.get("rooms.cancelled", 0) + counted.get("rooms.lapsed", 0),
        "questions_open": questions.get(Question.State.OPEN, 0) + questions.get(Question.State.WORKING, 0),
        "questions_learned": questions.get(Question.State.LEARNED, 0),
    }


def declarations(community: Community) -> list[StageDeclaration]:
    """The stages declared so far, the latest first."""
    declared = StageDeclaration.objects.filter(community=community).select_related("by")
    return list(declared.order_by("-at", "-pk"))
