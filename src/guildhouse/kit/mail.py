"""Django's settings for mail, from one address."""

from typing import Any
from urllib.parse import SplitResult, unquote

TIMEOUT = 10  # seconds a mail server may take for one answer
SUBMISSION = 587


def describe(address: SplitResult) -> dict[str, Any]:
    """The EMAIL_* settings for smtp://name:secret@host:port, or smtps:// where the line is secret from the start.

    On port 587 the line is made secret before anything is said (STARTTLS).
    """
    secret = address.scheme == "smtps"
    port = address.port or (465 if secret else 25)
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": address.hostname or "",
        "EMAIL_PORT": port,
        "EMAIL_HOST_USER": unquote(address.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(address.password or ""),
        "EMAIL_USE_SSL": secret,
        "EMAIL_USE_TLS": not secret and port == SUBMISSION,
        "EMAIL_TIMEOUT": TIMEOUT,
    }
