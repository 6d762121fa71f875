"""Statements that are known beforehand, sent to the database without what Django does for those it never saw.

On PostgreSQL the server keeps the plan of each: planning the long questions of `visible_to` took as long as answering.
"""

import re
from collections.abc import Sequence
from functools import cache
from typing import Any

from django.db import connections
from django.db.utils import DEFAULT_DB_ALIAS


def rows_of(sql: str, values: Sequence[Any] = ()) -> list[Any]:
    """Run one statement with `%s` for each value, and read all its rows as the driver gives them; [] without rows.

    The text of the statement must be one of few: each is kept, here and in the server. Errors are Django's.
    """
    connection: Any = connections[DEFAULT_DB_ALIAS]
    if connection.queries_logged or connection.execute_wrappers:
        return _seen(connection, sql, values)
    connection.close_if_health_check_failed()
    if connection.connection is None:
        connection.ensure_connection()
    connection.validate_no_broken_transaction()
    with connection.wrap_database_errors:
        if connection.vendor == "sqlite":
            return connection.connection.execute(_marked(sql), values).fetchall()
        return connection.plans.rows_of(sql, values)


def _seen(connection: Any, sql: str, values: Sequence[Any]) -> list[Any]:
    # By Django's own way while somebody counts or times what is asked.
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall() if cursor.description else []


@cache
def _marked(sql: str) -> str:
    # The statement in the driver's own style.
    return re.sub("%[s%]", lambda sign: "%" if sign[0] == "%%" else "?", sql)
