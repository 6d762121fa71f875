"""What happens to every request: an id in the logs, figures for the operator, headers that keep pages private."""

import logging
import re
import time
import uuid
from collections.abc import Callable
from functools import cache
from urllib.parse import urlsplit

import structlog
from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from guildhouse.kit import metrics

log = structlog.get_logger("guildhouse.requests")
Next = Callable[[HttpRequest], HttpResponse]

FIT_FOR_A_LOG = re.compile(r"[A-Za-z0-9_-]{8,64}")
SECRET_PARTS = ("token", "key")
# The parts of an address that is none of ours: one sign too few or too many, and it still opens a door for others.
LONG_PARTS = re.compile(r"[^/]{20,}")
QUIET = ("healthz", "readyz", "metrics")
WATCHED = ("/healthz", "/readyz")
PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"


class RequestLog:
    """Give each request an id, put it on every log line and on the answer, and log how long it took."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        by_any_name(request)
        request_id = _given_id(request) or uuid.uuid4().hex[:12]
        request.request_id = request_id  # type: ignore[attr-defined]
        with structlog.contextvars.bound_contextvars(request_id=request_id):
            began = time.perf_counter()
            response = self.get_response(request)
            took = time.perf_counter() - began
            name = view_name(request)
            metrics.seen(name, response.status_code, took)
            if name not in QUIET:
                log.info(
                    "request",
                    method=request.method,
                    path=path_without_secrets(request),
                    view=name,
                    status=response.status_code,
                    ms=round(took * 1000, 1),
                    person=_person(request),
                )
        response.headers["X-Request-Id"] = request_id
        return response


class Headers:
    """`private, no-store` on all that does not say otherwise itself, and what a browser may not do on our pages."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "private, no-store")
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response


class Policy(CSPMiddleware):
    """What a page may load and do, the same for all but those that say otherwise (`csp.decorators`).

    Put together for each answer, as django-csp does for the sake of nonces, it took a twentieth of a small page's time.
    """

    def process_request(self, request: HttpRequest) -> None:
        """Offer no nonce: no page has a script or style of its own."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Put the policy of the settings on the answer, or that of its own."""
        if settings.DEBUG or any(name.startswith("_csp") for name in vars(response)):
            return super().process_response(request, response)
        response.headers.setdefault(HEADER, _policy())
        return response


@cache
def _policy() -> str:
    return build_policy()


class Addresses:
    """An address with a sign that no database keeps is nobody's (404)."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: object, args: object, kwargs: object) -> None:
        """Say so before the page asks the database: PostgreSQL would refuse the question."""
        if "\0" in request.path:
            raise Http404


def by_any_name(request: HttpRequest) -> None:
    """Let those who watch over the house ask by the address they know: a container's, a balancer's, an IP.

    Their two pages lead nowhere and say nothing of the host, so a foreign name in the request can do no harm there.
    """
    if request.path_info in WATCHED:
        request.META["HTTP_HOST"] = urlsplit(settings.ORIGIN).netloc
        # Nor is it asked whose they are: that would need the database, which may be what is wrong.
        request.META.pop("HTTP_COOKIE", None)


def view_name(request: HttpRequest) -> str:
    """The name of the page that answered, or "none" when no address fitted."""
    return (request.resolver_match and request.resolver_match.view_name) or "none"


def path_without_secrets(request: HttpRequest) -> str:
    """The path for a log, with whatever opens a door blotted out."""
    path = request.path
    match = request.resolver_match
    if match is None:
        return LONG_PARTS.sub("…", path)
    for part in SECRET_PARTS:
        value = match.kwargs.get(part)
        if value:
            path = path.replace(str(value), "…")
    return path


def _given_id(request: HttpRequest) -> str:
    """The id the proxy in front gave to the request, if there is one and it is fit for a log."""
    given = request.headers.get("X-Request-Id", "") if settings.BEHIND_PROXY else ""
    return given if FIT_FOR_A_LOG.fullmatch(given) else ""


class Broken(logging.Filter):
    """Of what Django says about answers, keep that a page broke; every other answer has its line already."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the line stays; whatever opens a door is blotted out of it."""
        request = getattr(record, "request", None)
        if isinstance(request, HttpRequest) and request.path in (record.args or ()):
            record.msg, record.args = (
                record.getMessage().replace(request.path, path_without_secrets(request)),
                (),
            )
        return record.levelno >= logging.ERROR or record.name != "django.request"


def _person(request: HttpRequest) -> int | None:
    # Only if the page has asked who it is: a log line must not cost a query.
    return getattr(getattr(request, "_cached_user", None), "pk", None)
