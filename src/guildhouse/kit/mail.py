"""The connection to a mail server, from one address."""

from collections.abc import Sequence
from urllib.parse import SplitResult, unquote

from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend

from guildhouse.kit import failpoints

TIMEOUT = 10  # seconds a mail server may take for one answer
SUBMISSION = 587


class MailConnection(EmailBackend):
    """Django's connection to a mail server, with places where it can be cut on purpose."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Send, and return how many left; what the server refuses is raised."""
        if failpoints.ON:
            failpoints.meet("mail.before-send")
        sent = super().send_messages(email_messages)
        if failpoints.ON:
            failpoints.meet("mail.after-send")
        return sent


def connection(address: SplitResult) -> MailConnection:
    """A closed connection to smtp://name:secret@host:port, or smtps:// where the line is secret from the start.

    On port 587 the line is made secret before anything is said (STARTTLS).
    """
    secret = address.scheme == "smtps"
    port = address.port or (465 if secret else 25)
    return MailConnection(
        host=address.hostname or "",
        port=port,
        username=unquote(address.username or ""),
        password=unquote(address.password or ""),
        use_ssl=secret,
        use_tls=not secret and port == SUBMISSION,
        timeout=TIMEOUT,
    )
