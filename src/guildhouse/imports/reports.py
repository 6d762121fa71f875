"""A plan told to people, as text, and to programs, as JSON: what becomes what, and what stays open, with places."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guildhouse.imports.models import Imported
from guildhouse.imports.plan import Accounted, Assumption, Link, Outcome, Place, Plan, SeriesPlan, Topic
from guildhouse.imports.queries import Compared
from guildhouse.imports.reading.links import TEXT, long

WIDEST = 100
NAMES: dict[str, Any] = {
    Imported.Kind.COMMUNITY: gettext_lazy("communities"),
    Imported.Kind.PERSON: gettext_lazy("people"),
    Imported.Kind.MEMBERSHIP: gettext_lazy("memberships"),
    Imported.Kind.OFFICE: gettext_lazy("offices"),
    Imported.Kind.SERIES: gettext_lazy("series"),
    Imported.Kind.ROOM: gettext_lazy("single rooms"),
}
TITLES = {
    "refused": gettext_lazy("Could not be made or changed"),
    "left": gettext_lazy("Left as it is here"),
    "gone": gettext_lazy("No longer in the source, and still here"),
}


def as_text(plan: Plan, *, every_value: bool = False) -> str:
    """The plan for people to read. `every_value` adds a line for each value of the file and what came of it."""
    lines = [*_summary(plan), *_things(plan), *_assumptions(plan), *_questions(plan)]
    lines += _titled(_("Kept only in part, as it is longer than what is kept here"), plan.file, plan.cut())
    lines += [f"    {place}  {name}: {why}" for place, name, why in shortened(plan)]
    lines += _values(plan, Outcome.NOT_UNDERSTOOD, _("Not understood"))
    lines += _values(plan, Outcome.LEFT, _("Left out on purpose"))
    if every_value:
        lines += _values(plan, Outcome.ASKED, _("Waiting for an answer"))
        lines += _values(plan, Outcome.KEPT_AS_TEXT, _("Kept as text"))
        lines += _values(plan, Outcome.BECAME, _("Became"))
    return "\n".join(lines) + "\n"


def as_json(plan: Plan) -> str:
    """The whole plan, every value's account included."""
    return json.dumps(
        {"summary": plan.summary()} | asdict(plan), default=str, ensure_ascii=False, indent=1, sort_keys=False
    )


def compared(rows: Iterable[Compared]) -> list[str]:
    """What importing would find, one line for each kind of thing."""
    words = {"new": _("new"), "changed": _("said differently"), "same": _("as before")}
    return [
        f"{NAMES[row.kind]}: "
        + ", ".join(f"{count} {words[name]}" for name in words if (count := getattr(row, name)))
        for row in rows
    ]


def told(report: Mapping[str, Any]) -> list[str]:
    """What came of an import, from its report as it is kept."""
    words = {"made": _("made"), "changed": _("changed"), "same": _("as they were")}
    lines = [_("Brought in")]
    for kind, name in NAMES.items():
        counts = report["counts"].get(kind, {})
        if counts:
            lines.append(
                f"    {name}: "
                + ", ".join(f"{counts[each]} {words[each]}" for each in words if each in counts)
            )
    for outcome, title in TITLES.items():
        if report[outcome]:
            lines += ["", str(title)]
            lines += [
                "    " + " ".join(filter(None, (place, f"{what}:", why)))
                for place, what, why in report[outcome]
            ]
    return lines


def elsewhere(plan: Plan, community: str) -> str:
    """In Markdown, what the source says about a community and this house keeps as text: where it meets elsewhere,
    the parts of its work, who has a stake in it, what meets without dates. See `shortened` for what is too long."""
    whole = "\n".join(_elsewhere(plan, community)).strip()
    return whole if len(whole) <= TEXT else long("\n".join(_elsewhere(plan, community, links=False)))


def shortened(plan: Plan) -> list[tuple[str, str, str]]:
    """The communities whose parts have more links than fit into their page: place, name, and what is kept."""
    why = _("the parts of its work are kept by name, without their links")
    return [
        (str(each.place), each.name, why)
        for each in plan.communities
        if len("\n".join(_elsewhere(plan, each.key)).strip()) > TEXT
    ]


def about(series: SeriesPlan) -> str:
    """In Markdown, what the source says about a series beside its time and place."""
    lines = [series.about, ""] if series.about else []
    if series.topics:
        lines += [_("- Part of the work: %(names)s") % {"names": ", ".join(series.topics)}]
    lines += [f"- [{_kind(each.kind)}]({each.url})" for each in series.links if each.url]
    lines += [f"- {_kind(each.kind)}: {each.text}" for each in series.links if not each.url]
    lines += [f"- {note}" for note in series.notes]
    return long("\n".join(lines).strip())


def _elsewhere(plan: Plan, community: str, links: bool = True) -> list[str]:
    found = next(each for each in plan.communities if each.key == community)
    names = {each.key: each.name for each in plan.communities}
    lines = _by_kind(found.links)
    if found.stakeholders:
        stakeholders = ", ".join(names[key] for key in found.stakeholders)
        lines.append(_("- With a stake in it: %(names)s") % {"names": stakeholders})
    if found.unscheduled:
        lines += ["", _("**Meets without dates**"), "", *(f"- {text}" for text in found.unscheduled)]
    if found.topics:
        lines += ["", _("**Parts of its work**"), "", *(_topic(each, links) for each in found.topics)]
    return lines


def _by_kind(links: Iterable[Link]) -> list[str]:
    """One line for each kind of link, with all of that kind behind it."""
    kinds: dict[str, list[str]] = {}
    for each in links:
        kinds.setdefault(each.kind, []).append(_link(each.text, each.url))
    return [f"- {_kind(kind)}: {'; '.join(texts)}" for kind, texts in kinds.items()]


