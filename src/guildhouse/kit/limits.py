"""What limits on attempts are counted in: rows that every process sees, kept when the program restarts.

A cache by its shape, because that is what the account pages count in; but nothing is thrown out to make room, as a
cache would: whoever could push out a count by filling the cache with others would be rid of the limit.
`add` is one statement, so that of many who try at once exactly one is first. No page that is only read comes here.
"""

import hashlib
import json
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.db import connection

from guildhouse.kit import clock
from guildhouse.kit.turns import writers_turn

FOR_EVER = 4e9  # seconds since 1970: the year 2096
SET = (
    "INSERT INTO kit_limit (name_hash, value, expires) VALUES (%s, %s, %s) "
    "ON CONFLICT (name_hash) DO UPDATE SET value = excluded.value, expires = excluded.expires"
)
ADD = SET + " WHERE kit_limit.expires <= %s"
GET = "SELECT value FROM kit_limit WHERE name_hash = %s AND expires > %s"
TOUCH = "UPDATE kit_limit SET expires = %s WHERE name_hash = %s AND expires > %s"
DELETE = "DELETE FROM kit_limit WHERE name_hash = %s"


class Limits(BaseCache):
    """Django's cache, kept in the table `kit_limit`; values are whatever JSON can hold."""

    def __init__(self, _location: str, params: dict[str, Any]) -> None:
        super().__init__(params)

    def add(
        self, key: str, value: Any, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None
    ) -> bool:
        """Keep the value unless one is there; whether it was kept. Of many at once, one is told yes."""
        return self._change(ADD, self._hashed(key, version), *self._row(value, timeout), _now()) == 1

    def set(
        self, key: str, value: Any, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None
    ) -> None:
        """Keep the value, whatever was there."""
        self._change(SET, self._hashed(key, version), *self._row(value, timeout))

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        """The value, unless its time has run out."""
        with connection.cursor() as cursor:
            cursor.execute(GET, [self._hashed(key, version), _now()])
            row = cursor.fetchone()
        return json.loads(row[0]) if row else default

    def touch(self, key: str, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Keep what is there for another while."""
        return self._change(TOUCH, self._until(timeout), self._hashed(key, version), _now()) == 1

    def delete(self, key: str, version: int | None = None) -> bool:
        """Forget the value; whether there was one."""
        return self._change(DELETE, self._hashed(key, version)) == 1

    def clear(self) -> None:
        """Forget everything."""
        self._change("DELETE FROM kit_limit")

    def _change(self, statement: str, *values: Any) -> int:
        with writers_turn(), connection.cursor() as cursor:
            cursor.execute(statement, values)
            return int(cursor.rowcount)

    def _hashed(self, key: str, version: int | None) -> str:
        # Names hold addresses of people and of machines; what is kept tells nobody who tried.
        return hashlib.sha256(self.make_key(key, version=version).encode()).hexdigest()

    def _row(self, value: Any, timeout: float | None) -> tuple[str, float]:
        return json.dumps(value), self._until(timeout)

    def _until(self, timeout: float | None) -> float:
        if timeout is DEFAULT_TIMEOUT:
            timeout = self.default_timeout
        return FOR_EVER if timeout is None else _now() + float(timeout)


def _now() -> float:
    return clock.now().timestamp()
