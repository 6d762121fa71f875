"""What imports have written down of somebody who is erased."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q

from guildhouse.communities.models import Membership, Office
from guildhouse.imports.models import Imported, ImportRun
from guildhouse.people.erased import known_by
from guildhouse.people.models import Person

ENDED = (ImportRun.State.DONE, ImportRun.State.FAILED)


def forget(people: Sequence[Person], words: set[str]) -> None:
    """Keep of sources only digests of these people's keys, and no file that has one of these words. Part of an act."""
    keyed = {
        Imported.Kind.PERSON: [person.pk for person in people],
        Imported.Kind.MEMBERSHIP: _ids(Membership.objects.filter(person__in=people)),
        Imported.Kind.OFFICE: _ids(Office.objects.filter(person__in=people)),
    }
    for kind, ids in keyed.items():
        for row in Imported.objects.filter(kind=kind, object_id__in=ids).order_by("pk"):
            row.key, row.said = known_by(row.key), {}
            row.save(update_fields=["key", "said"])
    for word in sorted(words):
        said = Q(content__contains=word) | Q(answers__icontains=word) | Q(report__icontains=word)
        for run in ImportRun.objects.filter(said).order_by("pk"):
            if run.state in ENDED:
                empty(run)
            elif run.state == ImportRun.State.READ:
                run.delete()


def empty(run: ImportRun) -> None:
    """Keep of a run that it happened and how much it made; what was in the file goes."""
    run.content, run.answers, run.why_failed, run.doing = "", {}, "", ""
    run.report = without_lines(run.report)
    run.save(update_fields=["content", "answers", "report", "why_failed", "doing"])


def without_lines(report: dict[str, Any]) -> dict[str, Any]:
    """A report without the lines that speak of single people and places."""
    return {key: said if key in ("counts", "communities") else [] for key, said in report.items()}


def _ids(rows: Any) -> list[int]:
    return list(rows.values_list("pk", flat=True))
