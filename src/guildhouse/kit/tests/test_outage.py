"""What an error of the database says: it is away, it has no room, or the mistake is ours."""

import logging
import sys

import pytest
from django.db import DatabaseError, InterfaceError, InternalError, OperationalError

from guildhouse.kit.outage import AWAY, FULL, Outages, outage


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (OperationalError("connection failed: Connection refused"), AWAY),
        (OperationalError("database is locked"), AWAY),
        (OperationalError("unable to open database file"), AWAY),
        (InterfaceError("connection already closed"), AWAY),
        (InternalError("cannot execute INSERT in a read-only transaction"), AWAY),
        (OperationalError("database or disk is full"), FULL),
        (OperationalError("attempt to write a readonly database"), FULL),
        (OperationalError('could not extend file "base/5/1": No space left on device'), FULL),
        (OperationalError("no such column: colour"), ""),
        (DatabaseError("database disk image is malformed"), ""),
        (ValueError("database is locked"), ""),
        (None, ""),
    ],
)
def test_an_outage_is_told_from_a_mistake(error: BaseException | None, kind: str) -> None:
    assert outage(error) == kind


@pytest.mark.parametrize(
    ("error", "is_short"), [(OperationalError("gone"), True), (ValueError("ours"), False)]
)
def test_the_log_tells_an_outage_in_one_line_and_a_mistake_at_length(
    error: Exception, is_short: bool
) -> None:
    try:
        raise error
    except (OperationalError, ValueError):
        record = logging.LogRecord("django.request", logging.ERROR, "", 0, "broke", (), sys.exc_info())
    assert Outages().filter(record)
    assert (record.exc_info is None) == is_short
