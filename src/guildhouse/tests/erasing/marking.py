"""Somebody with a mark in every column that is theirs, and the whole database as text to look for marks in."""

import json
from collections.abc import Iterator
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from django.apps import apps
from django.db.models import CharField, EmailField, Field, JSONField, TextField
from django.utils import timezone

from guildhouse.cases.models import Agreement
from guildhouse.communities.models import Block, Invitation, JoinRequest, Report, SignOn
from guildhouse.history.actors import Actor
from guildhouse.history.models import Fact
from guildhouse.imports.models import Imported, ImportRun
from guildhouse.keeping.models import Erasure, Lock
from guildhouse.keeping.personal.clearing import installed
from guildhouse.keeping.personal.columns import TABLE
from guildhouse.kit import clock
from guildhouse.live.models import Hush, Part, Run
from guildhouse.notices.models import CommunityMute, Failure, Letter, Wishes
from guildhouse.people import actions as people
from guildhouse.people.models import ClaimInvitation, Mute, Person

MARK = "qzmark"


def lived_in(house: SimpleNamespace) -> None:
    """Give Bo a row in every table that can lead to somebody."""
    at, bo, ana = clock.now(), house.bo, house.ana
    old = people.bring_person(name="Bo Before", handle="bo-before", actor=Actor(None, "import"))
    Person.objects.filter(pk=old.pk).update(merged_into=bo)
    Mute.objects.create(person=bo, muted=house.eve, at=at)
    Mute.objects.create(person=house.fay, muted=bo, at=at)
    for n, links in enumerate(({"person": bo}, {"person": house.place, "used_by": bo, "used_at": at})):
        ClaimInvitation.objects.create(
            token_hash=str(n), created_at=at, expires_at=at, email="x@example.org", invited_by=ana, **links
        )
    ClaimInvitation.objects.create(
        token_hash="sent", person=house.place, created_at=at, expires_at=at, email="o@x.org", invited_by=bo
    )
    Lock.objects.create(person=bo, by=ana, reason="Was loud.", at=at, lifted_at=at, lifted_by=house.root)
    Lock.objects.create(person=house.gil, by=bo, reason="Is loud.", at=at, lifted_at=at, lifted_by=bo)
    Erasure.objects.create(person=bo, by=ana, reason="x", asked_at=at, due_at=at, ended_at=at)
    SignOn.objects.get_or_create(community=house.call, person=bo, defaults={"reason": "I dig.", "at": at})
    JoinRequest.objects.create(community=house.dyers, person=bo, message="x", asked_at=at, state="withdrawn")
    Block.objects.create(
        community=house.dyers, person=bo, by=ana, decided_by=ana, reason="x", at=at, lifted_at=at
    )
    Report.objects.create(community=house.weavers, reporter=house.fay, about=bo, text="He hums.", at=at)
    ImportRun.objects.create(
        person=bo, file_name="f", content="x", day=at.date(), uploaded_at=at, state="done"
    )
    Invitation.objects.create(
        community=house.weavers, token_hash="i", created_by=bo, created_at=at, expires_at=at, note="Come"
    )
    Failure.objects.create(person=bo, address=bo.email, why="550 unknown", first_at=at)
    CommunityMute.objects.create(person=bo, community=house.weavers, at=at)
    Wishes.objects.get_or_create(person=bo)
    run = Run.objects.order_by("pk")[0]
    Part.objects.create(run=run, round=9, role="presenter", person=bo)
    Hush.objects.create(run=run, person=bo)
    Agreement.objects.create(room=run.room, person=bo, at=at)
    Imported.objects.create(
        source="s", kind="person", key="bo@s", object_id=bo.pk, said={"a": "b"}, first_day=at.date()
    )


def mark(person: Person) -> dict[str, str]:
    """Put a mark into every column of theirs that does not stay; answers which mark stands where."""
    marks: dict[str, str] = {}
    people_ = [person, *Person.objects.filter(merged_into=person)]
    for line in TABLE:
        if not line.via or line.table not in installed():
            continue
        model = apps.get_model(line.table)
        for one in people_:
            for row in model._default_manager.filter(**{line.via: one.pk}).order_by("pk"):
                kept = {*line.commons, *line.code}
                names = line.emptied + line.renamed if not line.is_gone else _words(model, kept)
                _mark(row, names, marks)
    for fact in Fact.objects.filter(actor_id=person.pk) | Fact.objects.filter(concerns_id=person.pk):
        code = _code(marks, "history.fact.data")
        fact.data |= {"text": code, "why": code, "reason": code}
        fact.save(update_fields=["data"])
    return marks


def written_of(person: Person, house: SimpleNamespace) -> None:
    """What programs wrote of somebody where no key leads: letters to others, the file of an import."""
    person.refresh_from_db()
    fact = Fact.objects.filter(actor_id=person.pk).order_by("pk")[0]
    at = clock.now()
    common = {"kind": "x", "language": "en", "not_before": at, "created_at": at, "html": ""}
    rows = [
        {"person": house.ana, "to": "ana@example.org", "fact_id": fact.pk, "text": f"{person.called} left."},
        {"person": house.eve, "to": "eve@example.org", "text": f"{person.name} and you."},
        {"to": person.email, "text": "Your code."},
    ]
    for n, row in enumerate(rows):
        Letter.objects.create(message_id=f"<m{n}>", subject="News", **common, **row)
    ImportRun.objects.filter(state="done").update(content=f"- name: {person.name}\n", answers={})


def dump() -> Iterator[tuple[str, str]]:
    """Every value of every row of the database as text, with its column."""
    for model in apps.get_models():
        for row in model._default_manager.order_by("pk").values().iterator():
            for name, value in row.items():
                yield f"{model._meta.label_lower}.{name}", json.dumps(value, default=str)


def _words(model: Any, but: set[str]) -> tuple[str, ...]:
    return tuple(
        field.name
        for field in model._meta.concrete_fields
        if isinstance(field, (CharField, TextField))
        and not (field.choices or field.primary_key or field.name in but)
    )


def _mark(row: Any, names: tuple[str, ...], marks: dict[str, str]) -> None:
    for name in names:
        field = row._meta.get_field(name)
        if field.is_relation:
            continue
        code = _code(marks, f"{row._meta.label_lower}.{name}")
        type(row)._default_manager.filter(pk=row.pk).update(**{name: _shaped(field, code)})


def _code(marks: dict[str, str], label: str) -> str:
    code = f"{MARK}{len(marks):04}"
    marks[code] = label
    return code


def _shaped(field: Field, code: str) -> object:
    if isinstance(field, JSONField):
        return {"text": code}
    if isinstance(field, EmailField):
        return f"{code}@example.org"
    longest = getattr(field, "max_length", None) or 40
    return code[:longest]


def in_a_day() -> Any:
    """A day and an hour from now."""
    return clock.at(timezone.now() + timedelta(days=1, hours=1))
