"""Invitation links: for so many people, for so long, and only their hash is kept."""

from datetime import datetime

from guildhouse.communities import policy, queries
from guildhouse.communities.actions.frame import lock, person_of, standing_of
from guildhouse.communities.actions.joining import accept_edition, add_member
from guildhouse.communities.facts import Facts
from guildhouse.communities.models import Community, Invitation, InvitationUse, Membership
from guildhouse.history.actions import act, record
from guildhouse.history.actors import Actor
from guildhouse.kit import clock, tokens
from guildhouse.kit.rules import require


@act
def invite(
    community: Community, *, most_uses: int, expires_at: datetime, actor: Actor, note: str = ""
) -> tuple[Invitation, str]:
    """Make an invitation link for `most_uses` people until `expires_at`; the token is given once and not kept."""
    at = clock.now()
    community = lock(community)
    require(policy.may_invite(standing_of(actor, community), community))
    token = tokens.new()
    invitation = Invitation.objects.create(
        community=community,
        token_hash=tokens.hash_of(token),
        note=note,
        most_uses=most_uses,
        expires_at=expires_at,
        created_by=person_of(actor),
        created_at=at,
    )
    record(
        Facts.INVITATION_MADE,
        actor=actor,
        subject=invitation,
        community=community.pk,
        at=at,
        most_uses=most_uses,
    )
    return invitation, token


@act
def accept_invitation(
    invitation: Invitation, *, actor: Actor, name: str = "", edition: int = 0
) -> Membership:
    """Come in by an invitation, accepting edition `edition` of the charter by `name`; twice uses it once."""
    at = clock.now()
    community = lock(invitation.community)
    invitation = Invitation.objects.select_for_update(no_key=True).get(pk=invitation.pk)
    person = person_of(actor)
    membership = Membership.objects.living().filter(community=community, person=person).first()
    if membership:
        return membership
    require(policy.may_use_invitation(standing_of(actor, community), community, invitation, at=at))
    require(policy.may_accept_by_name(name, edition, queries.latest_edition(community)))
    _, first_time = InvitationUse.objects.get_or_create(
        invitation=invitation, person=person, defaults={"at": at}
    )
    if first_time:
        invitation.uses += 1
        invitation.save(update_fields=["uses"])
    record(
        Facts.INVITATION_USED,
        actor=actor,
        subject=invitation,
        community=community.pk,
        concerns=person.pk,
        at=at,
    )
    membership = add_member(community, person, actor=actor, at=at)
    accept_edition(community, person, edition, name, at)
    return membership


@act
def revoke_invitation(invitation: Invitation, *, actor: Actor) -> Invitation:
    """Take an invitation link back; whoever came in by it stays."""
    at = clock.now()
    community = lock(invitation.community)
    invitation = Invitation.objects.select_for_update(no_key=True).get(pk=invitation.pk)
    require(policy.may_revoke_invitation(standing_of(actor, community), community, invitation))
    if invitation.revoked_at is not None:
        return invitation
    invitation.revoked_at = at
    invitation.save(update_fields=["revoked_at"])
    record(Facts.INVITATION_REVOKED, actor=actor, subject=invitation, community=community.pk, at=at)
    return invitation
