"""What can be asked of history."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import connection
from django.db.models import Count, Max, Min, Q, Sum

from guildhouse.history.models import Delivery, Heartbeat, Version
from guildhouse.kit import clock


class Backlog(NamedTuple):
    """What one reader has still to hear: how many facts, how many of them failed before, and the oldest's moment."""

    reader: str
    open: int
    failed: int
    oldest: datetime | None


def version_of_all(communities: Iterable[int] | None = None) -> tuple[int, int]:
    """One key over several communities (all of them by default): how many have a version, and their sum."""
    if communities is None:  # asked by every page that is kept, so it does without putting a query together
        with connection.cursor() as cursor:
            cursor.execute("SELECT COUNT(*), COALESCE(SUM(number), 0) FROM history_version")
            count, total = cursor.fetchone()
        return count, int(total)
    found = Version.objects.filter(pk__in=communities).aggregate(count=Count("pk"), sum=Sum("number"))
    return found["count"], found["sum"] or 0


def backlog() -> list[Backlog]:
    """What every reader has still to hear."""
    rows = Delivery.objects.filter(done_at=None).values_list("reader").order_by("reader")
    counted = rows.annotate(
        Count("pk"), failed=Count("pk", filter=~Q(last_error="")), oldest=Min("fact__happened_at")
    )
    return [Backlog(*row) for row in counted]


def waiting_worker() -> str:
    """Why a worker that lives does nothing, or nothing where none waits."""
    lately = Heartbeat.objects.filter(at__gte=clock.now() - timedelta(minutes=2))
    waiting = lately.exclude(waits_because="").order_by("-at", "pk")
    return waiting.values_list("waits_because", flat=True).first() or ""


def last_heartbeat() -> datetime | None:
    """When a worker was last seen, or None when none ever was."""
    latest: datetime | None = Heartbeat.objects.aggregate(latest=Max("at"))["latest"]
    return latest
