"""From the text of a format file to a Format, or to a sentence that says what is wrong with it."""

import re
import tomllib
from dataclasses import replace

from django.utils.translation import gettext as _

from guildhouse.rooms.formats import checks
from guildhouse.rooms.formats.circles import Circles
from guildhouse.rooms.formats.fitting import People
from guildhouse.rooms.formats.reader import FormatError, Noted, Problem, Reader
from guildhouse.rooms.formats.shape import (
    ONCE,
    PER_CLIENT,
    PER_ROLE,
    TIMES,
    Format,
    Minutes,
    Repeat,
    Role,
    Source,
    Step,
)

LONGEST_FILE = 64_000
MOST_DOTS = 80  # in one line
MOST_PEOPLE, MOST_MINUTES, MOST_ROLES, MOST_STEPS, MOST_TURNS = 5_000, checks.LONGEST, 20, 40, 50

FIELDS = {
    "format": (
        *("key", "name", "purpose", "people", "circles", "roles", "steps", "repeat", "total_minutes"),
        *("prerequisites", "confidentiality", "opens_with_look_back", "source"),
    ),
    "people": ("min", "best", "max", "multiple_of", "hard_minimum"),
    "circles": ("min", "best", "max", "square"),
    "roles": ("key", "name", "min", "max", "who", "seatable", "rotates", "drawn_from"),
    "steps": (
        *("name", "minutes", "published", "speaks", "silent", "per", "repeats"),
        *("optional", "produces"),
    ),
    "minutes": ("default", "min", "max"),
    "repeat": ("rule", "role", "times"),
    "source": ("author", "work", "year", "note"),
}
WHO = ("host", "leader", "member", "sponsor")
PER = ("room", "person", "group", "role")
PREREQUISITES = ("fixed-group", "trained-leader")
CONFIDENTIALITY = ("room", "lessons", "open")


AT_LINE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)\Z")


def parse(text: str, filename: str, *, known: bool = False) -> Format:
    """Read one format file; `FormatError` names the file and, for all that is wrong, the place and a sentence.

    `known`: the file was taken as right before, so it is not asked again whether its parts agree.
    """
    if len(text) > LONGEST_FILE:
        sentence = _("the file is longer than %(most)s characters.") % {"most": LONGEST_FILE}
        raise FormatError(filename, [Problem("", sentence)])
    for number, line in enumerate(text.split("\n"), 1):
        # The reader of TOML takes a minute over one key of a thousand parts.
        if line.count(".") > MOST_DOTS:
            problem = Problem(_("line %(line)s") % {"line": number}, _("there are too many dots in it."))
            raise FormatError(filename, [problem])
    try:
        table = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        # Beside its own errors: int() refuses thousands of digits, and deep nesting overflows the stack.
        raise FormatError(filename, [_not_toml(str(error))]) from error
    return read(table, filename, known=known)


def _not_toml(reason: str) -> Problem:
    found = AT_LINE.search(reason)
    place = ""
    if found:
        reason = reason[: found.start()]
        place = _("line %(line)s") % {"line": found[1]} if found[1] else _("the end")
    return Problem(place, _("this is not TOML (%(reason)s).") % {"reason": reason[:120]})


def read(table: object, filename: str, *, known: bool = False, counts: bool = False) -> Format:
    """The same from a table that is already read, such as one built by a form.

    `counts`: where the length of the whole is left out, it is what the steps take.
    """
    noted = Noted()
    whole = Reader(table, noted, "", FIELDS["format"])
    fmt = Format(
        key=whole.key("key"),
        name=whole.words("name"),
        purpose=whole.words("purpose"),
        people=_people(whole.inner("people", FIELDS["people"])),
        circles=_circles(whole.inner("circles", FIELDS["circles"])) if whole.has("circles") else None,
        roles=tuple(_role(role) for role in whole.each("roles", FIELDS["roles"], MOST_ROLES)),
        steps=tuple(_step(step) for step in whole.each("steps", FIELDS["steps"], MOST_STEPS)),
        repeat=_repeat(whole.inner("repeat", FIELDS["repeat"])),
        total_minutes=whole.number("total_minutes", 1, MOST_MINUTES)
        if whole.has("total_minutes") or not counts
        else checks.UNCOUNTED,
        prerequisites=_prerequisites(whole),
        confidentiality=whole.choice("confidentiality", CONFIDENTIALITY),
        opens_with_look_back=whole.flag("opens_with_look_back"),
        source=_source(whole.inner("source", FIELDS["source"])),
    )
    if not known:
        checks.check(fmt, whole)
    if noted.problems:
        raise FormatError(filename, noted.problems)
    if fmt.total_minutes == checks.UNCOUNTED:
        return replace(fmt, total_minutes=fmt.minutes(fmt.people.best))
    return fmt


def _people(table: Reader) -> People:
    return People(
        min=table.number("min", 1, MOST_PEOPLE),
        best=table.number("best", 1, MOST_PEOPLE),
        max=table.number_or_none("max", 1, MOST_PEOPLE),
        multiple_of=table.number("multiple_of", 1, 20, default=1),
        hard_minimum=table.flag("hard_minimum"),
    )


def _circles(table: Reader) -> Circles:
    return Circles(
        min=table.number("min", 2, 100),
        best=table.number("best", 2, 100),
        max=table.number("max", 2, 100),
        square=table.flag("square"),
    )


def _role(table: Reader) -> Role:
    return Role(
        key=table.key("key"),
        name=table.words("name"),
        min=table.number("min", 0, MOST_PEOPLE),
        max=table.number_or_none("max", 1, MOST_PEOPLE),
        who=table.choice("who", WHO),
        seatable=table.flag("seatable", default=True),
        rotates=table.flag("rotates"),
        drawn_from=table.key("drawn_from") if table.has("drawn_from") else None,
    )


def _step(table: Reader) -> Step:
    minutes = table.inner("minutes", FIELDS["minutes"])
    return Step(
        name=table.words("name"),
        minutes=Minutes(
            default=minutes.number("default", 1, MOST_MINUTES),
            min=minutes.number("min", 1, MOST_MINUTES),
            max=minutes.number("max", 1, MOST_MINUTES),
        ),
        speaks=table.keys("speaks"),
        silent=table.keys("silent"),
        per=table.choice("per", PER, default="room"),
        repeats=table.flag("repeats"),
        published=table.flag("published"),
        optional=table.flag("optional"),
        produces=table.words_or_none("produces"),
    )


def _repeat(table: Reader) -> Repeat:
    rule = table.choice("rule", (ONCE, PER_ROLE, PER_CLIENT, TIMES), default=ONCE)
    for field, needed in (("role", rule == PER_CLIENT), ("times", rule == TIMES)):
        if table.has(field) and not needed:
            table.refuse(field, _("this does not go with the rule “%(rule)s”.") % {"rule": rule})
    return Repeat(
        rule=rule,
        role=table.key("role") if rule == PER_CLIENT else None,
        times=table.number("times", 1, MOST_TURNS) if rule == TIMES else 1,
    )


def _prerequisites(table: Reader) -> tuple[str, ...]:
    found = table.keys("prerequisites")
    if any(one not in PREREQUISITES for one in found):
        table.refuse("prerequisites", _("write only: %(choices)s.") % {"choices": ", ".join(PREREQUISITES)})
    return found


def _source(table: Reader) -> Source:
    source = Source(
        author=table.text("author"),
        work=table.text("work"),
        year=table.number_or_none("year", 1, 9999),
        note=table.words_or_none("note"),
    )
    if not source.author and source.note is None:
        table.refuse("", _("say where the format comes from: an author, or a note."))
    return source
