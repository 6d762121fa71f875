"""Levels recognised, offices given and handed over."""

from datetime import date, datetime

from guildhouse.communities import policy, queries
from guildhouse.communities.actions.frame import lock, standing_of
from guildhouse.communities.actions.joining import add_member
from guildhouse.communities.facts import Facts
from guildhouse.communities.models import Community, LevelChange, Membership, Office
from guildhouse.history.actions import act, record
from guildhouse.history.actors import Actor
from guildhouse.kit import clock
from guildhouse.kit.rules import require
from guildhouse.people.models import Person


@act
def recognise(membership: Membership, *, level: str, evidence: str, actor: Actor) -> Membership:
    """Recognise a member's level, with a sentence that says what was seen; the member is told it in these words."""
    at = clock.now()
    community = lock(membership.community)
    membership = Membership.objects.select_related("person").get(pk=membership.pk)
    member = queries.standing(membership.person, community)
    require(policy.may_recognise(standing_of(actor, community), community, member))
    if membership.level == level:
        return membership
    change = LevelChange.objects.create(
        membership=membership, before=membership.level, after=level, evidence=evidence, by_id=actor.id, at=at
    )
    membership.move_to(level)
    record(
        Facts.LEVEL_RECOGNISED,
        actor=actor,
        subject=change,
        community=community.pk,
        concerns=membership.person_id,
        at=at,
        level=level,
        before=change.before,
        evidence=evidence,
    )
    return membership


@act
def appoint(
    community: Community, person: Person, *, kind: str, actor: Actor, term_ends_on: date | None = None
) -> Office:
    """Appoint a member to an office, for a term or without an end. Again changes the end of the term alone."""
    at = clock.now()
    community = lock(community)
    belongs = queries.belongs(person, community)
    require(policy.may_appoint(standing_of(actor, community), community, belongs=belongs))
    office = Office.objects.held().filter(community=community, person=person, kind=kind).first()
    if office and office.term_ends_on == term_ends_on:
        return office
    if office:
        office.term_ends_on = term_ends_on
        office.save(update_fields=["term_ends_on"])
    else:
        office = _give(community, person, kind, term_ends_on, actor, at)
    record(
        Facts.APPOINTED,
        actor=actor,
        subject=office,
        community=community.pk,
        concerns=person.pk,
        at=at,
        office=kind,
        until=str(term_ends_on or ""),
    )
    return office


@act
def hand_over(
    office: Office, person: Person, *, note: str, actor: Actor, term_ends_on: date | None = None
) -> Office:
    """Hand an office over to another member, with a note about what is under way; the new holder reads it."""
    at = clock.now()
    community = lock(office.community)
    office = Office.objects.get(pk=office.pk)
    kind = office.kind
    held = Office.objects.held().filter(community=community, person=person, kind=kind).first()
    if office.ended_at is not None and held is not None:
        return held
    belongs = queries.belongs(person, community)
    require(policy.may_hand_over(standing_of(actor, community), community, office, belongs=belongs))
    if person.pk == office.person_id:
        return office
    _end(office, at, note)
    taken = held or _give(community, person, kind, term_ends_on, actor, at)
    record(
        Facts.OFFICE_HANDED_OVER,
        actor=actor,
        subject=taken,
        community=community.pk,
        concerns=person.pk,
        at=at,
        office=kind,
        from_person=office.person_id,
    )
    return taken


@act
def end_office(office: Office, *, actor: Actor, note: str = "") -> Office:
    """Lay an office down, or end another's; the last convener hands over instead."""
    at = clock.now()
    community = lock(office.community)
    office = Office.objects.get(pk=office.pk)
    if office.ended_at is not None:
        return office
    conveners = queries.convener_count(community)
    require(policy.may_end_office(standing_of(actor, community), community, office, conveners=conveners))
    _end(office, at, note)
    record(
        Facts.OFFICE_ENDED,
        actor=actor,
        subject=office,
        community=community.pk,
        concerns=office.person_id,
        at=at,
        office=office.kind,
    )
    return office


@act
def bring_member(
    community: Community,
    person: Person,
    *,
    actor: Actor,
    level: str = Membership.Level.ACTIVE,
    office: str = "",
) -> Membership:
    """Make somebody a member of a community founded elsewhere, with the office they hold there.

    For whoever runs the house and its imports; again changes nothing.
    """
    at = clock.now()
    community = lock(community)
    require(policy.may_bring_in(standing_of(actor, community)))
    membership = community.memberships.living().filter(person=person).first()
    if membership is None:
        membership = add_member(community, person, actor=actor, at=at, level=level)
    if office:
        appoint(community, person, kind=office, actor=actor)
    return membership


def _give(
    community: Community, person: Person, kind: str, term_ends_on: date | None, actor: Actor, at: datetime
) -> Office:
    return Office.objects.create(
        community=community,
        person=person,
        kind=kind,
        since=at,
        term_ends_on=term_ends_on,
        appointed_by_id=actor.id,
    )


def _end(office: Office, at: datetime, note: str) -> None:
    office.ended_at, office.handover_note = at, note
    office.save(update_fields=["ended_at", "handover_note"])
