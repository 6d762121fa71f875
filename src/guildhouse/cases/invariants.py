"""What must always be true of cases and their keys, asked of rows and folder as they are; nothing here writes."""

from collections.abc import Iterator
from datetime import timedelta

from guildhouse.cases import keys
from guildhouse.cases.models import Case
from guildhouse.kit import clock

# How long the worker may be late before that is a violation and not a moment.
GRACE = timedelta(minutes=10)


def violations() -> Iterator[str]:
    """One sentence, with ids, for each thing about cases that should never be so; nothing when all is well."""
    at, there = clock.now(), keys.left()
    for case in Case.objects.exclude(ended_at=None).filter(key__in=sorted(there)).order_by("pk"):
        yield f"Case {case.pk} has ended, and its key is there still: backups of it can be read. Is a worker running?"
    for case in Case.objects.living().select_related("room").order_by("pk"):
        if keys.is_destroyed(case.key):
            yield f"Case {case.pk} says that it lives, and its key was destroyed. Is a worker running?"
        elif at > case.expires_at(case.room) + GRACE:
            yield f"Case {case.pk} should have expired on {case.expires_at(case.room):%Y-%m-%d}. Is a worker running?"
    for case in Case.objects.exclude(person__erased_at=None).order_by("pk"):
        yield f"Case {case.pk} is of somebody who was erased."
