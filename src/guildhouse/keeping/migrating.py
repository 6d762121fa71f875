"""Bringing the database to the shape this version needs, so that it can be killed at any moment and run again."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.sql import emit_post_migrate_signal
from django.db import connection
from django.db.migrations import Migration
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import ProjectState

from guildhouse.kit.schema import waiting_migrations
from guildhouse.kit.turns import writers_turn

MIGRATORS_LOCK = 4_841_508


class WholeSteps(MigrationExecutor):
    """Each migration and the note that it was applied, in one transaction.

    Django writes the note after the commit of a migration that ends with deferred statements. One killed between the
    two would find its own tables when it is run again, and refuse.
    """

    def apply_migration(
        self, state: ProjectState, migration: Migration, fake: bool = False, fake_initial: bool = False
    ) -> ProjectState:
        if not migration.atomic:
            return super().apply_migration(state, migration, fake, fake_initial)
        with self.connection.schema_editor(atomic=True) as editor:
            state = migration.apply(state, editor)
            for statement in editor.deferred_sql:
                editor.execute(statement, None)
            editor.deferred_sql.clear()
            self.record_migration(migration)  # type: ignore[call-arg, arg-type]  # the stubs know an older one
        return state


def bring_up_to_date(say: Callable[[str], Any]) -> bool:
    """Apply what is waiting, telling of it by `say`; answers whether anything was."""
    if not waiting_migrations():
        return False
    with _one_at_a_time():
        waiting = waiting_migrations()
        if waiting:
            say(f"Preparing the database: {len(waiting)} steps.")
            _migrate()
    return bool(waiting)


def _migrate() -> None:
    executor = WholeSteps(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    executor.migrate(executor.loader.graph.leaf_nodes(), plan=plan)
    # Django's own apps fill their tables of kinds and permissions when they hear this.
    emit_post_migrate_signal(0, False, connection.alias, plan=plan)


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    # Several processes may start at once over one database.
    if connection.vendor != "postgresql":
        with writers_turn():
            yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [MIGRATORS_LOCK])
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [MIGRATORS_LOCK])
