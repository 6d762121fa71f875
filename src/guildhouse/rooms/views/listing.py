"""The rooms one can come to: of the whole house, and of one community."""

from collections.abc import Callable, Hashable
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from markupsafe import Markup

from guildhouse.communities import policy as communities_policy
from guildhouse.communities.doors import belongings_of, inside_of
from guildhouse.communities.models import Community
from guildhouse.history.queries import version_of_all
from guildhouse.kit import clock
from guildhouse.kit.doors import public
from guildhouse.kit.kept import LONGEST_QUERY, kept, kept_part
from guildhouse.people.doors import person_of
from guildhouse.rooms.formats.known import own_formats
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

    def draw() -> str:
        return _drawn(request, listing.communities_to_choose(person_of(request)))

    context: dict[str, object] = {"listed": _listed(request, version_of_all(), draw), "community": None}
    context |= {"opens": _opens(request), "may_open": False, "calendar_address": _calendar_address(None)}
    return render(request, "rooms/list.html", context | {"past": _asks_for_past(request)})


def _opens(request: HttpRequest) -> list[tuple[str, str]]:
    """Address and name of each community in which this person may open rooms; without a query of its own."""
    person = person_of(request)
    if person is None:
        return []
    return [
        (one.slug, one.name)
        for one in belongings_of(request)
        if communities_policy.may_open_rooms(
            one.standing(person), Community(state=one.state, rooms_by=one.rooms_by)
        )
    ]


@public
@kept(version=version_of_community, query=ASKED)
def community_rooms(request: HttpRequest, slug: str) -> HttpResponse:
    """The rooms of one community."""
    community, standing = inside_of(request, slug)
    may_open = bool(communities_policy.may_open_rooms(standing, community))

    def draw() -> str:
        return _drawn(request, None, community, may_open=may_open)

    version = version_of_community(request, slug)
    context: dict[str, object] = {"listed": _listed(request, version, draw), "community": community}
    context |= {"opens": [], "may_open": may_open, "calendar_address": _calendar_address(community)}
    return render(request, "rooms/list.html", context | {"past": _asks_for_past(request)})


def _calendar_address(community: Community | None) -> str:
    """Where a calendar program reads these rooms; a community that is not public has no such place."""
    if community is None:
        return settings.ORIGIN + reverse("rooms-calendar")
    if community.visibility != Community.Visibility.PUBLIC:
        return ""
    return settings.ORIGIN + reverse("community-calendar", args=[community.slug])


def _listed(request: HttpRequest, version: Hashable, draw: Callable[[], str]) -> Markup:
    """The list as this person sees it, kept until something happens in these communities."""
    person, query = person_of(request), request.META.get("QUERY_STRING", "")
    if person is None or len(query) > LONGEST_QUERY:
        return Markup(draw())  # noqa: S704  (what a template of ours made)
    return kept_part(("rooms", person.pk, person.is_site_admin, request.path, query), version, draw)


def _drawn(
    request: HttpRequest,
    communities: list[tuple[str, str]] | None,
    community: Community | None = None,
    *,
    may_open: bool = False,
) -> str:
    mine = belongings_of(request)
    own = own_formats(*([community.pk] if community else [one.community_id for one in mine]))
    form = FilterForm(request.GET, communities=communities, own=own)
    filters = form.filters()
    page = listing.page_of(person_of(request), clock.now(), filters, mine, community)
    context = {"community": community, "may_open": may_open, "path": request.path}
    context |= _pages(filters, page, request) | {"calendar_address": _calendar_address(community)}
    context["days"] = [(day, Markup("\n").join(map(_row, rows))) for day, rows in page.days]

    def draw_filters() -> str:
        return render_to_string("rooms/_filters.html", context | {"form": form})

    chosen = ("filters", request.path, filters, tuple(communities or ()), tuple(one.key for one in own))
    context["filters"] = kept_part(chosen, context["narrowed"], draw_filters)
    return render_to_string("rooms/_list.html", context)


def _row(row: listing.Row) -> Markup:
    """One room as it stands in the list: drawn once for all to whom it says the same."""
    return kept_part(("room", row), None, lambda: render_to_string("rooms/_row.html", {"row": row}))


def _asks_for_past(request: HttpRequest) -> bool:
    return request.GET.get("past") == "yes"


def _pages(filters: listing.Filters, page: listing.Page, request: HttpRequest) -> dict[str, object]:
    asked = {name: request.GET[name] for name in ASKED if request.GET.get(name) and name != "page"}

    def address(number: int) -> str:
        return f"{request.path}?{urlencode(asked | ({'page': str(number)} if number > 1 else {}))}"

    return {
        "narrowed": bool(asked),
        "before": address(filters.page - 1) if filters.page > 1 else "",
        "after": address(filters.page + 1) if page.more else "",
        "here": _("Page %(number)s") % {"number": filters.page} if filters.page > 1 or page.more else "",
    }
