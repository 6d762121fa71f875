"""Writes a small house with all its rows as text. Runs as a script under the earlier version: writing.py OUT"""

import json
import os
import sys
from pathlib import Path
from typing import Any

LETTERS = 8
KINDS = ("guildhouse.", "allauth.account")


def rows_of(model: Any) -> list[list[Any]]:
    """The rows of a table as plain values, in the order of its fields."""
    from django.core.serializers.json import DjangoJSONEncoder

    names = [field.attname for field in model._meta.concrete_fields]
    rows = list(model._default_manager.order_by("pk").values_list(*names))
    if model._meta.label == "notices.Letter":
        rows = rows[:LETTERS]
    return json.loads(json.dumps(rows, cls=DjangoJSONEncoder))


def main(out: str) -> None:
    """Furnish the house of the environment and write it down."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "guildhouse.settings"
    import django

    django.setup()
    from django.apps import apps
    from django.db import connection

    from guildhouse.kit import clock
    from guildhouse.people.models import Person
    from guildhouse.testing.small_house import furnished

    furnished()
    Person.objects.update(password="!")
    with connection.cursor() as cursor:
        cursor.execute("SELECT app, name FROM django_migrations ORDER BY id")
        migrations = [list(row) for row in cursor.fetchall()]
    models = [model for model in apps.get_models() if model.__module__.startswith(KINDS)]
    lines = [f'"at": {json.dumps(clock.now().isoformat())}', f'"migrations": {json.dumps(migrations)}']
    for model in models:
        if rows := rows_of(model):
            names = json.dumps([field.attname for field in model._meta.concrete_fields])
            written = ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
            lines.append(f'"{model._meta.label}": [{names},\n{written}]')
    Path(out).write_text("{" + ",\n".join(lines) + "}\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
