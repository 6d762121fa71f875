"""How a worker claims what history still has to tell, and gives it back when it fails."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.db import transaction
from django.db.models import F, Max, Min, QuerySet

from guildhouse.history.models import Delivery
from guildhouse.kit import clock, failpoints
from guildhouse.kit.durable import done_again_if_lost
from guildhouse.kit.logs import on_behalf_of
from guildhouse.kit.outage import outage
from guildhouse.kit.prepared import adapted, prepared
from guildhouse.kit.statements import rows_of
from guildhouse.kit.turns import writers_turn

log = structlog.get_logger("guildhouse.worker")

LEASE = timedelta(minutes=2)
PORTION = 20  # a rush that begins meanwhile waits for the end of it
LULL = timedelta(seconds=0.5)
SETTLE = "UPDATE history_delivery SET done_at = %s, leased_until = NULL WHERE id = %s AND done_at IS NULL"
BACK_OFF = (1, 5, 30, 120, 600, 3600, 4 * 3600)  # seconds


def claim(reader: str, most: int = PORTION) -> list[Delivery]:
    """Lease up to `most` due deliveries of a reader to the caller, for two minutes.

    A worker that dies keeps nothing: the lease runs out and another claims the same rows.
    """
    at = clock.now()
    with done_again_if_lost(), writers_turn(), transaction.atomic():
        due = Delivery.objects.due(at).filter(reader=reader).order_by("not_before", "pk")
        mine = list(due.select_for_update(skip_locked=True, of=("self",)).select_related("fact")[:most])
        Delivery.objects.filter(pk__in=[d.pk for d in mine]).update(
            leased_until=at + LEASE, attempts=F("attempts") + 1
        )
    if mine and failpoints.ON:
        failpoints.meet(f"deliveries.{reader}.claimed")
    return mine


def rush() -> timedelta | None:
    """While facts are being recorded at this very moment: how long one of them has waited to be heard of, at most."""
    at = clock.now()
    found = _ends(at)
    if not found:
        return None
    oldest, newest = found[0]
    return at - oldest if at - newest < LULL else None


@prepared
def _ends(at: datetime) -> QuerySet[Delivery, Any]:
    due = Delivery.objects.due(at).order_by().values("done_at")
    return due.annotate(oldest=Min("not_before"), newest=Max("not_before")).values_list("oldest", "newest")


def settle(delivery: Delivery) -> None:
    """Note that the reader has heard of the fact."""
    rows_of(SETTLE, [adapted(clock.now()), delivery.pk])
    if failpoints.ON:
        failpoints.meet(f"deliveries.{delivery.reader}.settled")


def put_back(delivery: Delivery, why: str) -> None:
    """Try again later, waiting longer each time (up to four hours)."""
    pause = BACK_OFF[min(delivery.attempts, len(BACK_OFF) - 1)]
    Delivery.objects.filter(pk=delivery.pk, done_at=None).update(
        leased_until=None,
        last_error=why[:300],
        not_before=clock.now() + timedelta(seconds=pause),
    )


def work_off(reader: str, task: Callable[[Delivery], None]) -> int:
    """Claim and handle what is due for a reader; return how many were handled.

    `task` does the work and settles the delivery in its own transaction. Whatever it raises is logged, kept
    beside the delivery for the operator, and tried again later: one bad fact must not stop the others. Where the
    database itself is away, the lease runs out and all of them come back.
    """
    claimed = claim(reader)
    for delivery in claimed:
        with on_behalf_of(delivery.fact.request_id):
            _hand_over(delivery, task)
    return len(claimed)


def _hand_over(delivery: Delivery, task: Callable[[Delivery], None]) -> None:
    about = {"reader": delivery.reader, "fact": delivery.fact_id, "kind": delivery.fact.kind}
    try:
        task(delivery)
        if delivery.fact.request_id:  # what a command brought in may be thousands, and nobody follows it
            log.info("fact heard", **about)
    except Exception as error:  # the outermost frame of a job; listed in tests/test_shape.py
        if outage(error):
            raise
        log.exception("delivery failed", delivery=delivery.pk, **about)
        put_back(delivery, f"{type(error).__name__}: {error}")
