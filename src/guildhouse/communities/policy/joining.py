from datetime import datetime

from django.utils.translation import gettext as _

from guildhouse.communities.models import Community, Invitation, JoinRequest
from guildhouse.communities.policy import refusals
from guildhouse.communities.policy.convening import may_change
from guildhouse.communities.policy.standing import Standing
from guildhouse.kit.rules import YES, Verdict, forbid, no


def may_come_in(standing: Standing, community: Community) -> Verdict:
    """What holds for every way in: by oneself, by request, by invitation."""
    if standing.person is None:
        return refusals.signed_out()
    if standing.is_blocked:
        return refusals.blocked()
    if standing.is_member:
        return no("member", _("You are a member already."))
    if community.state == Community.State.ARCHIVED:
        return no("archived", _("This community is archived. Its pages stay, and nobody joins any more."))
    if community.state == Community.State.CALL:
        return refusals.still_a_call()
    return YES


def may_join(standing: Standing, community: Community, *, at: datetime) -> Verdict:
    """Whether the person may come in, or ask to."""
    if not (verdict := may_come_in(standing, community)):
        return verdict
    if community.joining == Community.Joining.INVITATION:
        return no("by_invitation", _("People come in by invitation. Ask a convener for a link."))
    return YES


def may_join_at_once(standing: Standing, community: Community, *, at: datetime) -> Verdict:
    """Whether the person may come in without being asked anything but to accept the charter."""
    if not (verdict := may_join(standing, community, at=at)):
        return verdict
    if community.joining == Community.Joining.REQUEST:
        return no(
            "by_request",
            _("A convener answers who would like to join. Send a request, with a word about you."),
        )
    return YES


def may_ask_to_join(
    standing: Standing, community: Community, last: JoinRequest | None, *, at: datetime
) -> Verdict:
    """Whether the person may send a request; `last` is their latest one, if any."""
    if not (verdict := may_join(standing, community, at=at)):
        return verdict
    if last and last.state == JoinRequest.State.DECLINED and not last.may_ask_again:
        return no("answered", _("A convener answered your request and asked you not to send another one."))
    return YES


def may_accept_by_name(name: str, edition: int, latest: int) -> Verdict:
    """Whether this acceptance will do: by name, and of the edition in force (0 while nothing is agreed)."""
    if not latest:
        return YES
    if not name.strip():
        return no("no_name", _("Write your name under the charter: that is how you accept it."))
    if edition != latest:
        return no(
            "older_edition", _("The charter has changed meanwhile. Read the new edition, then accept it.")
        )
    return YES


def may_decide_requests(standing: Standing, community: Community) -> Verdict:
    """Whether the person may answer those who ask to join: conveners and welcomers."""
    if standing.is_welcomer and community.state != Community.State.ARCHIVED:
        return YES
    return may_change(standing, community)


def may_accept_request(
    standing: Standing, community: Community, asking: JoinRequest, *, blocked: bool
) -> Verdict:
    """Whether this request may be accepted."""
    if not (verdict := may_decide_requests(standing, community)):
        return verdict
    if blocked:
        return no("blocked", _("This person was asked to stay away. Lift that on the conduct page first."))
    if asking.state == JoinRequest.State.WITHDRAWN:
        return no("withdrawn", _("This request was withdrawn meanwhile. You can still send an invitation."))
    if asking.state == JoinRequest.State.DECLINED:
        return no("declined", _("This request was declined already. You can still send an invitation."))
    return YES


def may_decline_request(standing: Standing, community: Community, asking: JoinRequest) -> Verdict:
    """Whether this request may be declined."""
    if not (verdict := may_decide_requests(standing, community)):
        return verdict
    if asking.state == JoinRequest.State.ACCEPTED:
        return no("accepted", _("This request was accepted already; the person is a member."))
    if asking.state == JoinRequest.State.WITHDRAWN:
        return no("withdrawn", _("This request was withdrawn meanwhile; there is nothing left to answer."))
    return YES


def may_withdraw_request(standing: Standing, asking: JoinRequest) -> Verdict:
    """Whether the person may take their request back."""
    if standing.person is None or asking.person_id != standing.person.pk:
        return forbid("not_yours", _("Only whoever asked can take the request back."))
    if asking.state == JoinRequest.State.ACCEPTED:
        return no(
            "accepted",
            _("Your request was accepted: you are a member, and can leave on the people page."),
        )
    if asking.state == JoinRequest.State.DECLINED:
        return no("declined", _("Your request was answered already."))
    return YES


def may_leave(standing: Standing, *, conveners: int) -> Verdict:
    """Whether the person may leave; the last convener hands over first."""
    if standing.person is None:
        return refusals.signed_out()
    if standing.is_convener and conveners == 1:
        return no(
            "last_convener",
            _("You are the only convener. Hand the office over on its page, then leave."),
        )
    return YES


def may_invite(standing: Standing, community: Community) -> Verdict:
    """Whether the person may make invitation links: conveners, facilitators and welcomers."""
    if community.state == Community.State.ARCHIVED:
        return refusals.archived()
    if community.state == Community.State.CALL:
        return no("call", _("This is still a call: send people its address, so that they sign on."))
    if standing.is_facilitator or standing.is_welcomer:
        return YES
    return may_change(standing, community)


def may_revoke_invitation(standing: Standing, community: Community, invitation: Invitation) -> Verdict:
    """Whether the person may revoke a link: whoever made it, or a convener."""
    if standing.person is not None and standing.is_member and invitation.created_by_id == standing.person.pk:
        return YES
    return may_change(standing, community)


def may_use_invitation(
    standing: Standing, community: Community, invitation: Invitation, *, at: datetime
) -> Verdict:
    """Whether the link still lets this person in."""
    if not (verdict := may_come_in(standing, community)):
        return verdict
    return is_good(invitation, at=at)


def is_good(invitation: Invitation, *, at: datetime) -> Verdict:
    """Whether a link would let anybody in."""
    if invitation.revoked_at is not None:
        return no("revoked", _("This invitation was taken back. Ask whoever sent it for another one."))
    if at >= invitation.expires_at:
        return no("expired", _("This invitation has run out. Ask whoever sent it for another one."))
    if invitation.uses >= invitation.most_uses:
        return no(
            "used_up",
            _("This invitation was for fewer people and is used up. Ask whoever sent it for another."),
        )
    return YES
