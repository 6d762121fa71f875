"""What every page of a community is shown with: its tabs, and what the reader still owes to the charter."""

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhouse.communities import policy
from guildhouse.communities.doors import belongings_of
from guildhouse.communities.models import Community
from guildhouse.communities.policy import Standing
from guildhouse.communities.shell import place_of

Tab = tuple[str, str, bool]


def show(
    request: HttpRequest,
    template: str,
    community: Community,
    standing: Standing,
    *,
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    """A page of a community, inside its tabs."""
    mine = {belonging.community_id: belonging for belonging in belongings_of(request)}
    belonging = mine.get(community.pk)
    context |= {
        "community": community,
        "standing": standing,
        "tabs": tabs(request.path, community, standing),
        "convenes": bool(policy.may_change(standing, community)),
        "owes_acceptance": belonging is not None and belonging.owes_acceptance,
    }
    return render(request, f"communities/{template}", context, status=status)


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent, for a form that is shown and answered at one address; None while it is only shown."""
    return request.POST if request.method == "POST" else None


def tabs(path: str, community: Community, standing: Standing) -> list[Tab]:
    """The pages of a community this person has a use for, in the place one is: address, words, whether this one."""
    rows = _people(community, standing) if place_of(path) == "people" else _about(community, standing)
    front = community.get_absolute_url()
    people = _at("people", community)
    whole = {front, people}  # these begin the addresses of others, so only they themselves count
    return [
        (href, words, path == href or (href not in whole and path.startswith(href))) for href, words in rows
    ]


def _about(community: Community, standing: Standing) -> list[tuple[str, str]]:
    first = (_at("founding", community), _("The call"))
    rows = [first if community.is_call else (community.get_absolute_url(), _("About"))]
    if policy.sees_inside(standing, community):
        rows += [
            (_at("agenda", community), _("Agenda")),
            (_at("charter", community), _("Charter")),
            (_at("rhythm", community), _("Rhythm")),
        ]
    rows.append((_at("conduct", community), _("Conduct")))
    if policy.may_convene(standing):
        rows.append((_at("settings", community), _("Settings")))
    return rows


def _people(community: Community, standing: Standing) -> list[tuple[str, str]]:
    rows = [(_at("people", community), _("Everybody")), (_at("offices", community), _("Offices"))]
    if not community.is_call:
        rows.append((_at("duties", community), _("Duties")))
    if policy.may_decide_requests(standing, community) and not community.is_call:
        rows.append((_at("requests", community), _("Requests")))
    if policy.may_invite(standing, community):
        rows.append((_at("invitations", community), _("Invitations")))
    return rows


def _at(name: str, community: Community) -> str:
    return reverse(f"community-{name}", args=[community.slug])
