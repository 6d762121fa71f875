"""Which door a page stands behind. Every address of the product declares one; a test walks them all."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse

View = TypeVar("View", bound=Callable[..., HttpResponse])


def public(view: View) -> View:
    """Open to everybody, signed in or not; what they see is decided by `visible_to`."""
    opened = login_not_required(view)
    opened.door = "public"  # type: ignore[attr-defined]
    return opened


def signed_in(view: View) -> View:
    """For people with an account; others are asked to sign in and come back."""
    view.door = "signed in"  # type: ignore[attr-defined]
    return view


def site_admin(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For those who run this house; for all others the page does not exist."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not getattr(request.user, "is_site_admin", False):
            raise Http404
        return view(request, *args, **kwargs)

    guarded.door = "site admin"  # type: ignore[attr-defined]
    return guarded
