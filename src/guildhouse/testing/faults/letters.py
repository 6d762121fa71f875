"""Whether every letter arrived, and none more often than it may."""

import time
from collections.abc import Iterator

from guildhouse.testing.faults.sink import Sink


def wait_until_sent(most: float, *, patience: float = 40) -> tuple[int, bool]:
    """Wait until every fact is heard and every letter has left: how many still wait after `most` seconds, and
    whether it went on to the end (nothing moving for `patience` seconds is a standstill)."""
    began = moved = time.monotonic()
    left = _left()
    while left and time.monotonic() - began < most:
        time.sleep(0.3)
        if (now := _left()) != left:
            left, moved = now, time.monotonic()
        if time.monotonic() - moved > patience:
            return sum(left), False
    return sum(left), True


def _left() -> tuple[int, int] | tuple[()]:
    from guildhouse.history.models import Delivery
    from guildhouse.notices.models import Letter

    facts = Delivery.objects.filter(done_at=None).count()
    letters = Letter.objects.filter(state__in=("queued", "sending")).count()
    return (facts, letters) if facts or letters else ()


def let_leases_run_out() -> None:
    """As if minutes had passed since the workers died that held them; only while no worker lives."""
    from guildhouse.history.models import Delivery
    from guildhouse.kit import clock
    from guildhouse.notices.models import Letter

    for held in (Delivery.objects, Letter.objects):
        held.filter(leased_until__gt=clock.now()).update(leased_until=clock.now())


def lost_and_doubled(sink: Sink, *, most: int = 2) -> Iterator[str]:
    """Letters that did not arrive, that arrived without being known, or more often than `most` times."""
    from guildhouse.notices.models import Letter

    known = {(letter.message_id, letter.to) for letter in Letter.objects.order_by("pk")}
    # Others wait for their turn, a digest or the end of quiet hours, or were not to be sent.
    for letter in Letter.objects.filter(state__in=("sent", "failed")).order_by("pk"):
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
