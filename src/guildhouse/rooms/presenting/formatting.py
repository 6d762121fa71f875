"""Formats as cards and pages, and the run sheet of a room."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guildhouse.kit import dates
from guildhouse.rooms import formats
from guildhouse.rooms.formats.shape import TIMES
from guildhouse.rooms.formats.words import CONFIDENTIALITY_SAYS, PREREQUISITES_SAY, REPEAT_SAYS, WHO_SAYS
from guildhouse.rooms.presenting import words


@dataclass(frozen=True, slots=True)
class Card:
    """A format in a list: what it is good for, for how many, how long, and its steps for a small picture."""

    key: str
    href: str
    name: str
    purpose: str
    people: str
    minutes: int
    steps: tuple[formats.Row, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a run sheet: when it begins, and the step."""

    starts: datetime | None
    gone: int
    row: formats.Row


def card(shown: formats.Format, slug: str = "") -> Card:
    """One format as a card; a community's own needs the address of its community."""
    language = dates.language()
    return Card(
        key=shown.key,
        href=words.format_page(shown.key, slug),
        name=shown.name_in(language),
        purpose=shown.purpose_in(language),
        people=people_words(shown),
        minutes=shown.total_minutes,
        steps=formats.steps_table(shown, language),
    )


def cards() -> list[Card]:
    """Every format as a card."""
    return [card(one) for one in formats.all_formats()]


def people_words(shown: formats.Format) -> str:
    """For how many people a format is made."""
    people = shown.people
    said = _from_to(people.min, people.max)
    if people.multiple_of > 1:
        said = _("%(people)s, in circles of %(size)s") % {"people": said, "size": people.multiple_of}
    return said


def _from_to(least: int, most: int | None) -> str:
    if most is None:
        return _("%(min)s people or more") % {"min": least}
    if most == least:
        return _("%(min)s people") % {"min": least}
    return _("%(min)s to %(max)s people") % {"min": least, "max": most}


def stated(shown: formats.Format) -> list[tuple[str, str]]:
    """What a format states, as terms and words."""
    needs = [str(PREREQUISITES_SAY[one]) for one in shown.prerequisites]
    return [
        (_("People"), people_words(shown)),
        (_("It works best with"), str(shown.people.best)),
        (_("Circles"), _from_to(shown.circles.min, shown.circles.max) if shown.circles else ""),
        (_("Length"), dates.minutes(shown.total_minutes)),
        (_("What comes round again"), repeat_words(shown)),
        (_("It needs"), " ".join(needs)),
        (_("What is said"), str(CONFIDENTIALITY_SAYS[shown.confidentiality])),
        (
            _("Opening"),
            _("It opens with a look back: what came of last time?") if shown.opens_with_look_back else "",
        ),
        (_("Where it comes from"), source_words(shown)),
    ]


def repeat_words(shown: formats.Format) -> str:
    """Which steps come round again, and how often."""
    repeat = shown.repeat
    places = [str(at) for at, step in enumerate(shown.steps, 1) if step.repeats]
    if not places:
        return ""
    which = _("Steps") + f" {places[0]}–{places[-1]}"
    if len(places) == 1:
        which = _("Step %(number)s") % {"number": places[0]}
    if repeat.rule == TIMES:
        often = ngettext("%(num)s time", "%(num)s times", repeat.times) % {"num": repeat.times}
        return f"{which}: {often}"
    what = shown.role(repeat.role).name_in(dates.language()) if repeat.role else ""
    return f"{which}: {REPEAT_SAYS[repeat.rule]} {what}".rstrip()


def source_words(shown: formats.Format) -> str:
    """Where a format comes from."""
    source = shown.source
    year = str(source.year) if source.year else ""
    said = ", ".join(part for part in (source.author, source.work, year) if part)
    note = source.note.in_language(dates.language()) if source.note else ""
    return f"{said}. {note}".strip() if said and note else said or note


def roles_of(shown: formats.Format) -> list[tuple[str, str, str, str]]:
    """The roles of a format as rows: name, how many, who, how one comes to it."""
    rows = []
    for role in shown.roles:
        most = "" if role.max is None else str(role.max)
        count = (
            str(role.min)
            if most == str(role.min)
            else f"{role.min}–{most}"
            if most
            else _("%s or more") % role.min
        )
        if role.rotates:
            how = _("passes from one to the next")
        else:
            how = _("by asking for a seat") if role.seatable else _("agreed in the room")
        rows.append((role.name_in(dates.language()), count, str(WHO_SAYS.get(role.who, role.who)), how))
    return rows


def run_sheet(
    shown: formats.Format, people: int | None = None, starts_at: datetime | None = None
) -> list[Line]:
    """Every turn of every step written out, with the time at which it begins when the start is known."""
    rows = formats.steps_table(shown, dates.language(), people, every_turn=True)
    lines, gone = [], 0
    for row in rows:
        lines.append(Line(starts_at + timedelta(minutes=gone) if starts_at else None, gone, row))
        gone += row.minutes
    return lines


def sheet(shown: formats.Format, slug: str = "") -> dict[str, Any]:
    """What the page of a format's run sheet shows: the format for its best number, in no room."""
    return {
        "title": shown.name_in(dates.language()),
        "card": card(shown, slug),
        "lines": run_sheet(shown),
        "people": shown.people.best,
        "own": None,
    }
