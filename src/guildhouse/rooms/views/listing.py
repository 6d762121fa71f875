"""The rooms one can come to: of the whole house, and of one community."""

from collections.abc import Hashable
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhouse.communities import policy as communities_policy
from guildhouse.communities.doors import belongings_of, inside_of
from guildhouse.communities.models import Community
from guildhouse.history.queries import version_of_all
from guildhouse.kit import clock
from guildhouse.kit.doors import public
from guildhouse.kit.kept import kept
from guildhouse.people.doors import person_of
from guildhouse.rooms.forms.listing import FilterForm
from guildhouse.rooms.presenting import listing
from guildhouse.rooms.views.loading import version_of_community

ASKED = ("format", "mode", "free", "community", "past", "page")


def _version(request: HttpRequest) -> Hashable:
    return version_of_all()


@public
@kept(version=_version, query=ASKED)
def rooms(request: HttpRequest) -> HttpResponse:
    """All rooms this person may see, in every community."""
    person = person_of(request)
    options = listing.communities_to_choose(person)
    form = FilterForm(request.GET, communities=options)
    filters = form.filters()
    page = listing.page_of(person, clock.now(), filters, belongings_of(request))
    context = {"form": form, "page": page, "community": None, "may_open": False}
    context["calendar_address"] = settings.ORIGIN + reverse("rooms-calendar")
    return render(request, "rooms/list.html", context | _pages(filters, page, request))


@public
@kept(version=version_of_community, query=ASKED)
def community_rooms(request: HttpRequest, slug: str) -> HttpResponse:
    """The rooms of one community."""
    community, standing = inside_of(request, slug)
    person = person_of(request)
    form = FilterForm(request.GET)
    filters = form.filters()
    page = listing.page_of(person, clock.now(), filters, belongings_of(request), community)
    may_open = bool(communities_policy.may_open_rooms(standing, community))
    context = {"form": form, "page": page, "community": community, "may_open": may_open}
    public_feed = community.visibility == Community.Visibility.PUBLIC
    context["calendar_address"] = (
        settings.ORIGIN + reverse("community-calendar", args=[slug]) if public_feed else ""
    )
    return render(request, "rooms/list.html", context | _pages(filters, page, request))


def _pages(filters: listing.Filters, page: listing.Page, request: HttpRequest) -> dict[str, object]:
    asked = {name: request.GET[name] for name in ASKED if request.GET.get(name) and name != "page"}

    def address(number: int) -> str:
        return f"{request.path}?{urlencode(asked | ({'page': str(number)} if number > 1 else {}))}"

    return {
        "filters": filters,
        "narrowed": bool(asked),
        "before": address(filters.page - 1) if filters.page > 1 else "",
        "after": address(filters.page + 1) if page.more else "",
        "here": _("Page %(number)s") % {"number": filters.page} if filters.page > 1 or page.more else "",
    }
