"""What a fault could leave behind in history and letters: leases without end, facts nobody is told of."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet

from guildhouse.history.models import Delivery, Fact, Version
from guildhouse.kit import clock
from guildhouse.notices.models import Letter

MOST_EACH = 50
# The longest lease is five minutes; a clock that was an hour ahead explains no more than this.
LONGEST_LEASE = timedelta(hours=2)
# Deliveries that are done are let go after a while, so only facts of late must have theirs.
OF_LATE = timedelta(days=1)


def violations() -> Iterator[str]:
    """Every trace found, at most fifty of a kind."""
    yield from _leases()
    yield from _untold()
    for version in Version.objects.filter(number__lt=1).order_by("pk")[:MOST_EACH]:
        yield f"Community {version.pk} is at version {version.number}."


def _leases() -> Iterator[str]:
    at = clock.now()
    endless = Q(leased_until__gt=at + LONGEST_LEASE)
    for pk in _ids(Delivery.objects.filter(endless, done_at=None)):
        yield f"Delivery {pk} is leased for hours: no worker will claim it."
    for pk in _ids(Letter.objects.filter(endless)):
        yield f"Letter {pk} is leased for hours: no worker will send it."
    for pk in _ids(Letter.objects.filter(state=Letter.State.SENDING, leased_until=None)):
        yield f"Letter {pk} is being sent by nobody."
    for pk in _ids(Letter.objects.exclude(state=Letter.State.SENDING).exclude(leased_until=None)):
        yield f"Letter {pk} is leased and not being sent."


def _untold() -> Iterator[str]:
    lately = Fact.objects.filter(happened_at__gte=clock.now() - OF_LATE)
    for reader, wants in settings.HISTORY_READERS.items():
        wanted = Q()
        for beginning in wants:
            wanted |= Q(kind__startswith=beginning)
        told = Delivery.objects.filter(fact=OuterRef("pk"), reader=reader)
        for pk in _ids(lately.filter(wanted).exclude(Exists(told))):
            yield f"Fact {pk} is not told to {reader}."


def _ids(rows: QuerySet[Any]) -> list[int]:
    return list(rows.order_by("pk").values_list("pk", flat=True)[:MOST_EACH])
