"""The letters a house without a mail server shows in itself, to its administrators at the machine."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from csp.decorators import csp
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin

from guildhouse.kit.doors import site_admin
from guildhouse.kit.local import shows_letters
from guildhouse.notices import queries
from guildhouse.notices.groups import Group
from guildhouse.notices.links import DIGEST
from guildhouse.notices.models import Letter

View = Callable[..., HttpResponse]


def at_the_machine(view: View) -> View:
    """For all others the letters do not exist: not with a mail server, and not from elsewhere."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not shows_letters(request):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@site_admin
@at_the_machine
def mail(request: HttpRequest) -> HttpResponse:
    """The letters written last."""
    return render(request, "notices/mail.html", {"letters": queries.latest_letters()})


@csp({"default-src": ["'none'"], "style-src": ["'self'"], "script-src": ["'self'"], "img-src": ["'self'"],
      "font-src": ["'self'"], "connect-src": ["'self'"], "frame-src": ["'self'"], "form-action": ["'self'"],
      "base-uri": ["'none'"], "frame-ancestors": ["'none'"]})  # fmt: skip
@site_admin
@at_the_machine
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    """One letter: to whom, when, as text and as it looks."""
    found = get_object_or_404(Letter.objects.select_related("person"), pk=pk)
    return render(request, "notices/letter.html", {"letter": found, "about": _about(found)})


# Shown in a frame without rights: no script, no form, nothing from elsewhere; only its own style attributes.
@csp(
    {
        "default-src": ["'none'"],
        "style-src": ["'unsafe-inline'"],
        "frame-ancestors": ["'self'"],
        "sandbox": True,
    }
)
@xframe_options_sameorigin
@site_admin
@at_the_machine
def letter_html(request: HttpRequest, pk: int) -> HttpResponse:
    """The letter's HTML by itself."""
    return HttpResponse(get_object_or_404(Letter, pk=pk).html)


def _about(letter: Letter) -> str:
    if letter.group in Group.values:
        return str(Group(letter.group).label)
    return _("Several things at once") if letter.group == DIGEST else _("An account, or a way to get one")
