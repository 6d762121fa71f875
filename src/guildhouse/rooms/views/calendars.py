"""Rooms as calendars: one room, those of a community, those of the house, and one's own behind a secret address."""

from collections.abc import Callable, Hashable
from datetime import datetime, timedelta
from functools import partial
from typing import NamedTuple

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guildhouse.communities.doors import community_of
from guildhouse.communities.models import Community
from guildhouse.communities.shell import site
from guildhouse.history.queries import version_of_all
from guildhouse.kit import clock
from guildhouse.kit.calendars import Event, Mailbox, published
from guildhouse.kit.doors import public, signed_in
from guildhouse.kit.doorstep import leave
from guildhouse.kit.feeds import FOR_EVERYBODY, FOR_ONE, answer, kept_file
from guildhouse.kit.kept import shelf
from guildhouse.kit.tokens import hash_of
from guildhouse.people.doors import actor_of, person_of
from guildhouse.people.models import Person
from guildhouse.rooms import actions, policy, queries
from guildhouse.rooms.models import CalendarFeed, Room
from guildhouse.rooms.presenting import calendar
from guildhouse.rooms.views.loading import room_of, version_of

ICS = "text/calendar; charset=utf-8"
EVERY = timedelta(hours=1)


@public
@require_safe
def house_feed(request: HttpRequest) -> HttpResponse:
    """The rooms to come of every community, as far as anybody may know of them."""

    def build() -> bytes:
        with override(settings.LANGUAGE_CODE):
            return _feed(calendar.for_everybody(_hour()), _("Rooms of %(name)s") % {"name": site().name})

    return _for_everybody(request, "", version_of_all, build)


@public
@require_safe
def community_feed(request: HttpRequest, slug: str) -> HttpResponse:
    """The rooms to come of one community that is public; of others there is no calendar, for members neither."""

    def build() -> bytes:
        community, _standing = community_of(request, slug)
        if community.visibility != Community.Visibility.PUBLIC:
            raise Http404
        known = community.language in dict(settings.LANGUAGES)
        with override(community.language if known else settings.LANGUAGE_CODE):
            name = _("Rooms of %(name)s") % {"name": community.name}
            return _feed(calendar.for_everybody(_hour(), community), name)

    return _for_everybody(request, slug, partial(version_of, slug), build)


@public
@require_safe
def my_feed(request: HttpRequest, token: str) -> HttpResponse:
    """The rooms of whoever the secret address belongs to, as they may see them at this moment."""
    version = partial(_version_of_mine, hash_of(token))
    now = version()
    if now is None:
        raise Http404
    person = get_object_or_404(Person, pk=now.person)

    def build() -> bytes:
        with override(now.language):
            return _feed(
                calendar.of_person(person, now.hour), _("My rooms in %(name)s") % {"name": site().name}
            )

    kept = kept_file(("my calendar", person.pk), now, build)
    response = answer(request, kept, content_type=ICS, cache_control=FOR_ONE)
    response.headers["Content-Language"] = now.language
    response.headers["X-Robots-Tag"] = "noindex"
    return leave(response, version, now, kept.since)


class Mine(NamedTuple):
    """Everything somebody's own feed depends on."""

    person: int
    language: str
    around: Hashable
    hour: datetime
    house: Mailbox


def _version_of_mine(token_hash: str) -> Mine | None:
    owner, hour = queries.owner_of_feed(token_hash), _hour()
    if owner is None:
        return None
    person, language = owner
    return Mine(person, language or settings.LANGUAGE_CODE, _around(person, hour), hour, calendar.house())


def _around(person: int, hour: datetime) -> Hashable:
    # While nothing has changed in the whole house, nothing has around one person.
    key = ("around", person, hour, version_of_all())
    found = shelf.get(key)
    if found is None:
        found = queries.version_around(person, hour - calendar.PAST)
        shelf.put(key, found, 200)
    return found


@public
@require_safe
def room_file(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """One room, to be put into one's calendar by hand; it does not follow when the room moves."""
    sight = room_of(request, slug, public_id)
    room, seat = sight.room, sight.seat
    if room.state == Room.State.DRAFT:
        raise Http404
    coming = seat if seat is not None and (seat.is_living or sight.viewer.is_coming) else None
    inside = policy.may_see_inside(sight.viewer)
    one = calendar.event(room, coming, inside=inside, is_host=sight.viewer.is_named_host)
    response = HttpResponse(published([one], by=calendar.house()), content_type=ICS)
    name = slugify(room.purpose)[:60] or "room"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.ics"'
    return response


@signed_in
@require_http_methods(["GET", "POST"])
def my_calendar(request: HttpRequest) -> HttpResponse:
    """The address of one's own calendar; it is shown on the answer to making it, and never again."""
    address = ""
    if request.method == "POST":
        token = actions.make_feed(actor=actor_of(request))
        address = settings.ORIGIN + reverse("my-calendar-feed", args=[token])
    feed = CalendarFeed.objects.filter(person=person_of(request)).first()
    return render(request, "rooms/my_calendar.html", {"feed": feed, "address": address})


@signed_in
@require_POST
def my_calendar_end(request: HttpRequest) -> HttpResponse:
    """Take the address away."""
    actions.end_feed(actor=actor_of(request))
    messages.info(
        request, _("The address no longer answers. What a program read from it before, it may keep.")
    )
    return redirect("my-calendar")


def _feed(events: list[Event], name: str) -> bytes:
    return published(events, by=calendar.house(), name=name, every=EVERY)


def _for_everybody(
    request: HttpRequest, which: str, version: Callable[[], Hashable], build: Callable[[], bytes]
) -> HttpResponse:
    # Signed in or not, everybody gets the same: a calendar program brings no session along.
    def whole() -> Hashable:
        return version(), _hour(), calendar.house()

    now = whole()
    kept = kept_file(("calendar", which), now, build)
    response = answer(request, kept, content_type=ICS, cache_control=FOR_EVERYBODY)
    return leave(response, whole, now, kept.since)


def _hour() -> datetime:
    """The hour that has begun: what a feed holds changes with the time, but not by the minute."""
    return clock.now().replace(minute=0, second=0, microsecond=0)
