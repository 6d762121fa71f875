"""Plans and what came of them, as the pages show them."""

from collections import Counter
from collections.abc import Sequence
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from guildhouse.communities.models import Community, Office
from guildhouse.imports import queries, reports
from guildhouse.imports.models import ImportRun
from guildhouse.imports.plan import Accounted, Assumption, Outcome, Place, Plan, SeriesPlan
from guildhouse.rooms.presenting import assumed
from guildhouse.rooms.presenting.recurring import words_of

WHAT = assumed.WHAT | {
    "visibility": gettext_lazy("Who knows of it"),
    "joining": gettext_lazy("How people join"),
    "domain": gettext_lazy("What it is about"),
    "rhythm": gettext_lazy("How it recurs"),
}
MOST_LINES = 200
SHORTEST_CELL = 90


class Shown(NamedTuple):
    """One community of a plan: its name, where it is written, who holds offices, its meetings in words."""

    name: str
    place: Place
    summary: str
    offices: list[str]
    meetings: list[str]
    texts: list[str]


class Table(NamedTuple):
    """Something that needs a look, one row each; `open` when it needs one before anything is written."""

    title: str
    words: str
    heads: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    open: bool = False


def would(plan: Plan) -> list[tuple[str, int, int, int]]:
    """What importing finds: the kind of thing, how many are new, said differently, as before."""
    return [(str(reports.NAMES[row.kind]), row.new, row.changed, row.same) for row in queries.compare(plan)]


def communities(plan: Plan) -> list[Shown]:
    """The communities of a plan with all that is theirs."""
    names = {person.key: person.name for person in plan.people}
    found = []
    for each in plan.communities:
        members = sum(one.community == each.key for one in plan.memberships)
        offices: dict[str, list[str]] = {}
        for office in plan.offices:
            if office.community == each.key:
                offices.setdefault(office.office, []).append(names.get(office.person, office.person))
        meetings = [_meeting(one) for one in plan.series if one.community == each.key]
        meetings += [
            f"{one.title}: {one.on:%Y-%m-%d} {one.time:%H:%M} {one.zone}"
            for one in plan.rooms
            if one.community == each.key
        ]
        people = ngettext("%(num)s person", "%(num)s people", members) % {"num": members}
        series = ngettext("%(num)s meeting", "%(num)s meetings", len(meetings)) % {"num": len(meetings)}
        held = [f"{Office.Kind(kind).label}: {', '.join(who)}" for kind, who in offices.items()]
        summary = f"{each.name} ({people}, {series})"
        found.append(Shown(each.name, each.place, summary, held, meetings, list(each.unscheduled)))
    return found


def _meeting(series: SeriesPlan) -> str:
    rhythm = series.rhythm
    words = words_of(rhythm.rrule, rhythm.start)
    when = f"{series.title}: {words}, {rhythm.time:%H:%M} {rhythm.zone.replace('_', ' ')}"
    guessed = any(one.field == "phase" for one in series.assumptions)
    return _("%(when)s, weeks assumed") % {"when": when} if guessed else when


def tables(plan: Plan) -> list[Table]:
    """Everything in a plan that needs a person's eye, what needs it most first."""
    heads = (_("Line"), _("Where"), _("Written"), _("What became of it"))
    listed = [
        (
            _("Not understood"),
            _("These values are left out."),
            plan.with_outcome(Outcome.NOT_UNDERSTOOD),
            True,
        ),
        (_("Kept only in part"), _("They are longer than what this house keeps."), plan.cut(), True),
        (_("Left out on purpose"), _("Each with its reason."), plan.with_outcome(Outcome.LEFT), False),
    ]
    found = [
        Table(title, words, heads, [_row(value) for value in values[:MOST_LINES]], is_open)
        for title, words, values, is_open in listed
        if values
    ]
    if short := reports.shortened(plan):
        found.insert(
            0,
            Table(
                _("Too long for its page"), "", (_("Line"), _("Community"), _("What is kept")), short, True
            ),
        )
    if rows := _assumptions(plan):
        words = _("What the file does not say. Each room shows it as assumed until a convener confirms it.")
        heads = (_("What"), _("How often"), _("Taken as"), _("Why"))
        found.insert(len([each for each in found if each.open]), Table(_("Assumed"), words, heads, rows))
    return found


def _row(value: Accounted) -> tuple[str, ...]:
    text = " ".join(value.value.split())
    shown = text if len(text) <= SHORTEST_CELL else text[: SHORTEST_CELL - 1] + "…"
    return str(value.line), value.path, shown or "–", value.what


def _assumptions(plan: Plan) -> list[tuple[str, ...]]:
    found: list[Assumption] = [one for each in plan.communities for one in each.assumptions]
    found += [one for each in plan.series for one in each.assumptions]
    found += [one for each in plan.rooms for one in each.assumptions]
    values: dict[tuple[str, str], set[str]] = {}
    for one in found:
        values.setdefault((one.field, one.why), set()).add(one.value or _("no limit"))
    counted = Counter((one.field, one.why) for one in found)
    return [
        (
            str(WHAT.get(field, field)),
            str(count),
            min(values[field, why]) if len(values[field, why]) == 1 else _("different"),
            why,
        )
        for (field, why), count in counted.most_common()
    ]


def answered(run: ImportRun, plan: Plan) -> list[tuple[str, str, str]]:
    """The answers given that settled a question: its id, what the source says, the answer."""
    still_open = {question.id for question in plan.questions}
    return [(key, written, answer) for key, (answer, written) in run.answers.items() if key not in still_open]


def came_of(run: ImportRun) -> dict[str, Any]:
    """What an import made and changed, where it can be seen, and what needs a look."""
    report = run.report
    rows = [
        (str(name), counts.get("made", 0), counts.get("changed", 0), counts.get("same", 0))
        for kind, name in reports.NAMES.items()
        if (counts := report["counts"].get(kind))
    ]
    slugs = [slug for slug, _name in report["communities"]]
    here = Community.objects.filter(slug__in=slugs).order_by("name", "pk").values_list("slug", "name")
    lines = [
        Table(str(title), "", (_("What"), _("Where it is written"), _("Why")), told, True)
        for outcome, title in reports.TITLES.items()
        if (told := [(what, place or "–", why) for place, what, why in report[outcome][:MOST_LINES]])
    ]
    return {"rows": rows, "communities": list(here), "tables": lines}
