"""Whether a request comes from this very machine, with nothing in between."""

from django.conf import settings
from django.http import HttpRequest

from guildhouse.kit.checks import is_loopback

FORWARDED = (
    *("Forwarded", "Via", "X-Real-IP", "CF-Connecting-IP", "True-Client-IP"),
    *(f"X-Forwarded-{what}" for what in ("For", "Host", "Port", "Prefix", "Proto", "Server")),
)


def is_from_this_machine(request: HttpRequest) -> bool:
    """True only if the house listens here alone, was called by a local name, and nobody passed the request on.

    A proxy on the same machine looks local too, which is why any sign of forwarding says no.
    """
    host = request.get_host().rpartition(":")[0] or request.get_host()
    return (
        is_loopback(settings.LISTEN)
        and is_loopback(host)
        and request.META.get("REMOTE_ADDR") in ("127.0.0.1", "::1")
        and not any(name in request.headers for name in FORWARDED)
    )


def shows_letters(request: HttpRequest) -> bool:
    """Whether this house, having no mail server, shows its letters to whoever looks after it, at the machine."""
    return not settings.MAIL.geturl() and is_from_this_machine(request)
