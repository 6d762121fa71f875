"""Files that programs fetch again and again, answered before anything else of the house is asked.

Sessions, languages and forms play no part in them, and cost more than the file. The first answer walks through the
whole house and is remembered with all its headers, until its version is another one.
"""

import hashlib
from collections.abc import Callable, Hashable
from typing import NamedTuple

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.urls import ResolverMatch
from django.utils.cache import get_conditional_response

from guildhouse.kit import metrics
from guildhouse.kit.kept import shelf

Version = Callable[[], Hashable]


class Known(NamedTuple):
    """One file as it left the house."""

    body: bytes
    headers: dict[str, str]
    since: int
    match: ResolverMatch
    version: Version
    at: Hashable


def leave(response: HttpResponse, version: Version, at: Hashable, since: int) -> HttpResponse:
    """Leave a file on the doorstep: it is answered from there while `version()` is `at`.

    It must be the same for whoever asks at this address, and `version` must say of everything it shows whether it
    still holds, also whether the address still answers at all. `since` is the second it came to say what it says.
    """
    response.left = (version, at, since)  # type: ignore[attr-defined]
    return response


class Doorstep:
    """Answer what was left on the doorstep."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        key = _key(request)
        known = shelf.get(key) if key else None
        if known is not None and _holds(known):
            metrics.kept(metrics.FILE, True)
            request.resolver_match = known.match  # so that logs and figures name the page, and no secret
            return _again(request, known)
        response = self.get_response(request)
        left = getattr(response, "left", None)
        if key and left and response.status_code == 200 and not response.cookies and request.resolver_match:
            metrics.kept(metrics.FILE, False)
            version, at, since = left
            headers = dict(response.headers)
            known = Known(response.content, headers, since, request.resolver_match, version, at)
            shelf.put(key, known, len(known.body))
        return response


def _key(request: HttpRequest) -> Hashable:
    if request.method not in ("GET", "HEAD") or request.META.get("QUERY_STRING"):
        return None
    # The path may hold a secret, which no shelf needs to know.
    path = hashlib.sha256(request.path.encode()).digest()
    return "doorstep", request.META.get("HTTP_HOST"), request.is_secure(), path


def _holds(known: Known) -> bool:
    try:
        return known.version() == known.at
    except DatabaseError:  # the house behind the door says what is to be said then
        return False


def _again(request: HttpRequest, known: Known) -> HttpResponse:
    response = HttpResponse(known.body, headers=known.headers)
    etag = known.headers["ETag"]
    same = get_conditional_response(request, etag=etag, last_modified=known.since, response=response)
    return same or response
