"""Old addresses of communities lead on to the new ones."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from guildhouse.communities.doors import Moved


class OldAddresses:
    """Turn `Moved` into a redirect to the same page under the community's present address."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Moved):
            return None
        address = request.get_full_path().replace(f"/c/{exception.old}/", f"/c/{exception.new}/", 1)
        # Not a permanent one: the community may take its old address again.
        return HttpResponseRedirect(address, preserve_request=request.method != "GET")
