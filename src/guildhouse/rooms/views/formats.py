"""Formats for everybody to read, and run sheets to print."""

from collections.abc import Hashable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import slugify

from guildhouse.communities.models import Community
from guildhouse.communities.policy import may_open_rooms
from guildhouse.communities.queries import standings
from guildhouse.kit.doors import public
from guildhouse.kit.kept import kept
from guildhouse.people.doors import person_of
from guildhouse.people.models import Person
from guildhouse.rooms import formats, policy
from guildhouse.rooms.presenting import formatting


def _version(request: HttpRequest, key: str = "") -> Hashable:
    return "formats come with the program"


@public
@kept(version=_version)
def all_formats(request: HttpRequest) -> HttpResponse:
    """Every format a room can have."""
    return render(request, "rooms/formats.html", {"cards": formatting.cards()})


@public
@kept(version=_version)
def one_format(request: HttpRequest, key: str) -> HttpResponse:
    """One format: what it is good for, how it runs, where it comes from."""
    shown = _found(key)
    context = {
        "card": formatting.card(shown),
        "stated": formatting.stated(shown),
        "roles": formatting.roles_of(shown),
        "mine": _mine(person_of(request)),
    }
    return render(request, "rooms/format.html", context)


def _mine(person: Person | None) -> list[tuple[Community, bool, bool]]:
    """The person's communities in which they may open a room, or keep formats: whether the one, whether the other."""
    if person is None:
        return []
    there = Community.objects.filter(pk__in=person.memberships.living().values("community"))
    found = {one.pk: one for one in there.order_by("name", "pk")}
    may = [
        (one, bool(may_open_rooms(stand, one)), bool(policy.may_keep_formats(stand, one)))
        for pk, stand in standings(person, found).items()
        for one in [found[pk]]
    ]
    return [(one, opens, keeps) for one, opens, keeps in may if opens or keeps]


@public
@kept(version=_version)
def format_run_sheet(request: HttpRequest, key: str) -> HttpResponse:
    """The run sheet of a format, to print."""
    return render(request, "rooms/run_sheet.html", formatting.sheet(_found(key)))


@public
def format_file(request: HttpRequest, key: str) -> HttpResponse:
    """The file of a format, to read, to change, and to take along to another house."""
    shown = _found(key)
    return as_file(formats.text_of(shown.key), shown.key)


def as_file(text: str, name: str) -> HttpResponse:
    """The text of a format file, to be kept under this name."""
    answer = HttpResponse(text, content_type="application/toml; charset=utf-8")
    called = slugify(name)[:60] or "format"
    answer.headers["Content-Disposition"] = f'attachment; filename="{called}.toml"'
    return answer


def _found(key: str) -> formats.Format:
    if key not in formats.BUILT_IN:
        raise Http404
    return formats.get(key)
