"""What the front page of a community shows of it; a door composes it with its rooms."""

from dataclasses import dataclass
from datetime import datetime

from guildhouse.communities import policy
from guildhouse.communities.models import Block, Community, JoinRequest, Office, Pause, Question
from guildhouse.communities.policy import Standing
from guildhouse.communities.queries.charter import pause_on
from guildhouse.communities.queries.conduct import my_block
from guildhouse.communities.queries.joining import my_request
from guildhouse.communities.queries.people import held_offices, rings
from guildhouse.communities.queries.standing import latest_edition
from guildhouse.kit import clock
from guildhouse.kit.rules import Verdict

QUESTIONS_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Front:
    """A community's front: what everybody may know first, then what is for those who see inside."""

    community: Community
    may_join: Verdict
    joins_by: str
    my_request: JoinRequest | None
    my_block: Block | None
    parent: Community | None
    parts: list[Community]
    sees_inside: bool
    conveners: list[Office]
    welcomers: list[Office]
    questions: list[Question]
    rings: list[tuple[str, int]]
    pause: Pause | None
    latest_edition: int
    owes_acceptance: bool


def front(community: Community, standing: Standing, *, at: datetime | None = None) -> Front:
    """Everything of its own that a community's front page shows to somebody with this standing.

    At most seven queries, whatever the size of the community. Offices, questions, rings and pause are empty for
    whoever does not see inside; `my_request` and `my_block` are asked for only when they can exist.
    """
    at = at or clock.now()
    inside = policy.sees_inside(standing, community)
    outsider = standing.person is not None and not standing.is_member
    offices = held_offices(community) if inside else []
    latest = latest_edition(community)
    return Front(
        community=community,
        may_join=policy.may_join(standing, community, at=at),
        joins_by=community.joining,
        my_request=my_request(community, standing.person) if outsider else None,
        my_block=my_block(community, standing.person) if standing.is_blocked else None,
        parent=_parent(community, standing),
        parts=_parts(community, standing),
        sees_inside=inside,
        conveners=[office for office in offices if office.kind == Office.Kind.CONVENER],
        welcomers=[office for office in offices if office.kind == Office.Kind.WELCOMER],
        questions=_questions(community) if inside else [],
        rings=rings(community) if inside else [],
        pause=pause_on(community, at) if inside else None,
        latest_edition=latest,
        owes_acceptance=standing.is_member and latest > standing.accepted_edition,
    )


def _parent(community: Community, standing: Standing) -> Community | None:
    """The larger community, if this person may know of it."""
    above = community.parent
    if above is None or above.visibility != Community.Visibility.HIDDEN:
        return above
    return Community.objects.visible_to(standing.person).filter(pk=above.pk).first()


def _parts(community: Community, standing: Standing) -> list[Community]:
    return list(Community.objects.visible_to(standing.person).filter(parent=community).order_by("name", "pk"))


def _questions(community: Community) -> list[Question]:
    unanswered = Question.objects.filter(community=community).exclude(state=Question.State.LEARNED)
    return list(unanswered.order_by("-changed_at", "-pk")[:QUESTIONS_SHOWN])
