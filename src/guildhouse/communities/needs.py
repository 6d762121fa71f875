"""What communities ask of a person today: requests to answer, a charter to accept, reports and appeals."""

from datetime import datetime

from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guildhouse.communities.models import Community, JoinRequest, Office
from guildhouse.communities.queries import Belonging, reports_waiting
from guildhouse.kit.needs import Need
from guildhouse.people.models import Person

DECIDE, REPORT, CHARTER = 2, 1, 5
REPORTS_SHOWN = 3


def needs(person: Person, mine: list[Belonging], at: datetime) -> list[Need]:
    """Everything in their communities that waits for this person; two queries whatever there is."""
    charters = [
        Need(
            CHARTER,
            at,
            "scroll-text",
            _("The charter of %(name)s has a new edition.") % {"name": one.name},
            _("Read and accept it"),
            reverse("community-charter", args=[one.slug]),
            one.name,
        )
        for one in mine
        if one.owes_acceptance
    ]
    return [*_requests(mine), *_reports(person, mine), *charters]


def _requests(mine: list[Belonging]) -> list[Need]:
    convened = [one.community_id for one in mine if Office.Kind.CONVENER in one.offices]
    if not convened:
        return []
    asked = Count("join_requests", filter=Q(join_requests__state=JoinRequest.State.ASKED))
    since = Min("join_requests__asked_at", filter=Q(join_requests__state=JoinRequest.State.ASKED))
    asking = Community.objects.filter(pk__in=convened).annotate(asked=asked, since=since).filter(asked__gt=0)
    return [
        Need(
            DECIDE,
            community.since,
            "hand",
            ngettext("%(count)s person asks to join.", "%(count)s people ask to join.", community.asked)
            % {"count": community.asked},
            _("Answer"),
            reverse("community-requests", args=[community.slug]),
            community.name,
        )
        for community in asking.order_by("name", "pk")
    ]


def _reports(person: Person, mine: list[Belonging]) -> list[Need]:
    return [
        Need(
            REPORT,
            report.at,
            "shield",
            _("Somebody asks you to look at something that happened."),
            _("Read it"),
            reverse("site-conduct")
            if report.to_site or report.community is None
            else reverse("community-conduct", args=[report.community.slug]),
            report.community.name if report.community else "",
        )
        for report in reports_waiting(person, mine)[:REPORTS_SHOWN]
    ]
