"""No page looks at more rows because there are more people and more history: counted, not timed.

The same house once, and once with ten times the people and the past. SQLite counts the steps it takes; PostgreSQL says
of every query how many rows it touched. What may grow up to a limit, such as a list of choices, is full in both.
"""

import json
import re
from collections.abc import Callable

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from guildhouse.bench import house, pages, visitors
from guildhouse.communities.queries import bridges, charter, people
from guildhouse.keeping import queries as keeping
from guildhouse.kit.kept import shelf
from guildhouse.rooms import memory

SIZE = {"people": 200, "rooms": 60, "ahead": 20}
STEP = 50  # instructions of SQLite's machine between two counts
# How much more a page may look at, in steps of SQLite and in rows of PostgreSQL, which reads a small table whole.
MORE, SLACK = 1.3, {"sqlite": 2500, "postgresql": 2000}
PUBLIC_ID = r"/[a-z0-9]{12}/"  # differs from house to house
# A list that has room for fifty rooms: it is not full in the smaller house.
FILLS_UP = "/rooms/?past=yes"


@pytest.fixture
def small_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is cut at some number of people is cut at a few, so that both houses have more than that."""
    limits = {
        people: {"PAGE": 20, "MOST_BY_NAME": 30, "MOST_CHOICES": 20},
        bridges: {"COUNTED_AT_ONCE": 100},
        charter: {"NAMES": 20},
        keeping: {"MOST_COUNTED": 150},
        memory: {"MOST_OF_ONE": 3},
    }
    for module, names in limits.items():
        for name, limit in names.items():
            monkeypatch.setattr(module, name, limit)


def looked_at(times: int) -> dict[str, int]:
    """How much each page looks at in a house of so many times the people and the past."""
    call_command("flush", interactive=False, verbosity=0)
    house.build(house.Size(**SIZE, times=times))
    everybody = {"convener": visitors.signed_in(1)[0]}  # who also looks after the house, and sees most
    measure = steps_of_sqlite if connection.vendor == "sqlite" else rows_of_postgresql
    found = {}
    for path, _who, cookie in pages.pages(everybody):
        client = Client(headers={"host": "localhost"})
        name, _, value = cookie.partition("=")
        client.cookies[name] = value
        shelf.clear()
        many = measure(lambda client=client, path=path: client.get(path).status_code == 200)
        if many is not None:
            found[re.sub(PUBLIC_ID, "/…/", path)] = many
    return found


def steps_of_sqlite(opens: Callable[[], bool]) -> int | None:
    """The instructions SQLite's machine carries out, in steps of fifty."""
    steps = 0

    def count() -> int:
        nonlocal steps
        steps += STEP
        return 0

    connection.ensure_connection()
    connection.connection.set_progress_handler(count, STEP)
    is_open = opens()
    connection.connection.set_progress_handler(None, 0)
    return steps if is_open else None


def rows_of_postgresql(opens: Callable[[], bool]) -> int | None:
    """The rows that the queries of a page come by, those left out again among them."""
    with CaptureQueriesContext(connection) as asked:
        is_open = opens()
    if not is_open:
        return None
    with connection.cursor() as cursor:
        return sum(
            _rows(cursor, one["sql"]) for one in asked.captured_queries if one["sql"].startswith("SELECT")
        )


def _rows(cursor, sql: str) -> int:
    cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}".replace("%", "%%"), None)
    plan = cursor.fetchone()[0]
    return _touched((json.loads(plan) if isinstance(plan, str) else plan)[0]["Plan"])


def _touched(node: dict) -> int:
    rows = node["Actual Rows"] + sum(node.get(f"Rows Removed by {by}", 0) for by in ("Filter", "Join Filter"))
    return round(rows * node["Actual Loops"]) + sum(_touched(below) for below in node.get("Plans", ()))


@pytest.mark.usefixtures("small_limits")
def test_no_page_looks_at_more_in_a_house_that_grew(transactional_db):
    small, large = looked_at(1), looked_at(10)
    assert len(small) > 50
    assert small.keys() == large.keys()
    slack = SLACK[connection.vendor]
    more = {
        path: (few, large[path])
        for path, few in small.items()
        if large[path] > MORE * few + slack and not path.endswith(FILLS_UP)
    }
    assert more == {}
