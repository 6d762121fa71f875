"""What a message in the bounce mailbox says: which letters came back, from whom, and why (RFC 3464)."""

import re
from email import message_from_bytes
from email.message import Message
from typing import NamedTuple

CODE = re.compile(r"\b(5\d\d)\b")


class Bounce(NamedTuple):
    """That one letter did not reach one recipient, for good."""

    message_id: str
    recipients: frozenset[str]
    code: int
    words: str


def read(raw: bytes) -> list[Bounce]:
    """The letters this message says came back for good; none for delays, successes and everything else."""
    try:
        return _read(message_from_bytes(raw))
    except RecursionError:  # parts within parts, so many that nobody could have meant it
        return []


def _read(message: Message) -> list[Bounce]:
    # Headers are read as they stand: what takes them apart stumbles over those that somebody made up.
    if message.get_content_type() != "multipart/report":
        return []
    original = _original_id(message)
    if not original:
        return []
    return [
        Bounce(original, recipients, *_why(fields))
        for fields in _statuses(message)
        if _word(fields, "Action").lower() == "failed"
        and _word(fields, "Status").startswith("5")
        and (recipients := _recipients(fields))
    ]


def _statuses(message: Message) -> list[Message]:
    """The blocks about one recipient each; the first block is about the message."""
    for part in message.walk():
        if part.get_content_type() == "message/delivery-status":
            blocks = part.get_payload()
            return [one for one in blocks if isinstance(one, Message)] if isinstance(blocks, list) else []
    return []


def _original_id(message: Message) -> str:
    """The Message-ID of the letter that came back, from its copy or its headers."""
    for part in message.walk():
        kind = part.get_content_type()
        if kind == "message/rfc822":
            inside = next(iter(part.get_payload() or [None]))
            return _word(inside, "Message-ID") if isinstance(inside, Message) else ""
        if kind == "text/rfc822-headers":
            headers = part.get_payload(decode=True)
            return _word(message_from_bytes(headers if isinstance(headers, bytes) else b""), "Message-ID")
    return ""


def _recipients(fields: Message) -> frozenset[str]:
    named = (_word(fields, name) for name in ("Original-Recipient", "Final-Recipient"))
    return frozenset(name.rpartition(";")[2].strip().strip("<>").lower() for name in named if name)


def _why(fields: Message) -> tuple[int, str]:
    """The code and the words of the server that refused; its enhanced code stands first."""
    said = " ".join(_word(fields, "Diagnostic-Code").split())
    found = CODE.search(said)
    return int(found[1]) if found else 0, f"{_word(fields, 'Status')} {said}".strip()


def _word(fields: Message, name: str) -> str:
    return str(fields.get(name, "")).replace("\0", "").strip()  # a sign no database keeps
