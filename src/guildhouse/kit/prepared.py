"""Queries that are written into SQL once and asked many times with other values.

Putting a query together took two thirds of a page's time; its shape never changes between two requests.
"""

import secrets
from collections.abc import Callable, Hashable
from datetime import UTC, datetime
from functools import wraps
from inspect import signature
from typing import Any, NamedTuple, ParamSpec, TypeVar, get_args, get_type_hints

from django.db import connection, connections
from django.db.models import (
    AutoField,
    BigIntegerField,
    BooleanField,
    CharField,
    ForeignKey,
    IntegerField,
    Model,
    PositiveIntegerField,
    PositiveSmallIntegerField,
    QuerySet,
    TextField,
)
from django.db.models.base import ModelState
from django.db.models.query import ModelIterable, ValuesListIterable, get_related_populators
from django.db.utils import DEFAULT_DB_ALIAS

from guildhouse.kit.statements import rows_of

P = ParamSpec("P")
Row = TypeVar("Row")

# A value of each type that no row and no constant of a query holds: it shows where the values belong in the SQL.
MARKS: dict[type, Callable[[], Any]] = {
    int: lambda: 2**30 + secrets.randbelow(2**30),
    str: lambda: f"«{secrets.token_hex(12)}»",
    datetime: lambda: datetime(9876, 5, 4, 3, 2, 1, secrets.randbelow(10**6), UTC),
}


# Values of these types are kept by these fields as they are, on both databases.
KEPT_AS: dict[type[Any], type] = {
    CharField: str,
    TextField: str,
    BooleanField: bool,
    IntegerField: int,
    BigIntegerField: int,
    PositiveIntegerField: int,
    PositiveSmallIntegerField: int,
    ForeignKey: int,
}
_inserts: dict[type[Model], tuple[str, list[Any]]] = {}
# Every prepared query of the program, for the test that asks each of them in both ways.
KNOWN: list[Any] = []


class Shape(NamedTuple):
    """One query as the database gets it, and how its rows are read.

    Each of its values is a constant or stands under the name of an argument.
    """

    sql: str
    values: tuple[tuple[str, Any], ...]
    read: Callable[[list[Any]], list[Any]]


def prepared(build: Callable[P, QuerySet[Any, Row]]) -> Callable[P, list[Row]]:
    """Answer the rows of the queryset a function builds, putting it together only the first time.

    Arguments annotated `int`, `str` or `datetime` are values and may differ each time; they are compared as they
    are (`=`, `<`, `in` another query). Every other argument, and a value that is None, is part of the shape: the
    queryset is built once for each, so there must be few. `asked.plain(...)` builds and asks it in Django's own way,
    for tests.
    """
    hints = get_type_hints(build)
    order = list(signature(build).parameters)
    types = {name: kind for name in order for kind in MARKS if kind in (hints[name], *get_args(hints[name]))}
    shapes: dict[Hashable, Shape] = {}

    @wraps(build)
    def asked(*args: P.args, **kwargs: P.kwargs) -> list[Row]:
        given = dict(zip(order, args, strict=False)) | kwargs
        fixed = {name: value for name, value in given.items() if value is None or name not in types}
        key = tuple(fixed.items())
        if key not in shapes:
            slots = {name: kind for name, kind in types.items() if name not in fixed}
            shapes[key] = _shape(build, slots, fixed)
        shape = shapes[key]
        values = [adapted(given[name]) if name else value for name, value in shape.values]
        return shape.read(rows_of(shape.sql, values))

    asked.plain = lambda *args, **kwargs: list(build(*args, **kwargs))  # type: ignore[attr-defined]
    KNOWN.append(asked)
    return asked


def insert(row: Model) -> None:
    """Write a new row as `save(force_insert=True)` does, by a statement written once for each model; sets its key.

    For models without parents whose columns are all plain values.
    """
    meta, key = row._meta, type(row)
    if key not in _inserts:
        fields = [field for field in meta.concrete_fields if not isinstance(field, AutoField)]
        quoted = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
        marks = ", ".join(["%s"] * len(fields))
        sql = (
            f"INSERT INTO {connection.ops.quote_name(meta.db_table)} ({quoted}) VALUES ({marks}) "  # noqa: S608 - names of models
            f"RETURNING {connection.ops.quote_name(str(meta.pk.column))}"
        )
        _inserts[key] = sql, fields
    sql, fields = _inserts[key]
    here: Any = connections[DEFAULT_DB_ALIAS]  # found once, not by each field
    values = [_as_kept(field, field.pre_save(row, add=True), here) for field in fields]
    [(row.pk,)] = rows_of(sql, values)
    row._state.adding, row._state.db = False, here.alias


