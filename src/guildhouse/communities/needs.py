"""What communities ask of a person today: requests to answer, a charter to accept, reports, appeals, duties."""

from datetime import datetime, time

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guildhouse.communities.models import Duty, Office
from guildhouse.communities.queries import Belonging, duties_waiting, reports_waiting, requests_waiting
from guildhouse.kit.needs import Need
from guildhouse.kit.walls import instant
from guildhouse.people.models import Person

DECIDE, REPORT, CHARTER, DUTY = 2, 1, 5, 6
REPORTS_SHOWN = 3
END_OF_DAY = time(23, 59)


def needs(person: Person, mine: list[Belonging], at: datetime) -> list[Need]:
    """Everything in their communities that waits for this person; three queries whatever there is."""
    charters = [
        Need(
            CHARTER,
            at,
            "scroll-text",
            _("The charter of %(name)s has a new edition.") % {"name": one.name},
            _("Read and accept it"),
            reverse("community-charter", args=[one.slug]),
            one.name,
            has_day=False,
        )
        for one in mine
        if one.owes_acceptance
    ]
    return [*_requests(person, mine), *_reports(person, mine), *charters, *_duties(person, mine, at)]


def _requests(person: Person, mine: list[Belonging]) -> list[Need]:
    if not any(Office.Kind.CONVENER in one.offices for one in mine):
        return []
    return [
        Need(
            DECIDE,
            asking.since,
            "hand",
            ngettext("%(count)s person asks to join.", "%(count)s people ask to join.", asking.people)
            % {"count": asking.people},
            _("Answer"),
            reverse("community-requests", args=[asking.slug]),
            asking.name,
        )
        for asking in requests_waiting(person)
    ]


def _duties(person: Person, mine: list[Belonging], at: datetime) -> list[Need]:
    return [_duty(one) for one in duties_waiting(person, at)] if mine else []


def _duty(one: Duty) -> Need:
    named = {"duty": one.get_kind_display(), "name": one.community.name}
    is_asked = one.state == Duty.State.ASKED
    return Need(
        DUTY,
        one.made_at if is_asked else instant(one.ends_on, END_OF_DAY, one.community.zone),
        "hand" if is_asked else "scroll-text",
        _("Would you be %(duty)s in %(name)s for a season?") % named
        if is_asked
        else _("Your season as %(duty)s ends soon: what should whoever comes next know?") % named,
        _("Answer") if is_asked else _("Write the note"),
        reverse("community-duty", args=[one.community.slug, one.kind]),
        one.community.name,
        has_day=not is_asked,
    )


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
