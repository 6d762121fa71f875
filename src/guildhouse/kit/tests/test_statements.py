"""Statements that are known beforehand reach the database as Django's own do."""

import gc
import threading
import weakref
from urllib.parse import urlsplit

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from guildhouse.kit.database import describe
from guildhouse.kit.statements import rows_of

ADD = "INSERT INTO history_version (community_id, number) VALUES (%s, %s)"
ALL = "SELECT community_id, number FROM history_version WHERE number > %s ORDER BY community_id"


@pytest.mark.django_db
def test_rows_come_as_the_driver_gives_them():
    assert rows_of(ADD, [4, 1]) == []
    assert [tuple(row) for row in rows_of(ALL, [0])] == [(4, 1)]
    assert rows_of(ALL, [1]) == []


@pytest.mark.django_db
def test_signs_of_percent_are_kept_and_are_no_places():
    assert [tuple(row) for row in rows_of("SELECT '100%%', %s, '%%s %%%%'", [7])] == [("100%", 7, "%s %%")]


@pytest.mark.django_db
def test_whoever_counts_what_is_asked_sees_it_and_gets_the_same():
    rows_of(ADD, [4, 1])
    with CaptureQueriesContext(connection) as seen:
        rows = rows_of(ALL, [0])
    assert [tuple(row) for row in rows] == [(4, 1)]
    assert len(seen) == 1


@pytest.mark.django_db(transaction=True)
def test_what_the_database_refuses_is_an_error_of_djangos():
    rows_of(ADD, [4, 1])
    with pytest.raises(IntegrityError), transaction.atomic():
        rows_of(ADD, [4, 2])
    assert [tuple(row) for row in rows_of(ALL, [0])] == [(4, 1)]


@pytest.mark.django_db(transaction=True)
def test_nothing_is_asked_in_a_transaction_that_has_failed():
    with transaction.atomic():
        transaction.set_rollback(True)
        with pytest.raises(DatabaseError, match="transaction"):
            rows_of(ALL, [0])


@pytest.mark.django_db(transaction=True)
def test_a_thread_that_never_asked_before_connects_by_itself():
    found = []

    def ask():
        try:
            found.append(rows_of(ALL, [0]))
        finally:
            connection.close()

    thread = threading.Thread(target=ask)
    thread.start()
    thread.join()
    assert found == [[]]


@pytest.mark.postgresql  # the other driver cannot be asked whether anybody holds it
@pytest.mark.django_db(transaction=True)
def test_a_connection_that_is_closed_is_let_go_of():
    rows_of(ALL, [0])
    driver = weakref.ref(connection.connection)
    connection.close()
    assert rows_of(ALL, [0]) == []
    gc.collect()
    assert driver() is None


def test_plans_stay_out_of_a_server_behind_which_connections_are_lent():
    address = "postgresql://house@db/house"
    assert describe(urlsplit(address), "FULL")["OPTIONS"] == {"prepare_threshold": 0}
    assert describe(urlsplit(f"{address}?prepared=no&sslmode=require"), "FULL")["OPTIONS"] == {
        "sslmode": "require"
    }