def _as_kept(field: Any, value: Any, here: Any) -> Any:
    # A field asks many what becomes of a value; of these nothing does, where they are what the column keeps.
    return value if type(value) is KEPT_AS.get(type(field)) else field.get_db_prep_save(value, here)


def _shape(build: Callable[..., QuerySet[Any]], slots: dict[str, type], fixed: dict[str, Any]) -> Shape:
    marks = {name: MARKS[kind]() for name, kind in slots.items()}
    queryset: Any = build(**marks, **fixed)
    compiler = queryset.query.get_compiler(using=queryset.db)
    sql, params = compiler.as_sql()
    names = {adapted(mark): name for name, mark in marks.items()} | {
        mark: name for name, mark in marks.items()
    }
    values = tuple((names.get(value, ""), value) for value in params)
    missing = marks.keys() - {name for name, _ in values}
    if missing or queryset._known_related_objects or queryset._prefetch_related_lookups:
        raise TypeError(
            f"{build.__qualname__} cannot be prepared; not found among its values: {sorted(missing)}"
        )
    return Shape(sql, values, _reader(queryset, compiler))


def adapted(value: Any) -> Any:
    """A value as the database keeps it: a moment by its own rule, anything else as it is."""
    return connection.ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value


def _reader(queryset: Any, compiler: Any) -> Callable[[list[Any]], list[Any]]:
    columns = [column for column, *_ in compiler.select[: compiler.col_count]]
    converters = [
        (place, convert, column)
        for place, (converts, column) in compiler.get_converters(columns).items()
        for convert in converts
    ]
    made = _maker(queryset, compiler)

    def read(rows: list[Any]) -> list[Any]:
        found = []
        for row in map(list, rows):
            for place, convert, column in converters:
                row[place] = convert(row[place], column, connection)
            found.append(made(row))
        return found

    return read


class Made(NamedTuple):
    """Makes things of a model out of rows, past its constructor: that asks of each field what is known here."""

    model: type[Model]

    def from_db(self, db: str, names: list[str], values: list[Any]) -> Any:
        """What `Model.from_db` makes of the same; what was not asked for is fetched when it is looked at, as there."""
        thing = self.model.__new__(self.model)
        thing._state = ModelState()
        thing._state.adding, thing._state.db = False, db
        thing.__dict__.update(zip(names, values, strict=True))
        return thing


def _quick(populators: list[Any]) -> list[Any]:
    # What stands beside a row (`select_related`) is made in the same way.
    for populator in populators:
        populator.model_cls = Made(populator.model_cls)
        _quick(populator.related_populators)
    return populators


def _maker(queryset: Any, compiler: Any) -> Callable[[list[Any]], Any]:
    # As Django's own iterables make them, without looking again at each asking what the shape has said once.
    if queryset._iterable_class is ValuesListIterable:
        return tuple
    if queryset._iterable_class is not ModelIterable:
        raise TypeError(f"{queryset._iterable_class.__name__} cannot be prepared: rows are models or tuples")
    model, fields = compiler.klass_info["model"], compiler.klass_info["select_fields"]
    start, end = fields[0], fields[-1] + 1
    names = [column.target.attname for column, *_ in compiler.select[start:end]]
    related = _quick(get_related_populators(compiler.klass_info, compiler.select, queryset.db))  # type: ignore[call-arg]  # the stubs are of Django 6
    annotations, made = list(compiler.annotation_col_map.items()), Made(model)

    def make(row: list[Any]) -> Any:
        thing = made.from_db(queryset.db, names, row[start:end])
        for populator in related:
            populator.populate(row, thing)
        for name, place in annotations:
            setattr(thing, name, row[place])
        return thing

    return make
