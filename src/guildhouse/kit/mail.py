"""The connection to a mail server, from one address."""

from urllib.parse import SplitResult, unquote

from django.core.mail.backends.smtp import EmailBackend

TIMEOUT = 10  # seconds a mail server may take for one answer
SUBMISSION = 587


def connection(address: SplitResult) -> EmailBackend:
    """A closed connection to smtp://name:secret@host:port, or smtps:// where the line is secret from the start.

    On port 587 the line is made secret before anything is said (STARTTLS).
    """
    secret = address.scheme == "smtps"
    port = address.port or (465 if secret else 25)
    return EmailBackend(
        host=address.hostname or "",
        port=port,
        username=unquote(address.username or ""),
        password=unquote(address.password or ""),
        use_ssl=secret,
        use_tls=not secret and port == SUBMISSION,
        timeout=TIMEOUT,
    )
