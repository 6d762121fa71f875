"""Whether every letter arrived, and none more often than it may."""

import time
from collections.abc import Iterator
from datetime import timedelta

from guildhouse.testing.faults.sink import Sink


def wait_until_sent(seconds: float) -> bool:
    """Wait until every fact is heard and every letter has left; whether that happened in time."""
    from guildhouse.history.models import Delivery
    from guildhouse.notices.models import Letter

    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        heard = not Delivery.objects.filter(done_at=None).exists()
        if heard and not Letter.objects.filter(state__in=("queued", "sending")).exists():
            return True
        time.sleep(0.2)
    return False


def lost_and_doubled(sink: Sink, *, most: int = 2) -> Iterator[str]:
    """Letters that did not arrive, that arrived without being known, or more often than `most` times."""
    from guildhouse.notices.models import Letter

    known = {(letter.message_id, letter.to) for letter in Letter.objects.order_by("pk")}
    # Others wait for a digest or for quiet hours to end, or were not to be sent.
    for letter in Letter.objects.filter(state__in=("sent", "queued", "sending", "failed")).order_by("pk"):
        if not sink.arrived[letter.message_id, letter.to]:
            yield f"Letter {letter.pk} ({letter.kind}, {letter.state}) did not arrive."
    for (name, to), times in sorted(sink.arrived.items()):
        if times and (name, to) not in known:
            yield f"A letter nobody wrote arrived at {to}: {name}"
        if times > most:
            yield f"{name} arrived {times} times at {to}."


def sent_twice(sink: Sink) -> int:
    """How many letters arrived more than once."""
    return sum(times > 1 for times in sink.arrived.values())


PAST_EVERY_LEASE = timedelta(minutes=10)
