"""The language and zone in which one person reads the house, their browsers, and what is asked of those who keep it."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from guildhouse.people import sessions
from guildhouse.people.doors import person_of
from guildhouse.people.factors import has_second_factor

Next = Callable[[HttpRequest], HttpResponse]


class LanguageAndZone:
    """Language: the person's, else the one chosen in the footer, else the browser's. Zone: the person's.

    Where no zone is known none is activated: a page then shows the zone of the place, and the browser converts it.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        person = person_of(request)
        language = (person and person.language) or translation.get_language_from_request(request)
        translation.activate(language)
        if person and person.zone:
            timezone.activate(ZoneInfo(person.zone))
        else:
            timezone.deactivate()
        request.LANGUAGE_CODE = language
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        if person is None:
            patch_vary_headers(response, ("Accept-Language", "Cookie"))
        return response


class KeepersFactor:
    """Where the operator wants it, let those who look after the house go nowhere before they have a second factor."""

    FREE = ("/account/", "/static/", "/language/")

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.ADMIN_SECOND_FACTOR and not request.path.startswith(self.FREE):
            person = person_of(request)
            if person is not None and person.is_site_admin and not has_second_factor(person):
                messages.warning(
                    request,
                    _(
                        "Whoever looks after this house needs a second factor. Add a passkey or a code app first."
                    ),
                )
                return redirect("security")
        return self.get_response(request)


class Devices:
    """Note in which browser somebody signed in, and now and then that they are still there."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        session = request.session
        # Only where the session is written anyway: reading a page costs nothing.
        if session.modified and SESSION_KEY in session and sessions.DEVICE not in session:
            session[sessions.DEVICE] = request.headers.get("User-Agent", "")[: sessions.Session.DEVICE_LENGTH]
        sessions.note_seen(session)
        return response
