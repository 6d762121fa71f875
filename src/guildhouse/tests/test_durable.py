"""An act is answered when it is on the disk, and lets the next one begin before that."""

import fcntl
import os
import threading

import pytest
from django.db import connection, transaction

from guildhouse.history.actions import one_act
from guildhouse.kit.durable import done_again_if_lost
from guildhouse.people.models import Person

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def waits(settings):
    settings.WAITS_FOR_DISK = True
    on_sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        if not on_sqlite:
            cursor.execute("SET synchronous_commit = on")  # the tests' own server says off
        yield settings
        cursor.execute("PRAGMA synchronous = NORMAL" if on_sqlite else "RESET synchronous_commit")


@pytest.fixture
def synced(waits, monkeypatch):
    """What was true each time the disk was waited for: the file, whether others see the act, whether they may write."""
    seen, wait = [], os.fdatasync

    def look(file: int) -> None:
        others = []

        def elsewhere() -> None:
            others.append(Person.objects.filter(name="Ivo").exists())
            connection.close()

        thread = threading.Thread(target=elsewhere)
        thread.start()
        thread.join()
        seen.append((os.readlink(f"/proc/self/fd/{file}"), others[0], _turn_is_free()))
        wait(file)

    monkeypatch.setattr(os, "fdatasync", look)
    return seen


def _turn_is_free() -> bool:
    with open(f"{connection.settings_dict['NAME']}.turn") as turn:
        try:
            fcntl.flock(turn, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


def _one_that_fails() -> None:
    with one_act():
        Person.objects.create(name="Ivo")
        raise ZeroDivisionError


def how_sure() -> int:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous")
        return int(cursor.fetchone()[0])


@pytest.mark.once
def test_the_disk_is_waited_for_after_the_commit_and_outside_the_turn(synced):
    with one_act():
        Person.objects.create(name="Ivo")
        assert synced == []
    assert synced == [(f"{connection.settings_dict['NAME']}-wal", True, True)]


@pytest.mark.once
def test_writes_that_are_no_act_wait_for_the_disk_by_themselves(synced):
    with one_act():
        Person.objects.create(name="Ivo")
    assert how_sure() == 2  # FULL


@pytest.mark.once
def test_an_act_that_fails_leaves_everything_as_it_was(synced):
    with pytest.raises(ZeroDivisionError):
        _one_that_fails()
    assert synced == []
    assert how_sure() == 2
    assert not Person.objects.exists()


@pytest.mark.once
def test_a_house_that_does_not_wait_does_not(synced, settings):
    settings.WAITS_FOR_DISK = False
    with one_act():
        Person.objects.create(name="Ivo")
    assert synced == []


def test_the_log_is_written_when_an_act_ends(waits, monkeypatch):
    written = _sqlite_waits(monkeypatch) if connection.vendor == "sqlite" else _postgresql_has_written
    for number in range(20):
        with one_act():
            Person.objects.create(name=f"Ivo {number}")
            upto = _log_so_far()
        assert written(upto)


def _log_so_far() -> str:
    if connection.vendor == "sqlite":
        return ""
    with connection.cursor() as cursor:
        cursor.execute("SHOW synchronous_commit")
        assert cursor.fetchone() == ("off",)
        cursor.execute("SELECT pg_current_wal_insert_lsn()")
        return str(cursor.fetchone()[0])


def _postgresql_has_written(upto: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_wal_flush_lsn() >= %s::pg_lsn", [upto])
        return bool(cursor.fetchone()[0])


def _sqlite_waits(monkeypatch):
    waited, wait = [], os.fdatasync
    monkeypatch.setattr(os, "fdatasync", lambda file: waited.append(wait(file)))
    return lambda _upto: waited.pop() is None and not waited


@pytest.mark.once
def test_what_is_done_again_if_it_is_lost_waits_for_nothing(synced):
    with done_again_if_lost(), transaction.atomic():
        Person.objects.create(name="Ivo")
        assert how_sure() == 1  # NORMAL
    assert synced == []
    assert how_sure() == 2


def commit_waits() -> bool:
    if connection.vendor == "sqlite":
        return how_sure() == 2
    with connection.cursor() as cursor:
        cursor.execute("SHOW synchronous_commit")
        return cursor.fetchone() == ("on",)


def test_only_inside_that_block_a_commit_does_not_wait(waits):
    with done_again_if_lost(), transaction.atomic():
        assert not commit_waits()
    with transaction.atomic():
        assert commit_waits()
