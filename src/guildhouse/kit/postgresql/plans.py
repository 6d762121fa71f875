"""Statements whose plans the server keeps, sent by libpq itself.

The driver's cursors look at each statement anew, which took a fifth of the processor time of an act; here its text is
looked at once. Values and rows are still adapted by the driver, as the connection says.
"""

import re
from collections.abc import Sequence
from functools import cache
from itertools import count
from typing import Any

import psycopg
from psycopg.adapt import PyFormat, Transformer
from psycopg.errors import error_from_result
from psycopg.pq import ExecStatus, Format
from psycopg.types.numeric import Int8Dumper

Connection = psycopg.Connection[Any]
MOST = 500  # plans of one connection: five times as many as the program has statements, for values that may be missing
# The driver's own loader: Django's puts a zone over it, in Python, which is the one the driver has known already.
MOMENTS: Any = psycopg.adapters.get_loader(psycopg.adapters.types["timestamptz"].oid, Format.TEXT)


class Plans:
    """What one connection has had planned: each statement once for the types its values have."""

    def __init__(self, driver: Connection) -> None:
        self._line: Any = driver.pgconn
        here = psycopg.Cursor(driver)
        here.adapters.register_loader("timestamptz", MOMENTS)
        # By itself the driver chooses among three types by the number, and each would be planned anew.
        here.adapters.register_dumper(int, Int8Dumper)
        self._adapting = Transformer(here)
        # A pooler that lends connections may forbid plans; the address of the database then says so.
        self._keeps = driver.prepare_threshold is not None
        self._names: dict[tuple[str, tuple[int, ...]], bytes] = {}

    def rows_of(self, sql: str, values: Sequence[Any]) -> list[Any]:
        """Run one statement with `%s` for each value, and read all its rows; the driver's errors."""
        params = self._adapting.dump_sequence(values, _formats(len(values)))
        types, formats = self._adapting.types or (), self._adapting.formats
        if self._keeps:
            result = self._line.exec_prepared(self._name(sql, types), params, formats)
        else:
            result = self._line.exec_params(_numbered(sql), params, types, formats)
        if not self._checked(result).ntuples:
            return []
        self._adapting.set_pgresult(result)
        return self._adapting.load_rows(0, result.ntuples, tuple)

    def run(self, sql: bytes) -> None:
        """Run statements without values, several at once if they are parted by semicolons."""
        self._checked(self._line.exec_(sql))

    def _name(self, sql: str, types: tuple[int, ...]) -> bytes:
        if (name := self._names.get((sql, types))) is None:
            if len(self._names) == MOST:
                self.run(b"DEALLOCATE ALL")
                self._names.clear()
            name = f"guildhouse_{len(self._names)}".encode()
            self._checked(self._line.prepare(name, _numbered(sql), types))
            self._names[sql, types] = name
        return name

    def _checked(self, result: Any) -> Any:
        if result.status in (ExecStatus.TUPLES_OK, ExecStatus.COMMAND_OK):
            return result
        error = error_from_result(result, self._adapting.encoding)
        # One that comes from this end has no code that would tell its kind.
        raise error if error.sqlstate else psycopg.OperationalError(str(error))


@cache
def _formats(many: int) -> list[PyFormat]:
    return [PyFormat.AUTO] * many


@cache
def _numbered(sql: str) -> bytes:
    places = count(1)
    return re.sub("%[s%]", lambda sign: "%" if sign[0] == "%%" else f"${next(places)}", sql).encode()
