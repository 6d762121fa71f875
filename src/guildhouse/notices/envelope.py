"""A letter as a mail server takes it: its headers, its text and HTML, and what goes with it."""

from email.mime.text import MIMEText

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend

from guildhouse.communities.models import Community
from guildhouse.notices.groups import CHOSEN
from guildhouse.notices.links import DIGEST, stop_url
from guildhouse.notices.models import Letter
from guildhouse.notices.threads import list_id, root_id


def wrap(
    letter: Letter, connection: BaseEmailBackend, community: Community | None = None
) -> EmailMultiAlternatives:
    """The message of a letter; wrapping it twice gives the same Message-ID.

    No Precedence (it is no bulk mail) and no Feedback-ID (nobody here counts who complains).
    """
    # Letters that come back go to the mailbox that is read for them, if there is one.
    sender = settings.BOUNCES_TO or settings.MAIL_FROM
    message = EmailMultiAlternatives(
        letter.subject, letter.text, sender, [letter.to], connection=connection, headers=_headers(letter)
    )
    if community is not None:
        message.extra_headers["List-Id"] = list_id(community)
    message.attach_alternative(letter.html, "text/html")
    if letter.calendar:
        _add_calendar(message, letter)
    return message


def _headers(letter: Letter) -> dict[str, str]:
    headers = {
        "From": settings.MAIL_FROM,
        "Message-ID": letter.message_id,
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
    }
    if letter.thread:
        headers["In-Reply-To"] = headers["References"] = root_id(letter.thread)
    if letter.person is not None and (letter.group in CHOSEN or letter.group == DIGEST):
        url = stop_url(letter.person, letter.group)
        headers["List-Unsubscribe"] = f"<{url}>"
        if url.startswith("https:"):  # RFC 8058: one click wants a secret line
            headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers


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
