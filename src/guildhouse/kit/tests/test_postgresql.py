"""On PostgreSQL: connections are asked nothing that is plain to see, and what is asked often is planned once."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest
from django.db import IntegrityError, OperationalError, connection, transaction

from guildhouse.kit.durable import durable_together
from guildhouse.kit.postgresql import base
from guildhouse.kit.postgresql.plans import Plans
from guildhouse.kit.statements import rows_of

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def beside() -> Iterator[psycopg.Connection]:
    """Another connection to the same server, and ours known to be well a moment ago."""
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


def plans() -> int:
    return rows_of("SELECT count(*) FROM pg_prepared_statements")[0][0]


@transaction.atomic
def ask_and_fail() -> None:
    rows_of("SELECT %s::text", ["wool"])
    raise ZeroDivisionError


def test_a_plan_outlives_an_act_that_fails(beside):
    rows_of("SELECT %s::text", ["loom"])
    before = plans()
    with pytest.raises(ZeroDivisionError):
        ask_and_fail()
    assert (plans(), rows_of("SELECT %s::text", ["wool"])) == (before, [("wool",)])


def test_a_number_of_any_size_and_none_have_two_plans(beside):
    before = plans()
    for number in (7, 70_000, 7_000_000_000, None):
        assert rows_of("SELECT %s + 0", [number]) == [(number,)]
    assert plans() == before + 2


def test_plans_that_are_too_many_are_all_forgotten(beside, monkeypatch):
    monkeypatch.setattr("guildhouse.kit.postgresql.plans.MOST", 3)
    with psycopg.connect(beside.info.dsn, prepare_threshold=0, autocommit=True) as other:
        here = Plans(other)
        for number in range(8):
            assert here.rows_of(f"SELECT %s + {number}", [7]) == [(7 + number,)]
        assert here.rows_of("SELECT count(*) FROM pg_prepared_statements", []) == [(3,)]


def test_what_a_beginning_left_open_is_not_used_again(beside):
    connection.connection.execute("BEGIN")
    assert not connection.is_usable()
    connection.close()


def test_behind_a_pooler_that_forbids_plans_there_are_none(beside):
    with psycopg.connect(beside.info.dsn, prepare_threshold=None) as lent:
        here = Plans(lent)
        assert here.rows_of("SELECT %s::int", [7]) == [(7,)]
        assert here.rows_of("SELECT count(*) FROM pg_prepared_statements", []) == [(0,)]


def test_a_line_that_is_lost_says_so_each_time(beside):
    pid = connection.connection.info.backend_pid
    assert beside.execute("SELECT pg_terminate_backend(%s, 5000)", [pid]).fetchone()[0]
    for _ in range(2):
        with pytest.raises(OperationalError):
            rows_of("SELECT 1")
    connection.close()


def deliver_what_never_happened() -> None:
    rows_of("INSERT INTO history_version (community_id, number) VALUES (%s, 1)", [4])
    rows_of(
        "INSERT INTO history_delivery (fact_id, reader, attempts, last_error, not_before) "
        "VALUES (%s, 'letters', 0, '', now())",
        [4],
    )


@contextmanager
def whole_act() -> Iterator[None]:
    with durable_together(), transaction.atomic():
        yield


@pytest.mark.parametrize("whole", [transaction.atomic, whole_act])
def test_what_is_refused_only_at_the_end_is_undone_and_said(beside, settings, whole):
    settings.WAITS_FOR_DISK = True
    with pytest.raises(IntegrityError), whole():
        deliver_what_never_happened()
    assert rows_of("SELECT count(*) FROM history_version") == [(0,)]
