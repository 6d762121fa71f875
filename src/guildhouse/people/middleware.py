"""The language and the time zone in which one person reads the house."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers

from guildhouse.people import sessions
from guildhouse.people.doors import person_of

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
