"""The page on which a format is changed: its forms, what its buttons do to the rows, and what is wrong with it."""

import re
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.forms import Form
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guildhouse.kit import dates
from guildhouse.rooms.formats.parsing import read
from guildhouse.rooms.formats.reader import LONGEST_KEY, FormatError, Problem
from guildhouse.rooms.formats.shape import Format, Words
from guildhouse.rooms.forms.format_parts import ASKED, Choices, RoleForm, StepForm, WholeForm
from guildhouse.rooms.forms.format_sheet import (
    MOST,
    Row,
    first,
    is_empty,
    name_roles,
    rows_of,
    sheet_of,
    table_of,
    with_rows,
)

ROW = re.compile(r"(roles|steps)\[(\d+)\](?:\.(.*))?\Z")
DOES = re.compile(r"(add|drop|up|down)-(roles|steps)(?:-(\d{1,3}))?\Z")
# Where a problem is shown when the page has no field of its own for the place.
BESIDE = {
    "people": "people_best",
    "circles": "circles_best",
    "repeat": "repeat_rule",
    "source": "source_author",
    "minutes": "minutes_default",
    "seatable": "taken",
    "source.note": "note",
}

SECTIONS = {"roles": gettext_lazy("Roles"), "steps": gettext_lazy("Steps")}


class Editor:
    """What is on the page: bound forms that keep every word as it was typed."""

    def __init__(self, data: Mapping[str, Any], before: Format) -> None:
        self.before = before
        self.languages: Choices = languages_of(before)
        self.at_hand = ""  # the id of the row somebody has just put in or moved
        self._take(data, rows_of(data, "roles"), rows_of(data, "steps"))

    @classmethod
    def of(cls, fmt: Format, **hidden: Any) -> "Editor":
        """The page filled in with a format."""
        sheet = sheet_of(fmt)
        for name, value in hidden.items():
            sheet[name] = str(value)
        return cls(sheet, fmt)

    @classmethod
    def sent(cls, data: Mapping[str, Any], before: Format) -> "Editor":
        """The page as it was sent back, by somebody who had `before` before their eyes."""
        return cls(data, before)

    def _take(self, data: Mapping[str, Any], roles: list[Row], steps: list[Row]) -> None:
        main = self.languages[0][0]
        name_roles(roles, main)
        self.data = with_rows(data, roles=roles, steps=steps)
        keys = [(first(row, "key"), first(row, f"name_{main}")) for row in roles]
        named = [(key, name or key) for key, name in keys if key]
        given: dict[str, Any] = {"languages": self.languages, "roles": named}
        self.whole = WholeForm(self.data, auto_id="whole-%s", **given)
        self.roles = [RoleForm(self.data, prefix=f"roles-{at}", **given) for at in range(len(roles))]
        self.steps = [StepForm(self.data, prefix=f"steps-{at}", **given) for at in range(len(steps))]

    def change(self, does: str) -> None:
        """Do what a button on the page says to the rows."""
        asked = DOES.match(does)
        if asked is None:
            return
        verb, kind, number = asked[1], asked[2], int(asked[3] or 0)
        rows = rows_of(self.data, kind)
        at = _moved(rows, verb, number, MOST[kind])
        steps = rows if kind == "steps" else rows_of(self.data, "steps")
        roles = rows if kind == "roles" else rows_of(self.data, "roles")
        _forget_roles(steps, {first(row, "key") for row in roles})
        self._take(self.data, roles, steps)
        self.at_hand = "" if verb == "drop" else f"{kind}-{at}"

    def read(self) -> Format | None:
        """The format that was typed, or None; then everything that is wrong stands beside its field."""
        rows = {kind: [row for row in rows_of(self.data, kind) if not is_empty(row)] for kind in MOST}
        self._take(self.data, rows["roles"], rows["steps"])
        codes = [code for code, _name in self.languages]
        try:
            fmt = read(table_of(self.data, codes, self._key()), "", counts=True)
        except FormatError as error:
            for problem in error.problems:
                self._note(problem)
            return None
        if not all(form.is_valid() for form in self.parts):
            return None
        for name in ("total_minutes", "counted"):
            self.data[name] = str(fmt.total_minutes)
        return fmt

    def _key(self) -> str:
        name = slugify(first(dict(self.data.lists()), f"name_{self.languages[0][0]}"))
        return name[:LONGEST_KEY].strip("-_").replace("_", "-") or "format"

    @property
    def parts(self) -> list[Any]:
        """Its forms: of the whole, of each role, of each step."""
        return [self.whole, *self.roles, *self.steps]

    @property
    def old_names(self) -> list[str]:
        """A sentence for each language in which it keeps its name, though the one asked for first was changed."""
        before, now = dict(self.before.name.by_language), dict(self.data.lists())
        main = self.languages[0][0]
        if first(now, f"name_{main}") == before.get(main):
            return []
        said = _("It keeps its old name in another language (%(language)s): “%(name)s”.")
        kept = [one for one in self.languages[1:] if first(now, f"name_{one[0]}") == before.get(one[0])]
        return [said % {"language": language, "name": before[code]} for code, language in kept]

    @property
    def reason(self) -> str:
        """What the writer says is different."""
        return first(dict(self.data.lists()), "reason")

    def hidden(self, name: str) -> str:
        """A value the page carries along."""
        return first(dict(self.data.lists()), name)

    def _note(self, problem: Problem) -> None:
        form, field = self._place(problem.place)
        sentence = problem.sentence[:1].upper() + problem.sentence[1:]
        if field is None and problem.place:
            sentence = f"{SECTIONS.get(problem.place, problem.place)}: {sentence}"
        form.add_error(field, sentence)

    def _place(self, place: str) -> tuple[Any, str | None]:
        found = ROW.match(place)
        if found is None:
            return self.whole, self._field(self.whole, place, "")
        forms_of: list[Any] = self.roles if found[1] == "roles" else self.steps
        form = forms_of[int(found[2]) - 1]
        return form, self._field(form, found[3] or "", "speaks" if found[1] == "steps" else "name")

    def _field(self, form: Form, place: str, otherwise: str) -> str | None:
        names = [place.replace(".", "_"), place.removeprefix("source.").replace(".", "_")]
        names += [BESIDE.get(place, ""), BESIDE.get(place.partition(".")[0], ""), otherwise]
        for name in names:
            for whole in (name, f"{name}_{self.languages[0][0]}"):
                if name and whole in form.fields:
                    return whole
        return None

    def problems(self) -> list[tuple[str, str, str]]:
        """All that is wrong: the id of the field, where it is, and the sentence."""
        found = [("", "", str(error)) for error in self.whole.non_field_errors()]
        rows: list[tuple[Form, str]] = [(self.whole, "")]
        rows += [(form, _("Role %(number)s") % {"number": at}) for at, form in enumerate(self.roles, 1)]
        rows += [(form, _("Step %(number)s") % {"number": at}) for at, form in enumerate(self.steps, 1)]
        for form, where in rows:
            for bound in form:
                label = f"{where}, {bound.label}" if where else str(bound.label)
                target = bound.id_for_label or f"{bound.auto_id}_0"
                found += [(target, label, str(error)) for error in bound.errors]
        return found


