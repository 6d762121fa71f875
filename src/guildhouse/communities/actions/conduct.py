"""Safety: reports, removing, keeping out, and the appeal against it."""

from datetime import datetime

from guildhouse.communities import policy, queries
from guildhouse.communities.actions.frame import lock, person_of, standing_of
from guildhouse.communities.actions.joining import end_membership
from guildhouse.communities.facts import Facts
from guildhouse.communities.models import Block, Community, JoinRequest, Membership, Office, Report, SignOn
from guildhouse.history.actions import act, record
from guildhouse.history.actors import Actor
from guildhouse.kit import clock
from guildhouse.kit.rules import require
from guildhouse.people.models import Person


@act
def report(
    community: Community, *, text: str, actor: Actor, about: Person | None = None, to_site: bool = False
) -> Report:
    """Ask the conduct contact, or those who run the house, to look at something.

    Where nobody of the community could answer it, because it is about them, it goes to the house.
    """
    at = clock.now()
    reporter = person_of(actor)
    require(policy.may_report(standing_of(actor, community)))
    between = (reporter.pk, about.pk if about else None)
    to_site = to_site or not queries.answerers(community, between)
    same = {"community": community, "reporter": reporter, "about": about, "text": text, "to_site": to_site}
    if known := Report.objects.filter(answered_at=None, **same).first():
        return known
    made = Report.objects.create(at=at, **same)
    # Neither who wrote it nor about whom: the community's history is read by its members.
    record(
        Facts.REPORTED,
        actor=Actor(None, actor.via),
        subject=made,
        community=community.pk,
        at=at,
        to_site=to_site,
    )
    return made


@act
def answer_report(made: Report, *, answer: str, actor: Actor) -> Report:
    """Answer a report; whoever wrote it reads the answer."""
    at = clock.now()
    made = (
        Report.objects.select_for_update(no_key=True, of=("self",))
        .select_related("community")
        .get(pk=made.pk)
    )
    standing = (
        standing_of(actor, made.community) if made.community else queries.house_standing(person_of(actor))
    )
    contact = made.community.conduct_contact_id if made.community else None
    require(policy.may_read_report(standing, made, contact))
    if made.answered_at is not None:
        return made
    made.answer, made.answered_at, made.answered_by_id = answer, at, actor.id
    made.save(update_fields=["answer", "answered_at", "answered_by"])
    record(
        Facts.REPORT_ANSWERED,
        actor=Actor(None, actor.via),
        subject=made,
        community=made.community_id,
        concerns=made.reporter_id,
        at=at,
    )
    return made


@act
def remove(membership: Membership, *, reason: str, actor: Actor) -> Membership:
    """Remove a member, with the reason they are given; they may come back by the usual way."""
    at = clock.now()
    community = lock(membership.community)
    membership = Membership.objects.select_related("person").get(pk=membership.pk)
    member = queries.standing(membership.person, community)
    conveners = queries.convener_count(community)
    require(policy.may_remove(standing_of(actor, community), member, conveners=conveners))
    if membership.ended_at is not None:
        return membership
    end_membership(membership, Membership.Ending.REMOVED, reason, actor=actor, at=at)
    record(
        Facts.REMOVED,
        actor=actor,
        subject=membership,
        community=community.pk,
        concerns=membership.person_id,
        at=at,
    )
    return membership


@act
def block(community: Community, person: Person, *, reason: str, actor: Actor) -> Block:
    """Keep somebody out, with the reason they are given; they see what somebody outside sees, and may appeal."""
    at = clock.now()
    community = lock(community)
    member = queries.standing(person, community)
    conveners = queries.convener_count(community)
    require(policy.may_block(standing_of(actor, community), member, conveners=conveners))
    if known := Block.objects.in_force().filter(community=community, person=person).first():
        return known
    made = Block.objects.create(community=community, person=person, by_id=actor.id, reason=reason, at=at)
    _put_out(community, person, reason, actor, at)
    record(Facts.BLOCKED, actor=actor, subject=made, community=community.pk, concerns=person.pk, at=at)
    return made


def _put_out(community: Community, person: Person, reason: str, actor: Actor, at: datetime) -> None:
    membership = community.memberships.living().filter(person=person).first()
    if membership:
        end_membership(membership, Membership.Ending.REMOVED, reason, actor=actor, at=at)
    SignOn.objects.filter(community=community, person=person).delete()
    Office.objects.held().filter(community=community, person=person).update(ended_at=at)
    JoinRequest.objects.filter(community=community, person=person, state=JoinRequest.State.ASKED).update(
        state=JoinRequest.State.WITHDRAWN, decided_at=at
    )


@act
def appeal(made: Block, *, text: str, actor: Actor) -> Block:
    """Appeal against being kept out; another convener or the house answers."""
    at = clock.now()
    community, made = _lock_block(made)
    require(policy.may_appeal(standing_of(actor, community), made))
    if made.appeal:
        return made
    made.appeal, made.appealed_at = text, at
    made.save(update_fields=["appeal", "appealed_at"])
    record(Facts.APPEALED, actor=actor, subject=made, community=community.pk, concerns=made.person_id, at=at)
    return made


@act
def decide_appeal(made: Block, *, decision: str, lifted: bool, actor: Actor) -> Block:
    """Answer an appeal, in words the person reads: let them come back, or not."""
    at = clock.now()
    community, made = _lock_block(made)
    if made.decided_at is not None and made.decided_by_id == actor.id:
        return made
    require(policy.may_decide_appeal(standing_of(actor, community), made))
    made.decision, made.decided_at, made.decided_by_id = decision, at, actor.id
    made.lifted_at = at if lifted else None
    made.save(update_fields=["decision", "decided_at", "decided_by", "lifted_at"])
    record(
        Facts.APPEAL_DECIDED,
        actor=actor,
        subject=made,
        community=community.pk,
        concerns=made.person_id,
        at=at,
        lifted=lifted,
    )
    return made


@act
def lift(made: Block, *, actor: Actor) -> Block:
    """Let somebody come back; they join again by the usual way."""
    at = clock.now()
    community, made = _lock_block(made)
    require(policy.may_lift(standing_of(actor, community), made))
    if made.lifted_at is not None:
        return made
    made.lifted_at = at
    made.save(update_fields=["lifted_at"])
    record(
        Facts.BLOCK_LIFTED, actor=actor, subject=made, community=community.pk, concerns=made.person_id, at=at
    )
    return made


@act
def name_contact(community: Community, person: Person, *, actor: Actor) -> Community:
    """Name the member whom people turn to when something hurts."""
    community = lock(community)
    belongs = queries.belongs(person, community)
    require(policy.may_name_contact(standing_of(actor, community), community, belongs=belongs))
    if community.conduct_contact_id == person.pk:
        return community
    community.conduct_contact = person
    community.save(update_fields=["conduct_contact"])
    record(Facts.CONTACT_NAMED, actor=actor, subject=community, community=community.pk, concerns=person.pk)
    return community


def _lock_block(made: Block) -> tuple[Community, Block]:
    community = lock(made.community)
    return community, Block.objects.select_related("person").get(pk=made.pk)
