"""Fifty of everything: what a house holds, copied along each thing that other things hang on."""

import secrets
from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps
from django.db import IntegrityError, models, transaction

from guildhouse.communities.models import Community
from guildhouse.people.models import Person
from guildhouse.rooms.models import Room, Series

Kind = type[models.Model]
Originals = dict[Kind, list[models.Model]]
# Copied each with all that hangs on it, while the others stay: more people in the same rooms, more rooms of the same
# people, and so on. Everything else is copied once more beside itself.
ROOTS: tuple[Kind | None, ...] = (Person, Community, Room, Series, None)


def many(copies: int = 49) -> set[Kind]:
    """Add so many copies of every row wherever there may be more than one; answer the kinds that stayed few."""
    there = {model: list(model._base_manager.order_by("pk")) for model in _kinds()}
    for root in ROOTS:
        for number in range(1, copies + 1):
            _copy(there, root, number)
    return {model for model, rows in there.items() if rows and model._base_manager.count() == len(rows)}


def _kinds() -> list[Kind]:
    ours = [model for model in apps.get_models() if model.__module__.startswith("guildhouse.")]
    return [model for model in ours if isinstance(model._meta.pk, models.AutoField)]


def _copy(there: Originals, root: Kind | None, number: int) -> None:
    made: dict[Kind, dict[Any, Any]] = {}
    for model in _hanging_on(root, there):
        keys = [row.pk for row in there[model]]
        copies = [_fresh(row, number, made) for row in there[model]]
        try:
            with transaction.atomic():
                model._base_manager.bulk_create(copies)
        except IntegrityError:  # there may be but one
            continue
        made[model] = dict(zip(keys, (copy.pk for copy in copies), strict=True))


def _hanging_on(root: Kind | None, kinds: Iterable[Kind]) -> list[Kind]:
    """What is copied with a root, in the order in which it can be written."""
    if root is None:
        return [model for model in kinds if model not in ROOTS]
    found, left = [root], [model for model in kinds if model not in ROOTS]
    while more := [model for model in left if set(_targets(model)) & set(found)]:
        found += more
        left = [model for model in left if model not in more]
    return found


def _targets(model: Kind) -> Iterator[Kind]:
    for field in model._meta.concrete_fields:
        if isinstance(field.related_model, type) and field.related_model is not model:
            yield field.related_model


def _fresh(row: models.Model, number: int, made: dict[Kind, dict[Any, Any]]) -> models.Model:
    """A copy that is not kept yet: pointing to the copies of what it points to, and unlike where it must be."""
    copy = type(row)()
    for field in row._meta.concrete_fields:
        value = getattr(row, field.attname)
        if field.primary_key:
            continue
        if value is not None and isinstance(field.related_model, type):
            value = made.get(field.related_model, {}).get(value, value)
        elif value is not None and (field.unique or field.name == "email"):
            value = f"{secrets.token_hex(5)}{f'@{number}.example' if field.name == 'email' else ''}"
        elif field.name == "number" and value is not None:
            value += 1000 * number
        elif field.name == "handle" and value:
            value = secrets.token_hex(5)
        elif field.name == "occurrence_on":  # a series has one room a day
            value = None
        setattr(copy, field.attname, value)
    return copy
