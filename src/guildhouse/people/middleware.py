"""The language and zone in which one person reads the house, their browsers, and what is asked of those who keep it."""

from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib import auth, messages
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from guildhouse.people import sessions
from guildhouse.people.doors import person_of
from guildhouse.people.factors import has_second_factor
from guildhouse.people.models import Person

Next = Callable[[HttpRequest], HttpResponse]


class SignedIn(AuthenticationMiddleware):
    """Who is behind a request: the person that came along with the row of their session, in one question.

    Whoever does not pass for any reason (locked, another password, another key) is left to Django's own way.
    """

    def process_request(self, request: HttpRequest) -> None:
        """Say who it is. At once, as the language of every page asks: waiting for it would only cost each look."""
        super().process_request(request)
        found: Any = _came_along(request.session) or auth.get_user(request)
        request.user = request._cached_user = found  # type: ignore[attr-defined]  # Django's name; the log's too


def _came_along(session: Any) -> Person | None:
    person = session.person
    if person is None or not person.is_active:
        return None
    if session.get(BACKEND_SESSION_KEY) not in settings.AUTHENTICATION_BACKENDS:
        return None
    signed = session.get(HASH_SESSION_KEY, "")
    return person if constant_time_compare(signed, person.get_session_auth_hash()) else None


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
