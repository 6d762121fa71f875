"""A letter as a mail server takes it: its headers, its text and HTML, and what goes with it."""

from email.mime.text import MIMEText

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend

from guildhouse.notices.models import Letter


def wrap(letter: Letter, connection: BaseEmailBackend) -> EmailMultiAlternatives:
    """The message of a letter; wrapping it twice gives the same Message-ID."""
    headers = {
        "Message-ID": letter.message_id,
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
    }
    message = EmailMultiAlternatives(
        letter.subject, letter.text, settings.MAIL_FROM, [letter.to], connection=connection, headers=headers
    )
    message.attach_alternative(letter.html, "text/html")
    if letter.calendar:
        _add_calendar(message, letter)
    return message


def _add_calendar(message: EmailMultiAlternatives, letter: Letter) -> None:
    # Twice on purpose: some programs offer "yes, no" for the part that stands beside the text, others open the file.
    method = letter.calendar_method or "REQUEST"
    several = method == "PUBLISH"  # many dates to take over from the file; nobody is asked about them
    if not several:
        message.attach_alternative(letter.calendar, f"text/calendar; method={method}")
    file = MIMEText(letter.calendar, "calendar", "utf-8")
    file.set_param("method", method)
    file.add_header("Content-Disposition", "attachment", filename="dates.ics" if several else "invite.ics")
    message.attach(file)
