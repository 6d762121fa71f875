"""Whether an error means that the database cannot serve at this moment, rather than a mistake of ours."""

import logging

from django.db import InterfaceError, InternalError, OperationalError

AWAY = "away"  # stopped, starting, locked by somebody else for too long
FULL = "full"  # no room left, or nothing may be written: reading goes on

NO_ROOM = ("disk is full", "no space left", "disk full", "readonly database", "read-only file", "disk quota")
OURS = ("no such table", "no such column", "syntax error", "has no column", "too many sql variables")


def outage(error: BaseException | None) -> str:
    """`AWAY`, `FULL`, or nothing where the error is none of the two."""
    words = str(error).lower()
    if isinstance(error, InternalError) and "read-only transaction" in words:
        return AWAY  # a replica that has not taken over yet
    if not isinstance(error, (OperationalError, InterfaceError)) or any(sign in words for sign in OURS):
        return ""
    return FULL if any(sign in words for sign in NO_ROOM) else AWAY


class Outages(logging.Filter):
    """One line in the log for a request that met an outage: where in the program it did is of no interest."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep every record, and shorten those about an outage."""
        error = record.exc_info[1] if record.exc_info else None
        if error is not None and (kind := outage(error)):
            words = " ".join(str(error).split())[:200]
            record.msg, record.args = f"database {kind}: {words}", ()
            record.levelno, record.levelname = logging.WARNING, "WARNING"
            record.exc_info = record.exc_text = None
        return True
