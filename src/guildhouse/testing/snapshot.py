"""What takes long to make is made once, and put back row by row for every test that begins with it."""

import functools
from collections.abc import Callable
from copy import deepcopy
from datetime import datetime, time, timedelta
from types import SimpleNamespace
from typing import Any, NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction

from guildhouse.cases import keys
from guildhouse.cases.models import Case
from guildhouse.kit import clock
from guildhouse.people.models import Person

# Rooms that have begun go on while tests run: what is older is made anew.
FRESH = timedelta(minutes=5)
# Written by migrating, not by anybody in the house.
OF_DJANGO = {"django_migrations", "django_content_type", "auth_permission"}
Rows = dict[str, tuple[list[str], list[tuple[Any, ...]]]]


class Kept(NamedTuple):
    """A house as it was when it was made."""

    made_at: Any
    house: SimpleNamespace
    rows: Rows
    keys: dict[str, bytes]


def made_once(make: Callable[[], SimpleNamespace]) -> Callable[[], SimpleNamespace]:
    """Let this house be made by its actions once in a process, and afterwards be the same rows with the same ids.

    It is made anew where somebody is there already, where a test holds the clock, and after some minutes. `kept_as`
    of the house says which making it is.
    """
    kept: list[Kept] = []

    @functools.wraps(make)
    def house() -> SimpleNamespace:
        at = clock.now()
        if clock._held.get() is not None or Person.objects.exists():
            return make()
        if not kept or not timedelta(0) <= at - kept[0].made_at < FRESH:
            made = make()
            made.kept_as = (make.__name__, at)
            kept[:] = [Kept(at, deepcopy(made), _rows(), _case_keys())]
            return made
        _put_back(kept[0].rows)
        _put_keys_back(kept[0].keys)
        return deepcopy(kept[0].house)

    return house


def _case_keys() -> dict[str, bytes]:
    """The keys of its cases, which lie outside the database."""
    names = Case.objects.living().order_by("pk").values_list("key", flat=True)
    return {name: keys.read(name) for name in names}


def _put_keys_back(kept: dict[str, bytes]) -> None:
    for name, key in kept.items():
        (keys.folder() / f"{name}{keys.GONE}").unlink(missing_ok=True)
        (keys.folder() / f"{name}{keys.KEY}").write_bytes(key)


def _rows() -> Rows:
    """Every row of every table, as the database gives it out."""
    found: Rows = {}
    with connection.cursor() as cursor:
        for table in sorted(set(connection.introspection.django_table_names(only_existing=True)) - OF_DJANGO):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            found[table] = [column[0] for column in cursor.description], cursor.fetchall()
    return found


def _put_back(rows: Rows) -> None:
    quote = connection.ops.quote_name
    with transaction.atomic(), connection.cursor() as cursor:
        for table in rows:
            cursor.execute(f"DELETE FROM {quote(table)}")
        for table, (columns, lines) in rows.items():
            if lines:
                places = ", ".join(["%s"] * len(columns))
                named = ", ".join(map(quote, columns))
                written = [tuple(map(_written, line)) for line in lines]
                cursor.executemany(f"INSERT INTO {quote(table)} ({named}) VALUES ({places})", written)
    ContentType.objects.clear_cache()


def _written(value: Any) -> Any:
    """The value as Django writes it: SQLite keeps moments and times as words of one form."""
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return connection.ops.adapt_timefield_value(value) if isinstance(value, time) else value
