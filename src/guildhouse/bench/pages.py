"""Every page one can open with nothing in hand but the house itself, found in its own list of addresses."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.contrib.auth import get_user_model
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from guildhouse.bench.visitors import Visitor
from guildhouse.communities.models import Community
from guildhouse.kit import clock
from guildhouse.rooms.models import Room

# What ends a session, or asks for something that this house has not.
NOT_OPENED = ("account_", "mfa_", "socialaccount_", "healthz", "readyz", "metrics")
Given = dict[str, dict[str, str]]


class Page(NamedTuple):
    """An address, and the cookies of whoever opens it; `who` says it in a word."""

    path: str
    who: str
    cookies: str


def pages(everybody: dict[str, Visitor | None]) -> list[Page]:
    """Each address, in their own order, as each of these people; whether it opens for them is theirs to see."""
    # Not in the order of the paths: they hold ids, and the same page would have another place in another house.
    paths = dict.fromkeys(_paths(_given()))
    return [
        Page(path, who, visitor.cookie if visitor else "")
        for path in paths
        for who, visitor in everybody.items()
    ]


def _given() -> Given:
    """What stands for the placeholders of the addresses that begin so: the longest beginning counts."""
    where = Community.objects.order_by("pk")[0]
    slug = {"slug": where.slug}
    ahead = Room.objects.upcoming(clock.now()).filter(community=where).order_by("starts_at", "pk")[0]
    person = get_user_model().objects.order_by("pk")[0].public_id
    return {
        "": {},
        "c/<slug:slug>/": slug,
        "c/<slug:slug>/rooms/<str:public_id>/": slug | {"public_id": ahead.public_id},
        "c/<slug:slug>/people/<str:public_id>/": slug | {"public_id": person},
        "people/<str:public_id>/": {"public_id": person},
        "formats/<slug:key>/": {"key": ahead.format},
        "c/<slug:slug>/charter/<int:number>/": slug | {"number": "1"},
    }


def _paths(given: Given) -> Iterator[str]:
    for address, pattern in _patterns(get_resolver()):
        name = str(pattern.name)
        if name.startswith(NOT_OPENED):
            continue
        begins = max((begin for begin in given if address.startswith(begin)), key=len)
        try:
            path = reverse(name, kwargs=given[begins])
        except NoReverseMatch:
            continue
        yield path
        if name in ("rooms", "community-rooms"):
            yield path + "?past=yes"


def _patterns(resolver: Any, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from _patterns(pattern, prefix + str(pattern.pattern))
        else:
            yield prefix + str(pattern.pattern), pattern
