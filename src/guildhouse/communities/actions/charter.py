"""What a community has agreed on, and when it is quiet."""

from datetime import date

from guildhouse.communities import policy, queries
from guildhouse.communities.actions.frame import lock, person_of, standing_of
from guildhouse.communities.actions.joining import accept_edition
from guildhouse.communities.facts import Facts
from guildhouse.communities.models import Acceptance, CharterEdition, Community, Pause
from guildhouse.history.actions import act, record
from guildhouse.history.actors import Actor
from guildhouse.kit import clock
from guildhouse.kit.rules import require


@act
def write_edition(
    community: Community,
    *,
    text: str,
    reason: str,
    actor: Actor,
    confidentiality: str = "",
    follows: int | None = None,
) -> CharterEdition:
    """Write the next edition of the charter, saying what changes and why; members are asked to accept it.

    `follows` is the edition one had before one's eyes: when somebody wrote another meanwhile, this is refused.
    """
    at = clock.now()
    community = lock(community)
    require(policy.may_change(standing_of(actor, community), community))
    latest = queries.latest_charter(community)
    if latest and (latest.text, latest.confidentiality) == (text, confidentiality):
        return latest
    number = latest.number if latest else 0
    require(policy.may_follow(number if follows is None else follows, number))
    edition = CharterEdition.objects.create(
        community=community,
        number=number + 1,
        text=text,
        confidentiality=confidentiality,
        reason=reason,
        written_by_id=actor.id,
        at=at,
    )
    record(
        Facts.CHARTER_WRITTEN,
        actor=actor,
        subject=edition,
        community=community.pk,
        at=at,
        number=edition.number,
    )
    return edition


@act
def accept_charter(community: Community, *, number: int, name: str, actor: Actor) -> Acceptance:
    """Accept an edition of the charter by one's name."""
    at = clock.now()
    community = lock(community)
    person = person_of(actor)
    latest = queries.latest_edition(community)
    require(policy.may_accept_charter(standing_of(actor, community), community, number, latest))
    require(policy.may_accept_by_name(name, number, latest))
    known = Acceptance.objects.filter(
        edition__community=community, edition__number=number, person=person
    ).first()
    if known:
        return known
    accept_edition(community, person, number, name, at)
    acceptance = Acceptance.objects.get(edition__community=community, edition__number=number, person=person)
    record(
        Facts.CHARTER_ACCEPTED,
        actor=actor,
        subject=acceptance,
        community=community.pk,
        concerns=person.pk,
        at=at,
        number=number,
    )
    return acceptance


@act
def set_rhythm(community: Community, *, rhythm: str, actor: Actor) -> Community:
    """Say how often the community meets and when it is quiet."""
    community = lock(community)
    require(policy.may_change(standing_of(actor, community), community))
    if community.rhythm == rhythm:
        return community
    community.rhythm = rhythm
    community.save(update_fields=["rhythm"])
    record(Facts.RHYTHM_SET, actor=actor, subject=community, community=community.pk, rhythm=rhythm)
    return community


@act
def pause(community: Community, *, from_on: date, until_on: date, actor: Actor, why: str = "") -> Pause:
    """Declare a quiet time, both days included: nothing is sent, and nobody expects anything."""
    at = clock.now()
    community = lock(community)
    require(policy.may_pause(standing_of(actor, community), community, from_on, until_on))
    days = {"from_on": from_on, "until_on": until_on}
    known = Pause.objects.filter(community=community, ended_at=None, **days).first()
    if known:
        return known
    declared = Pause.objects.create(community=community, why=why, by_id=actor.id, at=at, **days)
    record(
        Facts.PAUSED,
        actor=actor,
        subject=declared,
        community=community.pk,
        at=at,
        from_on=str(from_on),
        until_on=str(until_on),
    )
    return declared


@act
def end_pause(declared: Pause, *, actor: Actor) -> Pause:
    """End a pause before its last day."""
    at = clock.now()
    community = lock(declared.community)
    require(policy.may_change(standing_of(actor, community), community))
    declared = Pause.objects.get(pk=declared.pk)
    if declared.ended_at is not None:
        return declared
    declared.ended_at = at
    declared.save(update_fields=["ended_at"])
    record(Facts.PAUSE_ENDED, actor=actor, subject=declared, community=community.pk, at=at)
    return declared
