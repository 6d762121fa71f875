"""The learning agenda."""

from guildhouse.communities.models import Community, Question

SHOWN = 100


def agenda(community: Community) -> dict[str, list[Question]]:
    """The questions by state, those last touched first; one query."""
    found = Question.objects.filter(community=community).select_related("asked_by")
    by_state: dict[str, list[Question]] = {state: [] for state in Question.State.values}
    for question in found.order_by("-changed_at", "-pk")[:SHOWN]:
        by_state[question.state].append(question)
    return by_state


def question_of(community: Community, public_id: str) -> Question | None:
    """One question of this community, or None."""
    return Question.objects.filter(community=community, public_id=public_id).first()
