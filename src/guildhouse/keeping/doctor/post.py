"""Whether the mail server takes a letter of ours, and the mailbox for those that come back opens. Sends nothing."""

import imaplib
import smtplib
import ssl
from collections.abc import Callable, Iterator
from email.utils import parseaddr
from pathlib import Path
from threading import Thread
from urllib.parse import unquote

from django.conf import settings

from guildhouse.keeping.doctor.findings import Finding, ill, well
from guildhouse.kit import mail
from guildhouse.notices.bounces.mailbox import signed_in

SECONDS = 5  # for each answer
LONGEST = 15  # for all of it: looking up a name knows no limit of its own


def look() -> Iterator[Finding]:
    """Try both, each as the house itself would."""
    yield _in_time(_mail_server, f"The mail server {settings.MAIL.hostname}")
    if settings.BOUNCES.geturl():
        yield _in_time(_mailbox, "The mailbox for letters that come back")


def _in_time(ask: Callable[[], Finding], who: str) -> Finding:
    found: list[Finding] = []
    thread = Thread(target=lambda: found.append(ask()), daemon=True)
    thread.start()
    thread.join(LONGEST)
    return found[0] if found else ill("mail", f"{who} has said nothing for {LONGEST} seconds.")


def _mail_server() -> Finding:
    host = settings.MAIL.hostname
    if not host:
        return well("No mail server is named: letters are shown in the house itself.")
    line = mail.connection(settings.MAIL)
    line.timeout = SECONDS
    try:
        line.open()
        server: smtplib.SMTP = line.connection  # type: ignore[assignment]
        server.ehlo_or_helo_if_needed()
        code, words = server.mail(parseaddr(settings.MAIL_FROM)[1])
        server.rset()
        if code >= 400:
            raise smtplib.SMTPSenderRefused(code, words, settings.MAIL_FROM)
    except smtplib.SMTPAuthenticationError as error:
        return _refused(
            f"refuses the name or the secret in GUILDHOUSE_MAIL ({error.smtp_code})", "Correct them."
        )
    except smtplib.SMTPSenderRefused as error:
        what = f"takes no letters from {error.sender} ({error.smtp_code})"
        return _refused(what, "Set GUILDHOUSE_MAIL_FROM to an address it lets you write from.")
    except ssl.SSLError as error:
        what = f"offers no line we can trust ({error.reason or error})"
        return _refused(what, "Use the name its certificate is for; smtps:// is port 465, smtp:// is 587.")
    except (OSError, smtplib.SMTPException) as error:
        what = f"does not answer ({type(error).__name__}: {error})"
        return _refused(what, "Correct host and port in GUILDHOUSE_MAIL, or start it.")
    finally:
        line.close()
    return well(f"The mail server {host} answers, and takes letters from us.")


def _refused(what: str, mend: str) -> Finding:
    return ill("mail", f"The mail server {settings.MAIL.hostname} {what}.", mend)


def _mailbox() -> Finding:
    address = settings.BOUNCES
    try:
        if address.scheme == "maildir":
            list(Path(unquote(address.path), "new").iterdir())
        else:
            with signed_in(address, timeout=SECONDS) as server:
                status, _said = server.select(
                    f'"{unquote(address.path).strip("/") or "INBOX"}"', readonly=True
                )
                if status != "OK":
                    raise imaplib.IMAP4.error("there is no such folder")
    except (OSError, imaplib.IMAP4.error) as error:
        what = f"The mailbox for letters that come back does not open ({type(error).__name__}: {error})."
        return ill("mail", what, "Correct GUILDHOUSE_BOUNCES.")
    return well("The mailbox for letters that come back opens.")
