"""Delivery status notifications (RFC 3464) as mail servers write them."""

REPORT = """\
From: MAILER-DAEMON@mail.example (Mail Delivery System)
To: house@mail.example
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="of-a-report"

This is a MIME-encapsulated message.

--of-a-report
Content-Description: Notification
Content-Type: text/plain; charset=utf-8

This is the mail system at host mail.example. I'm sorry to have to inform you
that your message could not be delivered.

--of-a-report
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example
X-Postfix-Queue-ID: 4F2A1
Arrival-Date: Mon,  1 Mar 2027 12:00:00 +0000 (UTC)

{first}Final-Recipient: rfc822; {to}
Action: {action}
Status: {status}
Remote-MTA: dns; mx.example.org
Diagnostic-Code: {diagnostic}

--of-a-report
{returned}
--of-a-report--
"""
HEADERS = "Message-ID: {message_id}\nSubject: A new room\nTo: {to}\n"


def report(
    message_id: str,
    to: str = "bo@example.org",
    *,
    action: str = "failed",
    status: str = "5.1.1",
    diagnostic: str = "smtp; 550 5.1.1 <bo@example.org>:\n    no such user",
    original: str = "",
    whole: bool = True,
) -> bytes:
    """One report: in words, for machines, and the letter that came back, whole or its headers alone."""
    headers = HEADERS.format(message_id=message_id, to=to)
    text = REPORT.format(
        first=f"Original-Recipient: rfc822;{original}\n" if original else "",
        to=to,
        action=action,
        status=status,
        diagnostic=diagnostic,
        returned=f"Content-Type: message/rfc822\n\n{headers}\nWhat the letter said.\n"
        if whole
        else f"Content-Type: text/rfc822-headers\n\n{headers}",
    )
    return text.replace("\n", "\r\n").encode()
