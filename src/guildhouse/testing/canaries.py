"""Every word that somebody wrote, marked, so that one can tell where it comes to light.

Each column of every table that holds text or JSON is sown, so a new table or field is marked by itself. What pages
reckon with, and what is no text, stands in `NOT_SOWN` with the reason.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from django.apps import apps
from django.db.models import CharField, Field, JSONField, Model, TextField

from guildhouse.cases.models import Case
from guildhouse.cases.sealing import Words, seal
from guildhouse.communities.models import Community
from guildhouse.harvest.models import Card, Commitment, Outcome, Recognition, Reflection
from guildhouse.history.models import Fact
from guildhouse.keeping.personal.links import GIVEN, SHARED
from guildhouse.people.models import Person
from guildhouse.rooms.models import Room, Seat
from guildhouse.testing.addresses import way_to

MARK = re.compile(r"[Qq]z\d{5}x")
SHORTEST = 10  # letters; what is shorter is a code
# Not words but codes that pages reckon with, whatever table they stand in.
CODES = {
    "public_id",
    "slug",
    "zone",
    "format",
    "rrule",
    "key",
    "role_key",
    "language",
    "access_level",
    "kind",
}
CODES |= {"token_hash", "form_key", "reader", "via", "subject_type"}
NOT_SOWN = {
    "account": "allauth's own rows; the address is a person's, which is sown",
    "mfa": "secrets of second factors, read by programs alone; their names are sown by tests of accounts",
    "socialaccount": "what another house said of somebody; none in this one",
    "auth": "tables of Django that hold nothing here",
    "contenttypes": "names of tables",
    "sessions": "codes",
    "kit": "counters of limits, under hashes",
    "cases.case": "sealed; what it says is marked apart",
    "people.session": "what is signed in, by a key; the device is a code",
    "people.person.password": "a hash; programs alone read it",
    "people.person.handle": "decides whom an import finds again",
    "history.version": "numbers",
    "history.delivery.last_error": "for the operator, in the database",
    "history.heartbeat": "names of processes",
    "history.fact.kind": "codes",
    "imports.imported": "what a source said, compared at the next import",
    "imports.importrun.content": "a file that is read again",
    "imports.importrun.answers": "codes and answers a program reads",
    "imports.importrun.report": "counts",
    "circles.arrangement.unmet": "codes, counts and ids",
    "circles.circlemember": "codes of a format",
    "rooms.room.assumed": "names of fields",
    "rooms.series.assumed": "names of fields",
    "rooms.series.role_limits": "numbers by role",
    "communities.stagedeclaration.evidence": "counts",
    "notices.letter.kind": "codes",
    "notices.letter.message_id": "decides whether a letter is sent again",
}


WORDS_OF_CASES = ("situation", "question", "wish", "name")


class Sown(NamedTuple):
    """One marked text: its field, its row, the people it belongs to, and the room it is of (0 for none)."""

    label: str
    row: int
    owners: frozenset[int]
    room: int = 0


def texts(model: type[Model]) -> Iterator[Any]:
    """The columns of a table that hold what somebody wrote."""
    label, app = model._meta.label_lower, model._meta.app_label
    if app in NOT_SOWN or label in NOT_SOWN:
        return
    for field in model._meta.concrete_fields:
        if field.is_relation or field.choices or field.name in CODES or f"{label}.{field.name}" in NOT_SOWN:
            continue
        long = isinstance(field, TextField) or (
            isinstance(field, CharField) and (field.max_length or SHORTEST) >= SHORTEST and not field.unique
        )
        if long or isinstance(field, JSONField):
            yield field


def sow(community: Community) -> dict[str, Sown]:
    """Mark every text of the community, and of every table that is no community's; answers what each mark is."""
    marks: dict[str, Sown] = {}
    for model in apps.get_models():
        path = way_to(model, Community)
        mine = {"community_id": community.pk} if model is Fact else {path: community.pk} if path else {}
        fields = list(texts(model))
        rows = model._default_manager.filter(**mine).order_by("pk") if fields else ()
        for row in rows:
            _mark(row, fields, marks)
    _mark_cases(community, marks)
    return marks


