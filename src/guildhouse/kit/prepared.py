"""Queries that are written into SQL once and asked many times with other values.

Putting a query together took two thirds of a page's time; its shape never changes between two requests.
"""

import secrets
from collections.abc import Callable, Hashable, Iterator
from copy import copy
from datetime import UTC, datetime
from functools import wraps
from inspect import signature
from types import SimpleNamespace
from typing import Any, NamedTuple, ParamSpec, TypeVar, get_args, get_type_hints

from django.db import connection
from django.db.models import AutoField, Model, QuerySet

P = ParamSpec("P")
Row = TypeVar("Row")

# A value of each type that no row and no constant of a query holds: it shows where the values belong in the SQL.
MARKS: dict[type, Callable[[], Any]] = {
    int: lambda: 2**30 + secrets.randbelow(2**30),
    str: lambda: f"«{secrets.token_hex(12)}»",
    datetime: lambda: datetime(9876, 5, 4, 3, 2, 1, secrets.randbelow(10**6), UTC),
}


_inserts: dict[tuple[str, type[Model]], tuple[str, list[Any]]] = {}
# Every prepared query of the program, for the test that asks each of them in both ways.
KNOWN: list[Any] = []


class Shape(NamedTuple):
    """One query as the database gets it: the SQL, and for each of its values a constant or the name of an argument."""

    queryset: Any
    compiler: Any
    sql: str
    values: tuple[tuple[str, Any], ...]
    converters: dict[int, Any]


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
        key = (connection.vendor, connection.alias, *fixed.items())
        if key not in shapes:
            slots = {name: kind for name, kind in types.items() if name not in fixed}
            shapes[key] = _shape(build, slots, fixed)
        return list(_rows(shapes[key], given))

    asked.plain = lambda *args, **kwargs: list(build(*args, **kwargs))  # type: ignore[attr-defined]
    KNOWN.append(asked)
    return asked


def insert(row: Model) -> None:
    """Write a new row as `save(force_insert=True)` does, by a statement written once for each model; sets its key.

    For models without parents whose columns are all plain values.
    """
    meta, key = row._meta, (connection.vendor, type(row))
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
    values = [field.get_db_prep_save(field.pre_save(row, add=True), connection) for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        row.pk = cursor.fetchone()[0]
    row._state.adding, row._state.db = False, connection.alias


def _shape(build: Callable[..., QuerySet[Any]], slots: dict[str, type], fixed: dict[str, Any]) -> Shape:
    marks = {name: MARKS[kind]() for name, kind in slots.items()}
    queryset: Any = build(**marks, **fixed)
    compiler = queryset.query.get_compiler(using=queryset.db)
    sql, params = compiler.as_sql()
    names = {_adapted(mark): name for name, mark in marks.items()} | {
        mark: name for name, mark in marks.items()
    }
    values = tuple((names.get(value, ""), value) for value in params)
    missing = marks.keys() - {name for name, _ in values}
    if missing or queryset._known_related_objects or queryset._prefetch_related_lookups:
        raise TypeError(
            f"{build.__qualname__} cannot be prepared; not found among its values: {sorted(missing)}"
        )
    columns = [column for column, *_ in compiler.select[: compiler.col_count]]
    return Shape(queryset, compiler, sql, values, compiler.get_converters(columns))


def _adapted(value: Any) -> Any:
    return connection.ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value


def _rows(shape: Shape, given: dict[str, Any]) -> Iterator[Any]:
    # Django's own reading of rows (fields, annotations, related objects), over a compiler that knows its SQL already.
    compiler = copy(shape.compiler)
    compiler.connection = connection
    params = tuple(_adapted(given[name]) if name else value for name, value in shape.values)
    compiler.as_sql = lambda *args, **kwargs: (shape.sql, params)
    compiler.get_converters = lambda columns: shape.converters
    query = copy(shape.queryset.query)
    query.get_compiler = lambda *args, **kwargs: compiler
    # Not a copy of the queryset: to copy one is to ask it.
    asked = SimpleNamespace(
        db=connection.alias, query=query, _fields=shape.queryset._fields, _known_related_objects={}
    )
    return iter(shape.queryset._iterable_class(asked))
