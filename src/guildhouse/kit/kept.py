"""Pages for the signed-out, and shared parts of pages, kept until what they show changes."""

import hashlib
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable
from functools import wraps
from threading import Lock
from typing import Any, NamedTuple, ParamSpec

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.translation import get_language
from markupsafe import Markup

from guildhouse.kit import clock, metrics

P = ParamSpec("P")
View = Callable[..., HttpResponse]

LARGEST_SHARE = 16  # one page may fill a sixteenth of the shelf
LONGEST_QUERY = 200  # characters


class Page(NamedTuple):
    """One page as it leaves the house."""

    body: bytes
    content_type: str
    etag: str


class Shelf:
    """What was made lately, the least used thrown away first, never more than so many bytes."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.size = 0
        self._kept: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable) -> Any:
        """What was put under the key, or None."""
        with self._lock:
            if key not in self._kept:
                return None
            self._kept.move_to_end(key)
            return self._kept[key][0]

    def put(self, key: Hashable, value: Any, size: int) -> None:
        """Keep a value of so many bytes; what is too large for the shelf is not kept."""
        if size > self.most // LARGEST_SHARE:
            return
        with self._lock:
            self.size += size - self._kept.pop(key, (None, 0))[1]
            self._kept[key] = (value, size)
            while self.size > self.most:
                self.size -= self._kept.popitem(last=False)[1][1]

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._kept.clear()
            self.size = 0


shelf = Shelf(settings.KEPT_BYTES)


def kept(*, version: Callable[..., Hashable], query: Iterable[str] = ()) -> Callable[[View], View]:
    """Keep what a view shows to somebody signed out, and answer 304 to whoever has it already.

    `version(request, ...)` gets what the view gets and says, in one cheap query, when the page was last changed;
    `query` names the parameters the view reads. A request with a session, a message, or any other parameter
    is answered by the view itself. The page must hold no token: whatever sets a cookie is not kept.
    """
    allowed = frozenset(query)

    def decorate(view: View) -> View:
        @wraps(view)
        def keeping(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not _is_for_everybody(request, allowed):
                return view(request, *args, **kwargs)
            key = _key(request, version(request, *args, **kwargs))
            page = shelf.get(key)
            metrics.kept(metrics.PAGE, page is not None)
            if page is None:
                response = view(request, *args, **kwargs)
                if not _may_be_kept(request, response):
                    return response
                page = _page(response)
                shelf.put(key, page, len(page.body))
            return _answer(request, page)

        return keeping

    return decorate


def kept_part(key: Hashable, version: Hashable, build: Callable[[], str]) -> Markup:
    """A part of a page for people signed in: built once a version, language, zone and minute.

    `build` must use nothing of the person reading; whatever differs between two readers belongs into `key`.
    It must hold no token.
    """
    whole = ("part", key, version, get_language(), timezone.get_current_timezone_name(), _minute())
    part: Markup | None = shelf.get(whole)
    if part is None:
        part = Markup(build())  # noqa: S704  (what a template of ours made)
        shelf.put(whole, part, len(part.encode()))
    return part


def _is_for_everybody(request: HttpRequest, allowed: frozenset[str]) -> bool:
    return (
        request.method in ("GET", "HEAD")
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and "messages" not in request.COOKIES
        and "HX-Request" not in request.headers
        and allowed.issuperset(request.GET)
        and len(request.META.get("QUERY_STRING", "")) <= LONGEST_QUERY
    )


def _key(request: HttpRequest, version: Hashable) -> Hashable:
    asked = tuple(sorted((name, tuple(values)) for name, values in request.GET.lists()))
    return (
        "page",
        request.get_host(),
        request.is_secure(),
        request.path,
        asked,
        version,
        get_language(),
        _minute(),
    )


def _minute() -> int:
    return int(clock.now().timestamp() // 60)


def _may_be_kept(request: HttpRequest, response: HttpResponse) -> bool:
    # CSRF_COOKIE_NEEDS_UPDATE: the page asked for a token, so it belongs to one browser alone.
    return (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        and "Cache-Control" not in response.headers
        and not request.META.get("CSRF_COOKIE_NEEDS_UPDATE")
    )


def _page(response: HttpResponse) -> Page:
    etag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    return Page(response.content, response.headers["Content-Type"], etag)


def _answer(request: HttpRequest, page: Page) -> HttpResponse:
    response = HttpResponse(page.body, content_type=page.content_type)
    response.headers["ETag"] = page.etag
    response.headers["Cache-Control"] = "public, max-age=0, must-revalidate"
    patch_vary_headers(response, ("Cookie", "Accept-Language"))
    answer = get_conditional_response(request, etag=page.etag, response=response)
    return answer or response
