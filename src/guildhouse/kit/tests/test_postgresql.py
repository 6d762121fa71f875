"""A connection is asked whether it works only where that is not plain to see."""

from collections.abc import Iterator

import psycopg
import pytest
from django.db import OperationalError, connection

from guildhouse.kit.postgresql import base

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def beside() -> Iterator[psycopg.Connection]:
    """Another connection to the same server, and ours known to be well a moment ago."""
    if connection.vendor != "postgresql":
        pytest.skip("on PostgreSQL only: SQLite has no server that could end a connection")
    connection.ensure_connection()
    assert connection.is_usable()
    with psycopg.connect(connection.connection.info.dsn, autocommit=True) as other:
        yield other


def last_asked(beside: psycopg.Connection) -> str:
    pid = connection.connection.info.backend_pid
    return beside.execute("SELECT query FROM pg_stat_activity WHERE pid = %s", [pid]).fetchone()[0]


def test_what_was_well_a_moment_ago_is_not_asked(beside):
    with connection.cursor() as cursor:
        cursor.execute("SELECT 2")
    assert (connection.is_usable(), last_asked(beside)) == (True, "SELECT 2")


def test_what_was_well_long_ago_is_asked(beside, monkeypatch):
    monkeypatch.setattr(base, "LATELY", 0)
    with connection.cursor() as cursor:
        cursor.execute("SELECT 2")
    assert (connection.is_usable(), last_asked(beside)) == (True, "SELECT 1")


def test_one_that_the_server_ended_is_noticed_at_once(beside):
    pid = connection.connection.info.backend_pid
    assert beside.execute("SELECT pg_terminate_backend(%s, 5000)", [pid]).fetchone()[0]
    assert not connection.is_usable()
    connection.close()


def test_one_that_was_found_ended_is_not_usable(beside):
    pid = connection.connection.info.backend_pid
    assert beside.execute("SELECT pg_terminate_backend(%s, 5000)", [pid]).fetchone()[0]
    with pytest.raises(OperationalError), connection.cursor() as cursor:
        cursor.execute("SELECT 2")
    assert not connection.is_usable()
    connection.close()
