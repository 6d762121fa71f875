"""What every page does when a rule says no."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme

from guildhouse.kit.rules import Refused
from guildhouse.pages import errors

Next = Callable[[HttpRequest], HttpResponse]


class Refusals:
    """Turn `Refused` into its sentence: beside the page one came from, or on a page (or fragment) of its own."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Refused):
            return None
        back = came_from(request)
        if request.method == "POST" and back and not request.headers.get("HX-Request"):
            messages.warning(request, str(exception))
            return HttpResponseRedirect(back)
        return errors.refused(request, str(exception), exception.status)


def came_from(request: HttpRequest) -> str:
    """The page of ours that `next` names or the browser came from, as a path; empty when there is none."""
    for address in (request.POST.get("next", ""), request.headers.get("Referer", "")):
        if address and url_has_allowed_host_and_scheme(address, {request.get_host()}, request.is_secure()):
            parts = urlsplit(address)
            # One slash: a path that begins with two is another house's address to a browser.
            path = "/" + parts.path.lstrip("/\\")
            return parts._replace(scheme="", netloc="", path=path).geturl()
    return ""
