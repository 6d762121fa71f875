"""The site as a WSGI application, for `guildhouse serve` or any other server."""

import os
from collections.abc import Callable, Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guildhouse.settings")
house = get_wsgi_application()

# Servers may hand over all that stands in their environment with every request, the site's key among it; and a form
# that waits until somebody has shown who they are is kept in the database with all of its request.
SURROUNDINGS = dict(os.environ)


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answer a request, of which nothing is taken that is the machine's and not the request's."""
    return house(of_the_request(environ), start_response)


def of_the_request(environ: dict[str, Any]) -> dict[str, Any]:
    """What a request brought along itself."""
    return {
        name: value
        for name, value in environ.items()
        if name not in SURROUNDINGS or SURROUNDINGS[name] != value
    }
