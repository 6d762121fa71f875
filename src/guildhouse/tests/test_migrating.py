"""A migration and the note that it was applied happen together: one killed between the two can be run again."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from django.db.migrations import Migration
from django.db.migrations.executor import MigrationExecutor

from guildhouse.keeping.backup import elsewhere
from guildhouse.keeping.migrating import WholeSteps

pytestmark = pytest.mark.django_db(transaction=True)
FIRST = [("history", "0001_begin")]


class Killed(Exception):
    """In place of a kill, at the moment the note is written."""


class KilledWhole(WholeSteps):
    def record_migration(self, migration: Migration) -> None:
        raise Killed


class KilledDjango(MigrationExecutor):
    def record_migration(self, migration: Migration) -> None:
        raise Killed


@pytest.fixture(autouse=True)
def _an_empty_database(tmp_path: Path) -> Iterator[None]:
    with elsewhere.over(elsewhere.over_file(tmp_path / "empty.sqlite3")):
        yield


def tables_after(killed: type[MigrationExecutor]) -> set[str]:
    """The tables that are there when a migration was killed at its note."""
    executor = killed(connection)
    with pytest.raises(Killed):
        executor.migrate(FIRST)
    return {name for name in connection.introspection.table_names() if name.startswith("history_")}


def test_one_killed_at_its_note_has_not_happened_and_can_be_run_again():
    assert tables_after(KilledWhole) == set()
    WholeSteps(connection).migrate(FIRST)
    assert "history_fact" in connection.introspection.table_names()


def test_with_what_django_brings_it_would_have_happened_unnoted():
    assert "history_fact" in tables_after(KilledDjango)
