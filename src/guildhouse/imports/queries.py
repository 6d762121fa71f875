"""What can be asked about imports."""

import json
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from django.utils.translation import get_language

from guildhouse.imports.applying import memory, saying
from guildhouse.imports.models import Imported, ImportRun
from guildhouse.imports.plan import Plan
from guildhouse.imports.reading.answers import Answered, Answers
from guildhouse.imports.reading.landscape import read_landscape

Kind = Imported.Kind
SHOWN = 50


class Compared(NamedTuple):
    """How many things of one kind would be new, changed, or stay as they are."""

    kind: str
    new: int
    changed: int
    same: int


def runs() -> list[ImportRun]:
    """What was brought to this house, the latest first."""
    found = ImportRun.objects.select_related("person").defer("content", "report")
    return list(found.order_by("-pk")[:SHOWN])


def plan_of(run: ImportRun) -> Plan:
    """What a file would make, with the answers given so far. Reading takes its time, so the last ones are kept."""
    return _read(run.content, run.file_name, run.source, run.day, json.dumps(run.answers), get_language())


@lru_cache(maxsize=4)
def _read(content: str, file: str, source: str, day: date, answers: str, _language: str) -> Plan:
    given = {key: Answered(answer, written, 1) for key, (answer, written) in json.loads(answers).items()}
    return read_landscape(content, file=file, source=source, day=day, answers=Answers(given))


def compare(plan: Plan) -> list[Compared]:
    """What importing a plan would find new, changed or as it is, by what the source said the last time; one query."""
    rows = Imported.objects.filter(source=memory.source_key(plan.source)).order_by("pk")
    before = {(row.kind, row.key): row.said for row in rows}
    things: list[tuple[Kind, Sequence[tuple[str, saying.Said]]]] = [
        (Kind.COMMUNITY, [(each.key, saying.community(each)) for each in plan.communities]),
        (Kind.PERSON, [(each.key, saying.person(each)) for each in plan.people]),
        (Kind.MEMBERSHIP, [(each.key, saying.membership(each)) for each in plan.memberships]),
        (Kind.OFFICE, [(each.key, saying.office(each)) for each in plan.offices]),
        (Kind.SERIES, [(each.key, saying.series(each)) for each in plan.series]),
        (Kind.ROOM, [(each.key, saying.room(each)) for each in plan.rooms]),
    ]
    return [_compared(kind, said, before) for kind, said in things if said]


def _compared(
    kind: Kind, things: Sequence[tuple[str, saying.Said]], before: dict[tuple[str, str], saying.Said]
) -> Compared:
    known = [(before.get((kind, memory.row_key(key))), said) for key, said in things]
    new = sum(then is None for then, _said in known)
    same = sum(then == said for then, said in known)
    return Compared(kind, new, len(known) - new - same, same)
