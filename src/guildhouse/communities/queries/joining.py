"""Requests to join and invitations."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Min, QuerySet

from guildhouse.communities.models import Community, Invitation, InvitationUse, JoinRequest, Office
from guildhouse.kit.prepared import prepared
from guildhouse.kit.tokens import hash_of
from guildhouse.people.models import Person


@dataclass(frozen=True, slots=True)
class Asking:
    """How many ask to join one community, and since when the first of them waits."""

    slug: str
    name: str
    people: int
    since: datetime


def requests_waiting(person: Person) -> list[Asking]:
    """Those who ask to join the communities this person convenes, by community; one query."""
    return [Asking(*row) for row in _requests_waiting(person.pk)]


@prepared
def _requests_waiting(person: int) -> QuerySet[JoinRequest, Any]:
    convening = Office.objects.held().filter(person=person, kind=Office.Kind.CONVENER).values("community")
    asked = JoinRequest.objects.filter(state=JoinRequest.State.ASKED, community__in=convening)
    by_community = asked.values("community").annotate(people=Count("pk"), since=Min("asked_at"))
    rows = by_community.order_by("community__name", "community")
    return rows.values_list("community__slug", "community__name", "people", "since")


def open_requests(community: Community) -> list[JoinRequest]:
    """Requests nobody has answered yet, the one that waits longest first."""
    asked = JoinRequest.objects.filter(community=community, state=JoinRequest.State.ASKED)
    return list(asked.select_related("person").order_by("asked_at", "pk"))


def answered_requests(community: Community) -> list[JoinRequest]:
    """The last fifty answers and who gave them."""
    answered = JoinRequest.objects.filter(community=community).exclude(state=JoinRequest.State.ASKED)
    return list(answered.select_related("person", "decided_by").order_by("-decided_at", "-pk")[:50])


def my_request(community: Community, person: Person | None) -> JoinRequest | None:
    """The person's latest request here, or None."""
    if person is None:
        return None
    return JoinRequest.objects.filter(community=community, person=person).order_by("-asked_at", "-pk").first()


def request_of(community: Community, public_id: str) -> JoinRequest | None:
    """One request to this community, or None."""
    asked = JoinRequest.objects.filter(community=community, public_id=public_id)
    return asked.select_related("person", "community").first()


def invitations(community: Community) -> list[Invitation]:
    """The invitation links, the latest first."""
    made = Invitation.objects.filter(community=community).select_related("created_by")
    return list(made.order_by("-created_at", "-pk")[:100])


def invitation_by(token: str) -> Invitation | None:
    """The invitation this token opens, or None."""
    found = Invitation.objects.filter(token_hash=hash_of(token))
    return found.select_related("community", "created_by").first()


def used_by(invitation_ids: list[int]) -> dict[int, list[str]]:
    """Who came in by each of these invitations."""
    names: dict[int, list[str]] = {}
    uses = InvitationUse.objects.filter(invitation__in=invitation_ids).select_related("person")
    for use in uses.order_by("at", "pk"):
        names.setdefault(use.invitation_id, []).append(str(use.person))
    return names
