"""Form fields that take their label, choices and limits from the model they are about."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import IntegerField, Model


def of(model: type[Model], name: str, *, rows: int = 0, **options: Any) -> Any:
    """The form field of a model's field: its label, its longest text, its choices, its least and greatest number.

    `rows` makes it a text of so many lines; `options` are those of Django's `formfield`.
    """
    if rows:
        options["widget"] = forms.Textarea(attrs={"rows": rows})
    field: Any = model._meta.get_field(name)
    if isinstance(field, IntegerField):
        options = _limits(field) | options
    return field.formfield(**options)


def _limits(field: Any) -> dict[str, int]:
    # Django leaves these to the model, which checks nothing of what a plain form has read. The model's own: to
    # `validators` Django adds what the database can hold, which differs.
    names = {MinValueValidator: "min_value", MaxValueValidator: "max_value"}
    return {names[type(limit)]: limit.limit_value for limit in field._validators if type(limit) in names}


def offer(form: forms.BaseForm, name: str, choices: Iterable[tuple[Any, Any]]) -> None:
    """Give the field of this name, which is one of choices, those that this form offers."""
    field: Any = form.fields[name]
    field.choices = list(choices)
