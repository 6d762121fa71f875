"""The front of the house, and the front of each community: what several apps know, on one page."""

from collections.abc import Hashable

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from markupsafe import Markup

from guildhouse.communities.doors import belongings_of, community_of
from guildhouse.communities.models import Community
from guildhouse.communities.queries import front as front_of
from guildhouse.communities.queries.lists import Listed, listing
from guildhouse.communities.shell import site
from guildhouse.history.models import Version
from guildhouse.history.queries import version_of_all
from guildhouse.kit import clock
from guildhouse.kit.doors import public
from guildhouse.kit.kept import kept, kept_part
from guildhouse.kit.local import is_from_this_machine
from guildhouse.pages.landscape import landscape
from guildhouse.people.doors import person_of
from guildhouse.rooms.presenting.listing import Filters, page_of

ROOMS_SHOWN = 5


def _version(request: HttpRequest) -> Hashable:
    return version_of_all(), site().name, site().welcome, site().is_demo


def _version_of(request: HttpRequest, slug: str) -> Hashable:
    # The page names the larger community and the parts of this one, so it changes with theirs.
    near = Q(slug=slug) | Q(parent__slug=slug) | Q(children__slug=slug)
    versions = Version.objects.filter(community_id__in=Community.objects.filter(near).values("pk"))
    return tuple(versions.order_by("community_id").values_list("community_id", "number"))


@public
@kept(version=_version)
def house(request: HttpRequest) -> HttpResponse:
    """What is practised here, and what one can come to this week."""
    house_row = site()
    if house_row.set_up_at is None and not Community.objects.exists() and is_from_this_machine(request):
        return redirect("set-up")
    person, mine = person_of(request), belongings_of(request)
    listed = listing(person, {one.community_id for one in mine})
    open_ones = listed[Community.State.OPEN]
    context = {
        "house_row": house_row,
        "signed_in": person is not None,
        "may_bring_in": person is not None and person.is_site_admin,
        "communities": open_ones,
        "calls": listed[Community.State.CALL],
        "page": page_of(person, clock.now(), Filters(most=ROOMS_SHOWN), mine),
        "landscape": _landscape(_outermost(open_ones)),
    }
    return render(request, "pages/house.html", context)


def _landscape(listed: list[Listed]) -> Markup:
    """The picture, drawn once for all who may know of the same communities and the same numbers of people."""
    seen = tuple((one.community.pk, one.members) for one in listed)

    def draw() -> str:
        drawn = landscape(listed)
        return render_to_string("pages/_landscape.html", {"landscape": drawn}) if drawn else ""

    return kept_part(("landscape", seen), version_of_all(), draw)


def _outermost(listed: list[Listed]) -> list[Listed]:
    """Nested communities only while there is room for them in the picture."""
    return listed if len(listed) <= 20 else [one for one in listed if one.depth == 0]


@public
@kept(version=_version_of)
def community(request: HttpRequest, slug: str) -> HttpResponse:
    """What these people care about, and how to begin."""
    here, standing = community_of(request, slug)
    if here.state == Community.State.CALL:
        return redirect("community-founding", slug)
    person, at = person_of(request), clock.now()
    front = front_of(here, standing, at=at)
    page = None
    if front.sees_inside:
        page = page_of(person, at, Filters(most=ROOMS_SHOWN), belongings_of(request), here)
    context = {"front": front, "community": here, "standing": standing, "page": page, "at": at}
    return render(request, "pages/community.html", context)


@public
@kept(version=lambda request: (site().name, site().is_demo))
def how_it_works(request: HttpRequest) -> HttpResponse:
    """How this house works, in the words it uses."""
    return render(request, "pages/help.html")
