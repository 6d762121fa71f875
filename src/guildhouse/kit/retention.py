"""How long a class of rows is kept, and the function that lets go of what is older.

Each app that writes something personal or passing offers its classes in a module `retention.py`, as a tuple
`CLASSES`; `RETENTION` in the settings names the modules. One table shows them all, and the worker works them off.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models, transaction
from django.utils.functional import Promise

from guildhouse.kit.turns import writers_turn

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Kept:
    """One class: its name in settings and docs, what it is, how long and why, and how it goes.

    `forget(before, most)` lets go of at most `most` rows of what was over before that moment, in one small
    transaction, and answers how many. Without it the class is only told of: something else sees to it.
    """

    key: str
    what: Words
    days: int
    why: Words
    forget: Callable[[datetime, int], int] | None = None
    instead: Words = ""

    @property
    def lasts(self) -> timedelta:
        """How long: what the settings say, or the default."""
        return timedelta(days=settings.RETENTION_DAYS.get(self.key, self.days))


class Round:
    """When this worker looks for old things next; they are in no hurry, and others' work goes first."""

    def __init__(self, pause: timedelta) -> None:
        self.pause = pause
        self.not_before: datetime | None = None

    def is_due(self, at: datetime) -> bool:
        """Whether it is time; also when the clock was set back by more than a pause."""
        return self.not_before is None or not self.not_before - self.pause <= at < self.not_before

    def rest(self, at: datetime) -> None:
        """Nothing is old for now."""
        self.not_before = at + self.pause


def delete(rows: models.QuerySet, most: int) -> int:
    """Delete at most so many of these rows, the oldest first; answers how many."""
    found = list(rows.order_by("pk").values_list("pk", flat=True)[:most])
    if found:
        with writers_turn(), transaction.atomic():
            rows.model._default_manager.filter(pk__in=found).delete()
    return len(found)


def empty(rows: models.QuerySet, most: int, **to: object) -> int:
    """Set columns of at most so many of these rows, the oldest first; answers how many."""
    found = list(rows.order_by("pk").values_list("pk", flat=True)[:most])
    if found:
        with writers_turn(), transaction.atomic():
            rows.model._default_manager.filter(pk__in=found).update(**to)
    return len(found)