def _topic(topic: Topic, links: bool) -> str:
    told: list[str] = []
    kinds: Counter[str] = Counter()
    for each in topic.links if links else ():
        kinds[each.kind] += 1
        words = _kind(each.kind) if kinds[each.kind] == 1 else str(kinds[each.kind])
        told.append(f"[{words}]({each.url})" if each.url else f"{_kind(each.kind)} {each.text}")
    parts = [" ".join(topic.description.split()), ", ".join(told)]
    return f"- {topic.name}: {' '.join(filter(None, parts))}".rstrip(": ")


def _kind(kind: str) -> str:
    known = {
        "charter": _("Charter"),
        "team": _("Teams"),
        "slack": _("Chat"),
        "mailing_list": _("Mailing list"),
        "owners": _("Owners"),
        "archive": _("Notes"),
        "recordings": _("Recordings"),
        "calendar": _("Calendar"),
        "link": _("Link"),
    }
    return known.get(kind) or kind.replace("_", " ").capitalize()


def _link(text: str, url: str) -> str:
    return f"<{url}>" if url == text else f"[{text}]({url})" if url else text


def _summary(plan: Plan) -> Iterator[str]:
    counts = plan.summary()
    yield _("%(file)s, to be imported as “%(source)s”") % {"file": plan.file, "source": plan.source}
    yield (
        _(
            "%(communities)s communities, %(people)s people, %(memberships)s memberships, %(offices)s offices, "
            "%(series)s series, %(rooms)s single rooms"
        )
        % counts
    )
    yield (
        _(
            "%(values)s values: %(became)s taken over, %(kept_as_text)s kept as text, %(deliberately_left)s left "
            "out on purpose, %(asked)s waiting for %(questions)s answers, %(not_understood)s not understood"
        )
        % counts
    )


def _things(plan: Plan) -> Iterator[str]:
    for community in plan.communities:
        yield ""
        yield f"{community.place}  {community.name} → /c/{community.slug}/"
        for office in plan.offices:
            if office.community == community.key:
                topics = f" ({', '.join(office.topics)})" if office.topics else ""
                yield f"    {office.place}  {office.office}: {office.person}{topics}"
        for series in plan.series:
            if series.community == community.key:
                yield f"    {series.place}  {series.title}: {when(series)}"
        for room in plan.rooms:
            if room.community == community.key:
                yield f"    {room.place}  {room.title}: {room.on} {room.time:%H:%M} {room.zone}"
        for text in community.unscheduled:
            yield f"    {community.place}  " + _("without dates: %(text)s") % {"text": text}


def when(series: SeriesPlan) -> str:
    """The rhythm of a series in one line."""
    rhythm = series.rhythm
    until = f" … {rhythm.until}" if rhythm.until else ""
    return f"{rhythm.rrule} @ {rhythm.time:%H:%M} {rhythm.zone}, {rhythm.start}{until}"


def _assumptions(plan: Plan) -> Iterator[str]:
    """Assumptions that hold for nearly everything are told once with their number, the others one by one."""
    each = list(_each_assumption(plan))
    kinds: dict[tuple[str, str], list[str]] = {}
    for _place, _key, assumed in each:
        kinds.setdefault((assumed.field, assumed.why), []).append(assumed.value or "–")
    if not each:
        return
    yield from ("", _("Assumed"))
    for (field, why), values in kinds.items():
        if len(values) > 3:
            value = values[0] if len(set(values)) == 1 else "…"
            yield f"    {len(values)} ×  {field} = {value}: {why}"
    for place, key, assumed in each:
        if len(kinds[assumed.field, assumed.why]) <= 3:
            yield f"    {place}  {key}: {assumed.field} = {assumed.value or '–'}: {assumed.why}"


def _each_assumption(plan: Plan) -> Iterator[tuple[Place, str, Assumption]]:
    for community in plan.communities:
        yield from ((community.place, community.key, assumed) for assumed in community.assumptions)
    for series in plan.series:
        yield from ((series.place, series.key, assumed) for assumed in series.assumptions)
    for room in plan.rooms:
        yield from ((room.place, room.key, assumed) for assumed in room.assumptions)


def _questions(plan: Plan) -> Iterator[str]:
    if plan.questions:
        yield from ("", _("Open questions (what they are about is left out until they are answered)"))
    for question in plan.questions:
        yield f"    {question.place}  {question.id}"
        yield f"        {question.text}"
        for choice in question.choices:
            yield f"        - {choice.value}" + (f"  ({choice.label})" if choice.label else "")
        if question.answer_refused:
            yield "        " + _("The answer “%(answer)s” was not understood.") % {
                "answer": question.answer_refused
            }


def _values(plan: Plan, outcome: Outcome, title: str) -> Iterator[str]:
    yield from _titled(title, plan.file, plan.with_outcome(outcome))


def _titled(title: str, file: str, values: tuple[Accounted, ...]) -> Iterator[str]:
    if values:
        yield from ("", title)
        yield from _rows(file, values)


def _rows(file: str, values: Iterable[Accounted]) -> Iterator[str]:
    """One line for each value; neighbours with the same outcome share one."""
    for what, group in groupby(values, key=lambda each: each.what):
        first, *others = group
        text = " ".join(first.value.split())
        shown = text if len(text) <= WIDEST else text[: WIDEST - 1] + "…"
        more = _(" and the next %(count)s values") % {"count": len(others)} if others else ""
        yield f"    {file}:{first.line}  {first.path}: “{shown}”{more}: {what}"
