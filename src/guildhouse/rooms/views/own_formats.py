"""The formats of a community: those of its own, one of them with its editions, its file and its run sheet."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from guildhouse.communities import policy as communities_policy
from guildhouse.communities.doors import inside_of
from guildhouse.communities.models import Community
from guildhouse.communities.policy import Standing
from guildhouse.kit import dates
from guildhouse.kit.doors import public, signed_in
from guildhouse.people.doors import actor_of, person_of
from guildhouse.rooms import actions, formats, policy
from guildhouse.rooms.formats.known import format_of, named, own_formats
from guildhouse.rooms.models import FormatEdition, OwnFormat
from guildhouse.rooms.presenting import formatting
from guildhouse.rooms.views.formats import as_file


def own_format_of(request: HttpRequest, slug: str, public_id: str) -> tuple[OwnFormat, Community, Standing]:
    """The format at this address, if the person may know of it; else 404."""
    community, standing = inside_of(request, slug)
    found = OwnFormat.objects.visible_to(person_of(request)).filter(community=community)
    own = found.filter(public_id=public_id).first()
    if own is None:
        raise Http404
    own.community = community
    return own, community, standing


@public
def community_formats(request: HttpRequest, slug: str) -> HttpResponse:
    """The formats rooms of this community are planned in."""
    community, standing = inside_of(request, slug)
    retired = (
        OwnFormat.objects.filter(community=community).exclude(retired_at=None).order_by("-retired_at", "pk")
    )
    context = {
        "community": community,
        "own": [formatting.card(one, slug) for one in own_formats(community.pk)],
        "retired": [
            formatting.card(one, slug) for one in named(one.key for one in retired[: OwnFormat.MOST])
        ],
        "cards": formatting.cards(),
        "verdict": policy.may_keep_formats(standing, community),
    }
    return render(request, "rooms/community_formats.html", context)


@public
def own_format(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """One format of the community's own, as it is now."""
    own, community, standing = own_format_of(request, slug, public_id)
    return _page(request, own, community, standing, own.number)


@public
def own_edition(request: HttpRequest, slug: str, public_id: str, number: int) -> HttpResponse:
    """One edition of it, as rooms that were planned by it run."""
    own, community, standing = own_format_of(request, slug, public_id)
    return _page(request, own, community, standing, number)


def _page(
    request: HttpRequest, own: OwnFormat, community: Community, standing: Standing, number: int
) -> HttpResponse:
    editions = list(own.editions.select_related("written_by").defer("text").order_by("-number", "pk"))
    edition = next((one for one in editions if one.number == number), None)
    if edition is None:
        raise Http404
    shown = format_of(edition.key)
    may_open = communities_policy.may_open_rooms(standing, community)
    context: dict[str, Any] = {
        "community": community,
        "own": own,
        "edition": edition,
        "editions": editions,
        "card": formatting.card(shown, community.slug),
        "stated": formatting.stated(shown),
        "roles": formatting.roles_of(shown),
        "may_open": bool(may_open) and own.retired_at is None,
        "may_keep": bool(policy.may_keep_formats(standing, community)),
        "made_from": formats.get(own.made_from) if own.made_from in formats.BUILT_IN else None,
        "reads": dates.language(),
    }
    return render(request, "rooms/own_format.html", context)


@public
def own_run_sheet(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """The run sheet of a format of the community's own, to print."""
    own, community, _standing = own_format_of(request, slug, public_id)
    shown = format_of(own.key)
    context = formatting.sheet(shown, slug) | {"community": community, "own": own}
    return render(request, "rooms/run_sheet.html", context)


@public
def own_file(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """The file of a format of the community's own, to take along."""
    own, _community, _standing = own_format_of(request, slug, public_id)
    text = FormatEdition.objects.get(key=own.key).text
    return as_file(text, format_of(own.key).name_in("en"))


@signed_in
@require_POST
def retirement(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Offer a format no more for new rooms, or again."""
    own, _community, _standing = own_format_of(request, slug, public_id)
    retired = request.POST.get("retired") != "no"
    actions.retire_format(own, actor=actor_of(request), retired=retired)
    said = _("It is retired: rooms that are in it keep it, new ones are planned in others.")
    messages.success(request, said if retired else _("New rooms can be planned in it again."))
    return redirect("own-format", slug, public_id)
