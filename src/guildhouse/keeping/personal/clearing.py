"""Taking everything personal out of the rows of somebody: the table of columns, and what no key leads to."""

import json
import re
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.apps import apps
from django.db.models import Field, Model, Q, QuerySet

from guildhouse.history.models import Fact
from guildhouse.keeping.personal.columns import TABLE, Line
from guildhouse.notices.models import WORDLESS, Letter
from guildhouse.people.models import Person

# What the database wants a word in, in some state of the row.
DASHED = {"rooms.seat.reason", "rooms.seat.next_step"}
DASH = "–"
# The words of facts that are codes, numbers and dates; every other word is somebody's.
CODES_OF_FACTS = {
    *("level", "before", "after", "office", "until", "from_on", "until_on", "on", "number", "edition"),
    *("stage", "state", "role", "room", "series", "seat", "kind", "how", "short", "hours", "place", "count"),
    *("due", "reason_code", "fields", "changed", "to_site", "most_uses", "from_person", "parent"),
    *("duty", "asked_by", "begins_on", "ends_on"),
    *("visibility", "joining", "is_late", "slug", "purpose", "card", "question", "value"),
}
SHORTEST = 2
AT_ONCE = 500
# Where addresses stand: the table, its key to the person, the column.
ADDRESSES = (
    ("account.emailaddress", "user", "email"),
    ("people.addresschange", "person", "old_email"),
    ("people.addresschange", "person", "new_email"),
)
BEING_WRITTEN = timedelta(minutes=5)


def clear(people: Iterable[Person]) -> None:
    """Do with every row of these people, who are one and the same, what the table says. Part of an act."""
    people = list(people)
    for line in TABLE:
        if line.via and line.table in installed():
            for person in people:
                _do(line, person)
    _clear_facts(people)


def installed() -> frozenset[str]:
    """The names of all tables of this house."""
    return frozenset(model._meta.label_lower for model in apps.get_models())


def _do(line: Line, person: Person) -> None:
    model = apps.get_model(line.table)
    rows = model._default_manager.filter(**{line.via: person.pk})
    if line.is_gone:
        rows.delete()
        return
    wanted = {name: _nothing(model, name) for name in line.emptied}
    wanted |= dict.fromkeys(line.renamed, person.name)
    if wanted:
        # By key: a path through another table cannot be updated along.
        model._default_manager.filter(pk__in=list(rows.values_list("pk", flat=True))).update(**wanted)


def _nothing(model: type[Model], name: str) -> object:
    field: Field = model._meta.get_field(name)  # type: ignore[assignment]
    label = f"{model._meta.label_lower}.{name}"
    if label in DASHED:
        return DASH
    return None if field.null else field.get_default() if field.has_default() else ""


def _clear_facts(people: list[Person]) -> None:
    # Many facts end as the same few codes: one statement for each of these, not one for each fact.
    alike: dict[str, list[int]] = {}
    for pk, data in _facts_of(people).exclude(data={}).order_by("pk").values_list("pk", "data").iterator():
        kept = {word: said for word, said in data.items() if word in CODES_OF_FACTS}
        if kept != data:
            alike.setdefault(json.dumps(kept, sort_keys=True), []).append(pk)
    for words, facts in alike.items():
        for start in range(0, len(facts), AT_ONCE):
            Fact.objects.filter(pk__in=facts[start : start + AT_ONCE]).update(data=json.loads(words))


def clear_letters(people: list[Person], words: set[str]) -> int:
    """Empty letters to others that name these people, and throw away those to their addresses. Part of an act."""
    told = _facts_of(people).values("pk")
    Letter.objects.filter(Q(to__in=words) | Q(person=None, fact_id__in=told)).delete()
    about = Q(fact_id__in=told)
    for word in sorted(words):
        about |= Q(text__contains=word) | Q(subject__contains=word)
    whole = _whole_words(words)
    found = Letter.objects.filter(about).exclude(text="", html="", subject="").order_by("pk")
    return _empty_letters(
        [
            pk
            for pk, *said in found.values_list("pk", "subject", "text", "html").iterator()
            if whole.search("\n".join(said))
        ]
    )


def clear_late_letters(people: list[Person], since: datetime) -> int:
    """Empty letters to others that were being written while these people were erased. Part of an act."""
    before = _facts_of(people).filter(happened_at__lte=since).values("pk")
    late = Letter.objects.filter(fact_id__in=before, created_at__gte=since - BEING_WRITTEN)
    return _empty_letters(list(late.exclude(text="", html="").values_list("pk", flat=True)))


def spoken_of(people: list[Person]) -> set[str]:
    """The names and addresses by which these people are found in what programs wrote down."""
    living = [one for one in people if one.erased_at is None]
    words = {word for one in living for word in (one.name, one.called, one.handle, one.email or "")}
    for table, link, column in ADDRESSES:
        if table in installed():
            rows = apps.get_model(table)._default_manager.filter(**{f"{link}__in": living})
            words |= set(rows.values_list(column, flat=True))
    return {word for word in words if len(word) >= SHORTEST}


def _facts_of(people: list[Person]) -> QuerySet[Fact]:
    ids = [person.pk for person in people]
    return Fact.objects.filter(Q(actor_id__in=ids) | Q(concerns_id__in=ids))


def _empty_letters(letters: list[int]) -> int:
    state = Letter.State
    waiting = (state.QUEUED, state.SENDING, state.PARKED)
    rows = Letter.objects.filter(pk__in=letters)
    rows.filter(state__in=waiting).update(state=Letter.State.DROPPED, leased_until=None)
    return rows.update(subject="", **WORDLESS)


def _whole_words(words: set[str]) -> re.Pattern[str]:
    said = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{said})(?!\w)" if said else r"(?!)")