def _mark(row: Model, fields: Iterable[Any], marks: dict[str, Sown]) -> None:
    owners, room = _owners(row), _room(row)
    changed = {}
    for field in fields:
        code = f"Qz{len(marks):05}x"
        value = _shaped(field, code, field.value_from_object(row))
        if value is not None:
            marks[code] = Sown(f"{row._meta.label_lower}.{field.name}", row.pk, owners, room)
            changed[field.attname] = value
    type(row)._default_manager.filter(pk=row.pk).update(**changed)


def _mark_cases(community: Community, marks: dict[str, Sown]) -> None:
    """What cases say is sealed, so it is marked before it is."""
    for case in Case.objects.living().filter(room__community=community).order_by("pk"):
        codes = {name: f"Qz{len(marks) + number:05}x" for number, name in enumerate(WORDS_OF_CASES)}
        for name, code in codes.items():
            marks[code] = Sown(f"cases.case.{name}", case.pk, frozenset({case.person_id}), case.room_id)
        case.sealed = seal(Words(**codes), key=case.key, bound_to=case.public_id)
        case.save(update_fields=["sealed"])


def _owners(row: Model) -> frozenset[int]:
    label = row._meta.label_lower
    if isinstance(row, Person):
        return frozenset({row.pk})
    if isinstance(row, Fact):
        return frozenset({row.actor_id or 0})
    links = [field for field in row._meta.concrete_fields if field.related_model is Person]
    given = [field for field in links if f"{label}.{field.name}" in GIVEN and label not in SHARED]
    return frozenset({getattr(row, field.attname) for field in given} - {None})


def _room(row: Model) -> int:
    if isinstance(row, Fact):
        if row.subject_type == "rooms.seat":
            return Seat.objects.filter(pk=row.subject_id).values_list("room", flat=True).first() or 0
        return row.subject_id if row.subject_type == "rooms.room" else 0
    path = way_to(type(row), Room)
    if not path:
        return 0
    return type(row)._default_manager.filter(pk=row.pk).values_list(path, flat=True)[0] or 0


def _shaped(field: "Field[Any, Any]", code: str, was: Any) -> Any:
    kind = type(field).__name__
    if kind == "JSONField":
        return was | {"text": code, "why": code} if isinstance(was, dict) else None
    if kind == "EmailField":
        return f"{code.lower()}@example.org"
    return f"https://example.org/{code}" if kind == "URLField" else code


def shown() -> set[tuple[str, int]]:
    """The rows that whoever they belong to let others read: the table, and which."""
    rows = {
        "harvest.card": Card.objects.shared(),
        "harvest.commitment": Commitment.objects.exclude(shared_at=None),
        "harvest.outcome": Outcome.objects.exclude(commitment__shared_at=None),
        "harvest.reflection": Reflection.objects.shared(),
        "harvest.recognition": Recognition.objects.filter(state__in=Recognition.SHOWN),
    }
    return {(table, pk) for table, found in rows.items() for pk in found.values_list("pk", flat=True)}


def seen_in(body: str, marks: dict[str, Sown]) -> dict[str, Sown]:
    """The marks a page holds."""
    return {code: marks[code] for code in {found.replace("q", "Q", 1) for found in MARK.findall(body)}}


def text_of(answer: Any) -> str:
    """Everything an answer says: its body, its headers and cookies, and what is packed in an archive."""
    body: bytes = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            body = b"\n".join(name.encode() + packed.read(name) for name in packed.namelist())
    unfolded = body.decode(errors="replace").replace("\r\n ", "")  # a calendar's long lines
    return f"{unfolded}{dict(answer.headers)}{answer.cookies}"
