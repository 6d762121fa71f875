"""Reads one table of a format file field by field, and notes where and why a field is wrong."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from django.utils.translation import gettext as _

from guildhouse.rooms.formats.shape import Words

KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")
LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*\Z")
LONGEST_KEY = 40
LONGEST_TEXT = 600
LONGEST_PLACE = 120
MOST_PROBLEMS = 30
MOST_LANGUAGES = 12  # of one file: the page on which it is changed asks for each text in each of them


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: where in the file, and a sentence for whoever wrote it."""

    place: str
    sentence: str


class FormatError(ValueError):
    """A format file is wrong: which file, and all that is wrong with it, in the order in which it was found."""

    def __init__(self, file: str, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(_line(file, problem) for problem in problems))
        self.file, self.problems = file, tuple(problems)

    @property
    def place(self) -> str:
        """Where the first problem is."""
        return self.problems[0].place

    @property
    def sentence(self) -> str:
        """What the first problem is."""
        return self.problems[0].sentence


def _line(file: str, problem: Problem) -> str:
    return ": ".join(part for part in (file, problem.place, problem.sentence) if part)


class Noted:
    """What was found wrong so far, and which parts of the file can no longer be reckoned with."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.spoilt: set[str] = set()
        self.languages: set[str] = set()

    def add(self, place: str, sentence: str, *, can_count: bool) -> None:
        """Keep a problem, unless there are so many that nobody would read on."""
        if not can_count:
            self.spoilt.add(place)
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(Problem(place[:LONGEST_PLACE], sentence))

    def is_sound(self, *parts: str) -> bool:
        """Whether these parts of the file can be reckoned with ("people", "roles[2].key"); none named: all."""
        if not parts:
            return not self.spoilt
        within = tuple(f"{part}{mark}" for part in parts for mark in ".[")
        return not any(place in parts or place.startswith(within) for place in self.spoilt)


class Reader:
    """One table of a file, of which only the named fields may be used.

    What is wrong is noted, and something harmless read in its place, so that all of it can be said at once.
    """

    def __init__(self, table: object, noted: Noted, place: str, fields: Sequence[str]) -> None:
        self.noted, self.place, self.table = noted, place, _table(table)
        self.is_table = isinstance(table, Mapping)
        if not self.is_table:
            noted.add(place, _("this must be a table of fields."), can_count=False)
        for field in self.table:
            if field not in fields:
                self._unknown(field, fields)

    def refuse(self, field: str, sentence: str, *, can_count: bool = False) -> None:
        """Note that this field is wrong; `can_count`: people and minutes of the whole can be reckoned all the same."""
        place = ".".join(part for part in (self.place, field) if part)
        if self.is_table:
            self.noted.add(place, sentence, can_count=can_count)

    def has(self, field: str) -> bool:
        """Whether the field is written."""
        return field in self.table

    def inner(self, field: str, fields: Sequence[str]) -> "Reader":
        """The table inside this field; an absent one reads as empty."""
        place = f"{self.place}.{field}" if self.place else field
        return Reader(self.table.get(field, {}), self.noted, place, fields)

    def each(self, field: str, fields: Sequence[str], most: int) -> list["Reader"]:
        """The tables of a list such as [[steps]]; at least one, at most `most`."""
        tables = self._list(field)
        if not tables and isinstance(self.table.get(field, []), list):
            self.refuse(field, _("at least one is needed."))
        if len(tables) > most:
            self.refuse(field, _("at most %(most)s are possible.") % {"most": most})
        return [
            Reader(table, self.noted, f"{field}[{at}]", fields) for at, table in enumerate(tables[:most], 1)
        ]

    def words(self, field: str) -> Words:
        """A text in one or more languages."""
        texts = self.table.get(field)
        if field not in self.table:
            self._missing(field)
        elif not isinstance(texts, Mapping) or not texts:
            self.refuse(field, _('write the text by language, such as {en = "Triads", it = "Triadi"}.'))
        found = _table(texts)
        for language, text in found.items():
            self._check_language(field, language)
            self._check_text(f"{field}.{language}", text)
        return Words(tuple((language, str(text)) for language, text in found.items()) or (("en", ""),))

    def words_or_none(self, field: str) -> Words | None:
        """A text in one or more languages that may be left out."""
        return self.words(field) if self.has(field) else None

    def text(self, field: str) -> str:
        """A text that is the same in every language, empty when left out."""
        if self.has(field):
            self._check_text(field, self.table[field])
        return str(self.table.get(field, ""))

    def key(self, field: str) -> str:
        """A short name in small letters, digits and hyphens."""
        key = self.table.get(field, "")
        if key == "":
            self._missing(field)
        elif not isinstance(key, str) or not KEY.match(key) or len(key) > LONGEST_KEY:
            self.refuse(field, _("write a short name in small letters, digits and hyphens."))
        return key if isinstance(key, str) else ""

    def keys(self, field: str) -> tuple[str, ...]:
        """A list of short names, none of them twice; a single name may stand without its list."""
        found = self.table.get(field, [])
        names = [found] if isinstance(found, str) else self._list(field)
        keys = tuple(name for name in names if isinstance(name, str))
        if len(keys) != len(names) or len(set(keys)) != len(keys):
            self.refuse(field, _("write a list of names, each once."))
        return keys

    def number(self, field: str, least: int, most: int, default: int | None = None) -> int:
        """A whole number within limits."""
        number = self.table.get(field, default)
        if number is None:
            self._missing(field)
        elif not isinstance(number, int) or isinstance(number, bool) or not least <= number <= most:
            limits = {"least": least, "most": most}
            self.refuse(field, _("write a whole number from %(least)s to %(most)s.") % limits)
        return number if isinstance(number, int) else least

    def number_or_none(self, field: str, least: int, most: int) -> int | None:
        """A whole number within limits that may be left out."""
        return self.number(field, least, most) if self.has(field) else None

    def flag(self, field: str, default: bool = False) -> bool:
        """True or false."""
        flag = self.table.get(field, default)
        if not isinstance(flag, bool):
            self.refuse(field, _("write true or false."))
        return bool(flag)

    def choice(self, field: str, choices: Sequence[str], default: str | None = None) -> str:
        """One of a few words."""
        word = self.table.get(field, default)
        if word is None:
            self._missing(field)
        elif not isinstance(word, str) or word not in choices:
            self.refuse(field, _("write one of: %(choices)s.") % {"choices": ", ".join(choices)})
        return word if isinstance(word, str) else choices[0]

    def _missing(self, field: str) -> None:
        self.refuse(field, _("this field is missing."))

    def _list(self, field: str) -> list[object]:
        found = self.table.get(field, [])
        if not isinstance(found, list):
            self.refuse(field, _("this must be a list."))
            return []
        return found

    def _check_language(self, field: str, language: str) -> None:
        if not LANGUAGE.match(language):
            said = _("“%(code)s” is not the code of a language.") % {"code": language[:20]}
            self.refuse(f"{field}.{language}", said, can_count=True)
        elif language not in self.noted.languages:
            self.noted.languages.add(language)
            if len(self.noted.languages) == MOST_LANGUAGES + 1:
                said = _("one file holds at most %(most)s languages.") % {"most": MOST_LANGUAGES}
                self.refuse(f"{field}.{language}", said, can_count=True)

    def _check_text(self, field: str, text: object) -> None:
        wrong = not isinstance(text, str) or not text.strip() or len(text) > LONGEST_TEXT
        if wrong or not str(text).isprintable():
            said = _("write a text of one line, up to %(most)s characters.") % {"most": LONGEST_TEXT}
            self.refuse(field, said, can_count=True)

    def _unknown(self, field: str, fields: Sequence[str]) -> None:
        is_told = len(self.noted.problems) < MOST_PROBLEMS
        near = get_close_matches(field[:LONGEST_KEY], fields, n=1) if is_told else []
        if near:
            self.refuse(field, _("there is no such field; did you mean “%(near)s”?") % {"near": near[0]})
        else:
            said = _("there is no such field; the fields are %(all)s.") % {"all": ", ".join(fields)}
            self.refuse(field, said)


def _table(found: object) -> Mapping[str, object]:
    return found if isinstance(found, Mapping) else {}
