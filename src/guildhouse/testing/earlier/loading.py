"""Makes the house of a written file in an empty database, in the shape it had then: loading.py FILE"""

import json
import os
import sys
from pathlib import Path
from typing import Any


def load(file: Path) -> None:
    """Apply the migrations of that time and write the rows, through the models as they were."""
    from django.core.management.color import no_style
    from django.db import connection, transaction
    from django.db.migrations.executor import MigrationExecutor

    told = json.loads(file.read_text(encoding="utf-8"))
    applied = {(app, name) for app, name in told.pop("migrations")}
    told.pop("at")
    executor = MigrationExecutor(connection)
    plan = [
        step for step in executor.migration_plan(executor.loader.graph.leaf_nodes()) if _key(step) in applied
    ]
    apps = executor.migrate([], plan=plan).apps
    models = [apps.get_model(label) for label in told]
    with connection.constraint_checks_disabled(), transaction.atomic():
        for model, (names, *rows) in zip(models, told.values(), strict=True):
            fields = {field.attname: field for field in model._meta.concrete_fields}
            made = [
                model(**{name: fields[name].to_python(value) for name, value in zip(names, row, strict=True)})
                for row in rows
            ]
            model._base_manager.bulk_create(made)
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), models):
                cursor.execute(statement)


def _key(step: Any) -> tuple[str, str]:
    return step[0].app_label, step[0].name


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "guildhouse.settings"
    import django

    django.setup()
    load(Path(sys.argv[1]))
