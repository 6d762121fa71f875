"""Which door a page stands behind. Every address of the product declares one; a test walks them all."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from allauth.core.exceptions import ReauthenticationRequired
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict

from guildhouse.kit.fresh import is_fresh

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


def freshly_signed_in(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For what cannot be taken back: whoever has not signed in within five minutes shows once more that it is them.

    Goes on where it stood: a form that was sent is kept meanwhile and sent by itself (but no files and no passwords,
    so put it on the page that shows the form, too). Below `@site_admin` when both are wanted; alone it stands for
    `@signed_in`.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not is_fresh(request):
            request.POST = _without_passwords(request.POST)  # type: ignore[assignment]
            raise ReauthenticationRequired
        return view(request, *args, **kwargs)

    guarded.door = getattr(view, "door", "signed in")  # type: ignore[attr-defined]
    guarded.fresh = True  # type: ignore[attr-defined]
    return guarded


def _without_passwords(sent: QueryDict) -> QueryDict:
    # What waits stands in the database, and in every backup of it.
    kept = sent.copy()
    for name in sent:
        if "password" in name:
            del kept[name]
    return kept
