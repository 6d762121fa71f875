"""What stands round every page: the house, the person, their communities, and where one can go from here."""

import time
from typing import NamedTuple

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhouse.communities.doors import belongings_of
from guildhouse.communities.models import Community
from guildhouse.communities.policy import Standing, sees_inside
from guildhouse.kit.local import shows_letters
from guildhouse.kit.shell import Place, Shell
from guildhouse.people.doors import person_of
from guildhouse.people.models import Site

SITE_KEPT = 5.0  # seconds
WITHIN = {
    **dict.fromkeys(("rooms", "series", "cards", "thanks", "harvest"), "rooms"),
    **dict.fromkeys(("people", "offices", "duties", "requests", "invitations"), "people"),
}


class Me(NamedTuple):
    """The person as the header names them."""

    called: str
    public_id: str


_site: tuple[float, Site] | None = None


def site() -> Site:
    """This house as it was a few seconds ago, so that not every page asks for it again."""
    global _site
    at = time.monotonic()
    if _site is None or at - _site[0] > SITE_KEPT:
        _site = (at, Site.objects.first() or Site())
    return _site[1]


def forget_site() -> None:
    """Have the next page read the house's row again: after changing it, and between tests."""
    global _site
    _site = None


def shell(request: HttpRequest) -> dict[str, Shell]:
    """The context every template finds under `shell`: one query for somebody signed in, none for others."""
    person, house = person_of(request), site()
    here: tuple[Community, Standing] | None = getattr(request, "_in_community", None)
    community = here[0] if here else None
    inside = here is not None and sees_inside(here[1], here[0])
    return {
        "shell": Shell(
            site_name=house.name,
            person=Me(str(person), person.public_id) if person else None,
            communities=tuple((mine.slug, mine.name) for mine in belongings_of(request)),
            community=(community.slug, community.name) if community else None,
            place=place_of(request.path),
            nav=_nav(person is not None, community, inside),
            menu=_menu(request, person is not None and person.is_site_admin),
            demo=house.is_demo,
            holds_letters=house.letters_held_since is not None
            and person is not None
            and person.is_site_admin,
            unreachable=person is not None and person.unreachable_since is not None,
        )
    }


def place_of(path: str) -> str:
    """Which of the places of the navigation an address belongs to."""
    first, _sep, rest = path.strip("/").partition("/")
    if first == "c":
        within = rest.partition("/")[2].partition("/")[0]
        return WITHIN.get(within, "community")
    return {"": "house", "communities": "communities", "rooms": "rooms", "today": "today"}.get(first, "")


def _nav(signed_in: bool, community: Community | None, inside: bool) -> tuple[Place, ...]:
    today = (Place("today", _("Today"), reverse("today")),) if signed_in else ()
    if community is None:
        return (
            *today,
            Place("rooms", _("Rooms"), "/rooms/"),
            Place("communities", _("Communities"), reverse("communities")),
        )
    front = community.get_absolute_url()
    within = (
        Place("rooms", _("Rooms"), f"{front}rooms/"),
        Place("people", _("People"), reverse("community-people", args=[community.slug])),
    )
    return (*today, *(within if inside else ()), Place("community", _("Community"), front))


def _menu(request: HttpRequest, is_site_admin: bool) -> tuple[tuple[str, str], ...]:
    mine = ((_("My place in this house"), reverse("me")),)
    if not is_site_admin:
        return mine
    return (
        *mine,
        *(((_("Letters"), reverse("mail")),) if shows_letters(request) else ()),
        (_("Look after the house"), reverse("site")),
        (_("Reports and appeals"), reverse("site-conduct")),
        (_("Bring in a landscape"), reverse("imports")),
    )
