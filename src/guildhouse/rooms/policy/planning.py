"""Who may run a series, and keep formats of a community's own."""

from django.utils.translation import gettext as _

from guildhouse.communities import policy as communities_policy
from guildhouse.communities.models import Community
from guildhouse.communities.policy import Standing
from guildhouse.kit.rules import YES, Verdict, forbid, no
from guildhouse.rooms.models import OwnFormat, Series


def may_run_series(standing: Standing, series: Series) -> Verdict:
    """Whether the person answers for a series: whoever planned it and still belongs here, a convener, an import."""
    person = standing.person
    planned = person is not None and series.created_by_id == person.pk and standing.is_member
    if planned or standing.is_convener or standing.acts_for_house:
        return YES
    return forbid(
        "not_host", _("Only whoever planned this series and the community's conveners may do this.")
    )


def may_keep_formats(standing: Standing, community: Community) -> Verdict:
    """Whether the person may make, change and retire formats of the community's own: conveners and facilitators."""
    if standing.acts_for_house:
        return YES
    if not (verdict := communities_policy.may_take_part(standing, community)):
        return verdict
    if standing.is_convener or standing.is_facilitator:
        return YES
    return forbid(
        "formats_by",
        _(
            "Conveners and facilitators keep the formats of this community. "
            "Tell one of them what you would like to try; a format's file is there to take along."
        ),
    )


def may_have_more_formats(offered: int) -> Verdict:
    """Whether a community that offers so many formats of its own may offer one more."""
    if offered < OwnFormat.MOST:
        return YES
    return no(
        "many_formats",
        _("There are %(most)s formats of your own already. Retire one that nobody uses, then add this one.")
        % {"most": OwnFormat.MOST},
    )