def _moved(rows: list[Row], verb: str, number: int, most: int) -> int:
    if verb == "add":
        if len(rows) < most:
            rows.append({"name_": [""], "taken": [ASKED]})
        return len(rows) - 1
    if number >= len(rows):
        return max(0, len(rows) - 1)
    if verb == "drop":
        del rows[number]
        return max(0, number - 1)
    to = max(0, number - 1) if verb == "up" else min(len(rows) - 1, number + 1)
    rows[number], rows[to] = rows[to], rows[number]
    return to


def _forget_roles(steps: list[Row], keys: set[str]) -> None:
    for row in steps:
        for field in ("speaks", "silent"):
            row[field] = [key for key in row.get(field, []) if key in keys or key == "all"]


def languages_of(fmt: Format) -> list[tuple[str, str]]:
    """The languages a format is written in here: the one the reader is shown, then those of the house and its own."""
    names = dict(settings.LANGUAGES)
    shown = next((code for code, text in fmt.name.by_language if text == fmt.name_in(dates.language())), "en")
    texts: list[Words | None] = [fmt.name, fmt.purpose, fmt.source.note]
    texts += [role.name for role in fmt.roles] + [
        text for step in fmt.steps for text in (step.name, step.produces)
    ]
    codes = [shown, *names, *(code for text in texts if text for code, _text in text.by_language)]
    return [(code, str(names.get(code, code))) for code in dict.fromkeys(codes)]
