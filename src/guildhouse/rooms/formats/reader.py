"""Reads one table of a format file field by field, and says where and why when a field is wrong."""

import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import NoReturn

from django.utils.translation import gettext as _

from guildhouse.rooms.formats.shape import Words

KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")
LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*\Z")
LONGEST_KEY = 40
LONGEST_TEXT = 600
LONGEST_PLACE = 120


class FormatError(ValueError):
    """A format file is wrong: which file, where in it, and a sentence for whoever wrote it."""

    def __init__(self, file: str, place: str, sentence: str) -> None:
        super().__init__(": ".join(part for part in (file, place, sentence) if part))
        self.file, self.place, self.sentence = file, place, sentence


class Reader:
    """One table of a file, of which only the named fields may be used."""

    def __init__(self, table: object, file: str, place: str, fields: Sequence[str]) -> None:
        self.file, self.place = file, place
        if not isinstance(table, Mapping):
            self.refuse("", _("this must be a table of fields."))
        self.table: Mapping[str, object] = table
        for field in self.table:
            if field not in fields:
                self._unknown(field, fields)

    def refuse(self, field: str, sentence: str) -> NoReturn:
        """Stop reading: this field is wrong for this reason."""
        place = ".".join(part for part in (self.place, field) if part)
        raise FormatError(self.file, place[:LONGEST_PLACE], sentence)

    def has(self, field: str) -> bool:
        """Whether the field is written."""
        return field in self.table

    def inner(self, field: str, fields: Sequence[str]) -> "Reader":
        """The table inside this field; an absent one reads as empty."""
        place = f"{self.place}.{field}" if self.place else field
        return Reader(self.table.get(field, {}), self.file, place, fields)

    def each(self, field: str, fields: Sequence[str], most: int) -> list["Reader"]:
        """The tables of a list such as [[steps]]; at least one, at most `most`."""
        tables = self._list(field)
        if not tables:
            self.refuse(field, _("at least one is needed."))
        if len(tables) > most:
            self.refuse(field, _("at most %(most)s are possible.") % {"most": most})
        return [Reader(table, self.file, f"{field}[{at}]", fields) for at, table in enumerate(tables, 1)]

    def words(self, field: str) -> Words:
        """A text in one or more languages."""
        texts = self._wanted(field)
        if not isinstance(texts, Mapping) or not texts:
            self.refuse(field, _('write the text by language, such as {en = "Triads", it = "Triadi"}.'))
        for language, text in texts.items():
            if not LANGUAGE.match(language):
                self.refuse(
                    f"{field}.{language}",
                    _("“%(code)s” is not the code of a language.") % {"code": language[:20]},
                )
            self._check_text(f"{field}.{language}", text)
        return Words(tuple(texts.items()))

    def words_or_none(self, field: str) -> Words | None:
        """A text in one or more languages that may be left out."""
        return self.words(field) if self.has(field) else None

    def text(self, field: str) -> str:
        """A text that is the same in every language, empty when left out."""
        return self._check_text(field, self.table[field]) if self.has(field) else ""

    def key(self, field: str, default: str | None = None) -> str:
        """A short name in small letters, digits and hyphens."""
        key = self._wanted(field) if default is None else self.table.get(field, default)
        if not isinstance(key, str) or not KEY.match(key) or len(key) > LONGEST_KEY:
            self.refuse(field, _("write a short name in small letters, digits and hyphens."))
        return key

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
        number = self._wanted(field) if default is None else self.table.get(field, default)
        if not isinstance(number, int) or isinstance(number, bool) or not least <= number <= most:
            limits = {"least": least, "most": most}
            self.refuse(field, _("write a whole number from %(least)s to %(most)s.") % limits)
        return number

    def number_or_none(self, field: str, least: int, most: int) -> int | None:
        """A whole number within limits that may be left out."""
        return self.number(field, least, most) if self.has(field) else None

    def flag(self, field: str, default: bool = False) -> bool:
        """True or false."""
        flag = self.table.get(field, default)
        if not isinstance(flag, bool):
            self.refuse(field, _("write true or false."))
        return flag

    def choice(self, field: str, choices: Sequence[str], default: str | None = None) -> str:
        """One of a few words."""
        word = self._wanted(field) if default is None else self.table.get(field, default)
        if not isinstance(word, str) or word not in choices:
            self.refuse(field, _("write one of: %(choices)s.") % {"choices": ", ".join(choices)})
        return word

    def _wanted(self, field: str) -> object:
        if field not in self.table:
            self.refuse(field, _("this field is missing."))
        return self.table[field]

    def _list(self, field: str) -> list[object]:
        found = self.table.get(field, [])
        if not isinstance(found, list):
            self.refuse(field, _("this must be a list."))
        return found

    def _check_text(self, field: str, text: object) -> str:
        if (
            not isinstance(text, str)
            or not text.strip()
            or len(text) > LONGEST_TEXT
            or not text.isprintable()
        ):
            self.refuse(
                field, _("write a text of one line, up to %(most)s characters.") % {"most": LONGEST_TEXT}
            )
        return text

    def _unknown(self, field: str, fields: Sequence[str]) -> NoReturn:
        near = get_close_matches(field, fields, n=1)
        if near:
            self.refuse(field, _("there is no such field; did you mean “%(near)s”?") % {"near": near[0]})
        self.refuse(field, _("there is no such field; the fields are %(all)s.") % {"all": ", ".join(fields)})
