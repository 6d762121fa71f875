"""Coming in and leaving."""

from datetime import datetime

from guildhouse.communities import leaving, policy, queries
from guildhouse.communities.actions.duties import end_duties
from guildhouse.communities.actions.frame import lock, person_of, standing_of
from guildhouse.communities.facts import Facts
from guildhouse.communities.models import (
    Acceptance,
    Block,
    CharterEdition,
    Community,
    JoinRequest,
    Membership,
    Office,
)
from guildhouse.history.actions import act, record
from guildhouse.history.actors import Actor
from guildhouse.kit import clock
from guildhouse.kit.rules import require
from guildhouse.people.models import Person


@act
def join(community: Community, *, actor: Actor, name: str = "", edition: int = 0) -> Membership:
    """Join a community that is open to all, accepting edition `edition` of its charter by `name`."""
    at = clock.now()
    community = lock(community)
    person = person_of(actor)
    if membership := _membership(community, person):
        return membership
    require(policy.may_join_at_once(standing_of(actor, community), community, at=at))
    require(policy.may_accept_by_name(name, edition, queries.latest_edition(community)))
    membership = add_member(community, person, actor=actor, at=at)
    accept_edition(community, person, edition, name, at)
    return membership


@act
def ask_to_join(
    community: Community, *, message: str, actor: Actor, name: str = "", edition: int = 0
) -> JoinRequest:
    """Ask a community to let you in, accepting edition `edition` of its charter by `name`."""
    at = clock.now()
    community = lock(community)
    person = person_of(actor)
    last = JoinRequest.objects.filter(community=community, person=person).order_by("-asked_at", "-pk").first()
    require(policy.may_ask_to_join(standing_of(actor, community), community, last, at=at))
    if last and last.state == JoinRequest.State.ASKED:
        return last
    latest = queries.latest_edition(community)
    require(policy.may_accept_by_name(name, edition, latest))
    asking = JoinRequest.objects.create(
        community=community,
        person=person,
        message=message,
        accepted_name=name.strip() if latest else "",
        accepted_edition=latest,
        asked_at=at,
    )
    record(
        Facts.ASKED_TO_JOIN, actor=actor, subject=asking, community=community.pk, concerns=person.pk, at=at
    )
    return asking


@act
def accept(asking: JoinRequest, *, actor: Actor, reason: str = "") -> Membership:
    """Accept a request to join, with a word of welcome if you like."""
    at = clock.now()
    community, asking = _lock_request(asking)
    blocked = Block.objects.in_force().filter(community=community, person=asking.person_id).exists()
    require(policy.may_accept_request(standing_of(actor, community), community, asking, blocked=blocked))
    membership = _membership(community, asking.person)
    if asking.state == JoinRequest.State.ACCEPTED and membership:
        return membership
    _decide(asking, JoinRequest.State.ACCEPTED, actor, at, reason=reason)
    record(
        Facts.REQUEST_ACCEPTED,
        actor=actor,
        subject=asking,
        community=community.pk,
        concerns=asking.person_id,
        at=at,
        reason=reason,
    )
    membership = membership or add_member(community, asking.person, actor=actor, at=at)
    accept_edition(community, asking.person, asking.accepted_edition, asking.accepted_name, at)
    return membership


@act
def decline(
    asking: JoinRequest, *, reason: str, next_step: str, actor: Actor, may_ask_again: bool = True
) -> JoinRequest:
    """Decline a request to join, with the reason and what the person can do next."""
    at = clock.now()
    community, asking = _lock_request(asking)
    require(policy.may_decline_request(standing_of(actor, community), community, asking))
    if asking.state == JoinRequest.State.DECLINED:
        return asking
    _decide(
        asking,
        JoinRequest.State.DECLINED,
        actor,
        at,
        reason=reason,
        next_step=next_step,
        may_ask_again=may_ask_again,
    )
    record(
        Facts.REQUEST_DECLINED,
        actor=actor,
        subject=asking,
        community=community.pk,
        concerns=asking.person_id,
        at=at,
    )
    return asking


@act
def withdraw_request(asking: JoinRequest, *, actor: Actor) -> JoinRequest:
    """Take one's request to join back."""
    at = clock.now()
    community, asking = _lock_request(asking)
    require(policy.may_withdraw_request(standing_of(actor, community), asking))
    if asking.state == JoinRequest.State.WITHDRAWN:
        return asking
    _decide(asking, JoinRequest.State.WITHDRAWN, actor, at)
    record(
        Facts.REQUEST_WITHDRAWN,
        actor=actor,
        subject=asking,
        community=community.pk,
        concerns=asking.person_id,
        at=at,
    )
    return asking


@act
def leave(community: Community, *, actor: Actor, why: str = "") -> None:
    """Leave a community: offices, seats and places in line end with it, at once and everywhere."""
    at = clock.now()
    community = lock(community)
    person = person_of(actor)
    membership = _membership(community, person)
    if membership is None:
        return
    standing = standing_of(actor, community)
    require(policy.may_leave(standing, conveners=queries.convener_count(community)))
    end_membership(membership, Membership.Ending.LEFT, why, actor=actor, at=at)
    record(Facts.LEFT, actor=actor, subject=membership, community=community.pk, concerns=person.pk, at=at)


def add_member(
    community: Community,
    person: Person,
    *,
    actor: Actor,
    at: datetime,
    level: str = Membership.Level.NEWCOMER,
) -> Membership:
    """Make the person a member; part of an action that has asked its policy. Open requests are settled by it."""
    membership = Membership.objects.create(community=community, person=person, level=level, joined_at=at)
    JoinRequest.objects.filter(community=community, person=person, state=JoinRequest.State.ASKED).update(
        state=JoinRequest.State.ACCEPTED, decided_at=at, decided_by=actor.id
    )
    record(
        Facts.JOINED,
        actor=actor,
        subject=membership,
        community=community.pk,
        concerns=person.pk,
        at=at,
        level=level,
    )
    return membership


def end_membership(membership: Membership, how: str, why: str, *, actor: Actor, at: datetime) -> None:
    """End a membership and all that hangs on it; part of an action that has asked its policy."""
    mine = {"community": membership.community_id, "person": membership.person_id}
    Office.objects.held().filter(**mine).update(ended_at=at)
    end_duties(membership.community_id, membership.person_id, at)
    membership.end(how, at, why)
    Community.objects.filter(pk=membership.community_id, conduct_contact=membership.person_id).update(
        conduct_contact=None
    )
    leaving.tell(membership.community_id, membership.person_id, actor)


def accept_edition(community: Community, person: Person, number: int, name: str, at: datetime) -> None:
    """Note that the person put their name to an edition of the charter; 0 where there is none."""
    edition = CharterEdition.objects.filter(community=community, number=number).first()
    if edition:
        Acceptance.objects.get_or_create(
            edition=edition, person=person, defaults={"name": name.strip(), "at": at}
        )


def _membership(community: Community, person: Person) -> Membership | None:
    return Membership.objects.living().filter(community=community, person=person).first()


def _lock_request(asking: JoinRequest) -> tuple[Community, JoinRequest]:
    community = lock(asking.community)
    return community, JoinRequest.objects.select_related("person").get(pk=asking.pk)


def _decide(asking: JoinRequest, state: str, actor: Actor, at: datetime, **answer: str | bool) -> None:
    asking.state, asking.decided_at = state, at
    asking.decided_by_id = actor.id
    for key, value in answer.items():
        setattr(asking, key, value)
    asking.save(update_fields=["state", "decided_at", "decided_by", *answer])
