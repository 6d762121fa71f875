"""What is shown when a page cannot be: refused, hidden, broken, or the database out of reach."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

RETRY_AFTER = 5  # seconds


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The browser sent something that makes no sense (400)."""
    words = _("Go back, load the page again and try once more.")
    return _bare(request, 400, _("This could not be understood"), words)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Not for this person (403)."""
    return _bare(
        request,
        403,
        _("This is not yours to do"),
        _("If it should be, ask a convener or whoever runs this house."),
    )


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form came back without the mark that shows it is ours (403)."""
    words = _(
        "The page had been open for too long, or its cookies were lost. Load it again and repeat what you did."
    )
    return _bare(request, 403, _("This page has gone stale"), words)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Absent, or hidden from this person: both look exactly alike (404)."""
    words = _(
        "Perhaps it has moved, or it is only for some people. If you have an account, sign in and try again."
    )
    return render(
        request,
        "errors/page.html",
        {"title": _("There is nothing here"), "words": words},
        status=404,
    )


def broken(request: HttpRequest) -> HttpResponse:
    """Our mistake (500), or the database out of reach for a moment (503). Asks nothing of the database."""
    if isinstance(sys.exc_info()[1], (OperationalError, InterfaceError)):
        return unreachable(request)
    reference = getattr(request, "request_id", "")
    words = (
        _("Something broke on our side. It has been written down; if you report it, name this number: %s.")
        % reference
    )
    return _bare(request, 500, _("That went wrong"), words)


def unreachable(request: HttpRequest) -> HttpResponse:
    """The database does not answer: try again in a few seconds (503)."""
    words = _(
        "The house cannot reach its records for a moment. Nothing you did before is lost; try again in a few seconds."
    )
    response = _bare(request, 503, _("One moment, please"), words)
    response.headers["Retry-After"] = str(RETRY_AFTER)
    return response


def refused(request: HttpRequest, words: str, status: int) -> HttpResponse:
    """A rule said no: its sentence, on a page or as a fragment for htmx."""
    template = "errors/_refused.html" if request.headers.get("HX-Request") else "errors/refused.html"
    return render(request, template, {"words": words}, status=status)


def _bare(request: HttpRequest, status: int, title: str, words: str) -> HttpResponse:
    # Without the request no context is gathered, so nothing here can fail for want of a database.
    return HttpResponse(
        render_to_string("errors/page.html", {"title": title, "words": words}),
        status=status,
    )
