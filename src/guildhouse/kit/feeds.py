"""Files that programs fetch again and again: kept as bytes, and answered with "nothing new" where that is so."""

import hashlib
from collections.abc import Callable, Hashable
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

from guildhouse.kit import clock
from guildhouse.kit.kept import shelf

FOR_EVERYBODY = "public, max-age=0, must-revalidate"
FOR_ONE = "private, no-cache"


class KeptFile(NamedTuple):
    """A file as it leaves the house, and the second in which it came to say this."""

    body: bytes
    etag: str
    since: int


def kept_file(key: Hashable, version: Hashable, build: Callable[[], bytes]) -> KeptFile:
    """The file of this key, built once a version; `since` stays while what is built stays the same."""
    whole, last = ("file", key, version), ("file", key)
    found: KeptFile | None = shelf.get(whole)
    if found is None:
        body, now = build(), int(clock.now().timestamp())
        etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
        before: tuple[str, int] = shelf.get(last) or ("", 0)
        # Two contents never share a second, for a program may ask by the date alone.
        since = before[1] if before[0] == etag else max(now, before[1] + 1)
        found = KeptFile(body, etag, since)
        shelf.put(whole, found, len(body))
        shelf.put(last, (etag, since), len(etag))
    return found


def answer(request: HttpRequest, kept: KeptFile, *, content_type: str, cache_control: str) -> HttpResponse:
    """The file, or 304 to whoever has it already."""
    response = HttpResponse(kept.body, content_type=content_type)
    response.headers["ETag"] = kept.etag
    response.headers["Last-Modified"] = http_date(kept.since)
    response.headers["Cache-Control"] = cache_control
    same = get_conditional_response(request, etag=kept.etag, last_modified=kept.since, response=response)
    return same or response
