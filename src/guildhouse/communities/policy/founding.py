from django.utils.translation import gettext as _

from guildhouse.communities.models import Community
from guildhouse.communities.policy import refusals
from guildhouse.communities.policy.convening import may_convene
from guildhouse.communities.policy.standing import Standing
from guildhouse.kit.rules import YES, Verdict, forbid, no
from guildhouse.people.models import Person


def may_call(person: Person | None) -> Verdict:
    """Whether the person may call a new community into being."""
    return YES if person is not None else refusals.signed_out()


def may_bring_in(standing: Standing) -> Verdict:
    """Whether a community founded elsewhere may be brought in: by whoever runs the house."""
    if standing.runs_house:
        return YES
    return forbid("not_house", _("Only those who run this house bring in communities founded elsewhere."))


def may_sign_on(standing: Standing, community: Community) -> Verdict:
    """Whether the person may say why they care about a call."""
    if standing.person is None:
        return refusals.signed_out()
    if standing.is_blocked:
        return refusals.blocked()
    if community.state == Community.State.ARCHIVED:
        return refusals.archived()
    if community.state == Community.State.OPEN:
        return no("open", _("The community has opened. Join it on its front page."))
    return YES


def may_withdraw_sign_on(standing: Standing, community: Community) -> Verdict:
    """Whether the person may take their sign-on back."""
    if not (verdict := may_sign_on(standing, community)):
        return verdict
    if standing.is_convener:
        return no(
            "convener", _("You carry this call. Hand the office of convener over first, or archive the call.")
        )
    return YES


def may_edit_call(standing: Standing, community: Community) -> Verdict:
    """Whether the person may write the call."""
    if not (verdict := may_convene(standing)):
        return verdict
    if community.state == Community.State.ARCHIVED:
        return refusals.archived()
    if community.state == Community.State.OPEN:
        return no("open", _("The community has opened. Its texts are edited on its settings page."))
    return YES


def may_open(standing: Standing, community: Community, missing: list[str]) -> Verdict:
    """Whether the call may open; `missing` holds the sentences of what is not met yet."""
    if not (verdict := may_convene(standing)):
        return verdict
    if community.state == Community.State.ARCHIVED:
        return refusals.archived()
    if missing:
        return no("missing", _("Not yet: %(first)s The founding page shows how.") % {"first": missing[0]})
    return YES
