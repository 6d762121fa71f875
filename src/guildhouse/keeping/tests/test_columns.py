"""Every column that could say something about somebody is decided about: a new one makes this fail."""

import pytest
from django.apps import apps
from django.db.models import BigIntegerField, CharField, Field, IntegerField, JSONField, Model, TextField

from guildhouse.keeping.personal.columns import NOT_OF_PEOPLE, TABLE, columns
from guildhouse.people.models import Person

DECIDED = columns()
MODELS = [model for model in apps.get_models() if model._meta.label_lower not in NOT_OF_PEOPLE]


def is_personal(field: Field) -> bool:
    """Whether a column leads to a person, or could hold words or a plain id."""
    if field.related_model is Person:
        return True
    is_id = isinstance(field, (BigIntegerField, IntegerField)) and field.name.endswith("_id")
    is_words = isinstance(field, (CharField, TextField, JSONField)) and not field.choices
    return not field.is_relation and (is_id or is_words)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label_lower)
def test_every_column_about_people_is_decided_about(model: type[Model]):
    decided = DECIDED.get(model._meta.label_lower, set())
    asked = [field for field in model._meta.concrete_fields if is_personal(field)]
    if "*" in decided:
        asked = [field for field in asked if field.related_model is Person]
    assert [field.name for field in asked if field.name not in decided] == []


@pytest.mark.parametrize("line", TABLE, ids=lambda line: f"{line.table}.{line.via}")
def test_what_is_decided_about_exists_and_has_a_reason(line):
    assert line.why
    if line.table in {model._meta.label_lower for model in apps.get_models()}:
        there = {field.name for field in apps.get_model(line.table)._meta.concrete_fields} | {
            "pk",
            "person_id",
        }
        named = {line.via.split("__")[0], *line.emptied, *line.renamed, *line.commons, *line.code} - {""}
        assert named - there == set()


def test_no_column_is_decided_about_twice():
    said = [
        (line.table, name)
        for line in TABLE
        for name in (*line.emptied, *line.renamed, *line.commons, *line.code)
    ]
    assert sorted({one for one in said if said.count(one) > 1}) == ALSO_OTHERS


# A reason a person gave is theirs when it is about them, and stays when it is about another.
ALSO_OTHERS = [("keeping.erasure", "reason")]
