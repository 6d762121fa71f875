"""What is shown when a page cannot be: refused, hidden, broken, or the database out of reach."""

import sys

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from guildhouse.kit import metrics
from guildhouse.kit.outage import AWAY, FULL, outage

RETRY_AFTER = {AWAY: 5, FULL: 60}  # seconds


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The browser sent something that makes no sense (400)."""
    return _bare(400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Not for this person (403)."""
    return _bare(403)


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form came back without the mark that shows it is ours (403)."""
    return _bare(403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Absent, or hidden from this person: both look exactly alike (404)."""
    return render(request, "errors/404.html", status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """Our mistake (500), or the database out of reach for a moment (503). Asks nothing of the database."""
    if kind := outage(sys.exc_info()[1]):
        return unreachable(kind)
    return _bare(500, reference=getattr(request, "request_id", ""))


def unreachable(kind: str = AWAY) -> HttpResponse:
    """The database does not answer, or cannot write: try again, and when (503)."""
    metrics.outage(kind)
    response = _bare(503, is_full=kind == FULL)
    response.headers["Retry-After"] = str(RETRY_AFTER[kind])
    return response


def refused(request: HttpRequest, words: str, status: int) -> HttpResponse:
    """A rule said no: its sentence, on a page or as a fragment for htmx."""
    template = "errors/_refused.html" if request.headers.get("HX-Request") else "errors/refused.html"
    return render(request, template, {"reason": words}, status=status)


def _bare(status: int, **context: object) -> HttpResponse:
    # Without the request no context is gathered, so nothing here can fail for want of a database.
    return HttpResponse(render_to_string(f"errors/{status}.html", context), status=status)
