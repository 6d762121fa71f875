"""What is wrong or unwise in the settings, said before the house opens. Each names the heading that helps."""

from collections.abc import Iterator, Sequence
from email.utils import parseaddr
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.core.checks import Warning as Caution
from django.http.request import validate_host

from guildhouse.kit import supported

LOOPBACK = ("127.0.0.1", "localhost", "::1", "[::1]")
SHORTEST_KEY = 50
SHORTEST_TOKEN = 16


@register("guildhouse")
def settings_are_sound(app_configs: Any, **kwargs: Any) -> Sequence[CheckMessage]:
    """Every finding about the settings, as errors (the house does not start) and warnings."""
    return [*_secrets(), *_addresses(), *_mail(), *_database()]


def unsound() -> list[str]:
    """What keeps a house from opening: each error in the settings with what helps, and a database that is too old."""
    errors = [f"{one.msg} {one.hint}" for one in settings_are_sound(None) if isinstance(one, Error)]
    return errors or [sentence for sentence in [supported.too_old()] if sentence]


def is_loopback(host: str | None) -> bool:
    """Whether a name or address leads to this machine alone."""
    return (host or "") in LOOPBACK


def _secrets() -> Iterator[CheckMessage]:
    if len(settings.SECRET_KEY) < SHORTEST_KEY:
        yield Error(
            f"GUILDHOUSE_SECRET_KEY has fewer than {SHORTEST_KEY} characters.",
            hint=_see("secret-key", "Leave it out, and a good one is made and kept beside the database."),
            id="guildhouse.E001",
        )
    if settings.METRICS_TOKEN and len(settings.METRICS_TOKEN) < SHORTEST_TOKEN:
        yield Error(
            f"GUILDHOUSE_METRICS_TOKEN has fewer than {SHORTEST_TOKEN} characters.",
            hint=_see("watching-it", "Whoever guesses it reads your figures."),
            id="guildhouse.E002",
        )


def _addresses() -> Iterator[CheckMessage]:
    origin = urlsplit(settings.ORIGIN)
    if not validate_host(origin.hostname or "", settings.ALLOWED_HOSTS):
        yield Error(
            f"GUILDHOUSE_ORIGIN names {origin.hostname}, which is not among GUILDHOUSE_HOSTS.",
            hint=_see("its-address", "Links in letters would lead to a host that refuses them."),
            id="guildhouse.E003",
        )
    if settings.DEBUG and not (is_loopback(origin.hostname) and is_loopback(settings.LISTEN)):
        yield Error(
            "GUILDHOUSE_DEBUG is on and the house can be reached from elsewhere.",
            hint=_see("developing", "Error pages would show its insides to everybody."),
            id="guildhouse.E004",
        )
    if origin.scheme == "http" and not is_loopback(origin.hostname):
        yield Caution(
            "GUILDHOUSE_ORIGIN begins with http://: passwords travel in the open.",
            hint=_see("behind-a-proxy", "Put a proxy with a certificate in front of it."),
            id="guildhouse.W001",
        )
    if is_loopback(origin.hostname) and not is_loopback(settings.LISTEN):
        yield Caution(
            f"The house listens on {settings.LISTEN}, but GUILDHOUSE_ORIGIN is {settings.ORIGIN}.",
            hint=_see("its-address", "Links in letters would lead everybody to their own machine."),
            id="guildhouse.W005",
        )
    if origin.scheme == "http" and settings.BEHIND_PROXY:
        yield Caution(
            "GUILDHOUSE_BEHIND_PROXY is set, but GUILDHOUSE_ORIGIN begins with http://.",
            hint=_see(
                "behind-a-proxy",
                "Set an https origin; without a proxy, anybody could say where they come from.",
            ),
            id="guildhouse.W006",
        )
    if origin.scheme == "https" and not settings.BEHIND_PROXY:
        yield Caution(
            "GUILDHOUSE_ORIGIN begins with https:// but GUILDHOUSE_BEHIND_PROXY is not set.",
            hint=_see(
                "behind-a-proxy", "The house would take every request for an insecure one from the proxy."
            ),
            id="guildhouse.W002",
        )


def _mail() -> Iterator[CheckMessage]:
    if not settings.MAIL.geturl() and not is_loopback(urlsplit(settings.ORIGIN).hostname):
        yield Caution(
            "GUILDHOUSE_MAIL is not set: nobody gets a letter, and nobody can confirm an address.",
            hint=_see("mail", "Name a mail server: smtp://name:secret@mail.example:587"),
            id="guildhouse.W003",
        )
    if settings.MAIL.geturl() and not settings.MAIL.hostname:
        yield Error(
            "GUILDHOUSE_MAIL names no mail server.",
            hint=_see("mail", "Write it as smtp://name:secret@mail.example:587"),
            id="guildhouse.E005",
        )
    if "@" not in parseaddr(settings.MAIL_FROM)[1]:
        yield Error(
            f"GUILDHOUSE_MAIL_FROM is {settings.MAIL_FROM!r}, which holds no e-mail address.",
            hint=_see("mail", "Write it as The House <house@mail.example>"),
            id="guildhouse.E006",
        )


def _database() -> Iterator[CheckMessage]:
    options = settings.DATABASES["default"].get("OPTIONS", {})
    if "synchronous=NORMAL" in str(options.get("init_command", "")):
        yield Caution(
            "GUILDHOUSE_SQLITE_SYNCHRONOUS is NORMAL: a power cut may take the last moments with it.",
            hint=_see("durability", "FULL keeps every answer that was given."),
            id="guildhouse.W004",
        )


def _see(heading: str, words: str) -> str:
    return f"{words} See docs/self-hosting.md#{heading}"
