"""The people of a file, each once: known by handle, or by name where there is no handle."""

import re
from dataclasses import replace

from django.utils.text import slugify
from django.utils.translation import gettext as _

from guildhouse.imports.plan import PersonPlan, Place
from guildhouse.imports.reading.ledger import Ledger
from guildhouse.imports.reading.links import NAME, short
from guildhouse.imports.reading.sources import Leaf

HANDLE = re.compile(
    r"^(?:https?://(?:www\.)?github\.com/|@)?(?P<handle>[A-Za-z0-9](?:[A-Za-z0-9-]{0,38}))/?$"
)
EMAIL = re.compile(r"^[^@\s<>]+@[^@\s<>]+\.[^@\s<>]+$")
NOBODY = {"tbd", "tba", "vacant", "open", "none", "n/a", "nobody", "unassigned", "to be determined", "-"}


class Roster:
    """Collects people. The first writing of a name or company counts; another one later is reported."""

    def __init__(self, file: str, ledger: Ledger) -> None:
        self._file, self._ledger = file, ledger
        self._people: dict[str, PersonPlan] = {}
        self._written: dict[tuple[str, str], Leaf] = {}

    def people(self) -> tuple[PersonPlan, ...]:
        """Everybody, in the order in which the file first names them."""
        return tuple(self._people.values())

    def key_for(self, words: str) -> str:
        """The key of the person with this key, handle or name; "" when there is none or more than one."""
        low = words.strip().lstrip("@").lower()
        fitting = [
            key
            for key, person in self._people.items()
            if low in (key, key.partition(":")[2], person.handle.lower(), person.name.lower())
        ]
        exact = [key for key in fitting if low in (key, key.partition(":")[2])]
        return (exact or fitting)[0] if len(exact) == 1 or len(fitting) == 1 else ""

    def enter(
        self,
        line: int,
        *,
        key: Leaf | None = None,
        handle: Leaf | None = None,
        name: Leaf | None = None,
        affiliation: Leaf | None = None,
        email: Leaf | None = None,
    ) -> str:
        """Enter the person that these values describe and return their key, "" when they describe nobody."""
        values = {"handle": handle, "name": name, "affiliation": affiliation, "email": email}
        if self._is_nobody(key, handle, name):
            for each in (key, *values.values()):
                self._ledger.left(each, _("nobody is named: the place is open"))
            return ""
        match = HANDLE.match(handle.text.strip()) if handle else None
        if handle and not match:
            self._ledger.unknown(handle, _("this is no handle: letters, digits and hyphens"))
            values["handle"] = None
        person = self._key(key, match["handle"] if match else "", name)
        if not person:
            for each in (*values.values(), key):
                self._ledger.unknown(each, _("a person needs a handle or a name"))
            return ""
        if key:
            self._ledger.became(key, _("person %(person)s") % {"person": person})
        new = PersonPlan(person, "", Place(self._file, line), handle=match["handle"] if match else "")
        self._people.setdefault(person, new)
        for field, leaf in values.items():
            if leaf is not None:
                self._note(person, field, leaf)
        if not self._people[person].name:
            self._people[person] = replace(self._people[person], name=self._people[person].handle or person)
        return person

    def _is_nobody(self, key: Leaf | None, handle: Leaf | None, name: Leaf | None) -> bool:
        said = [leaf.text.strip().lower() for leaf in (key, handle, name) if leaf]
        return bool(said) and all(text in NOBODY for text in said)

    def _key(self, key: Leaf | None, handle: str, name: Leaf | None) -> str:
        if key and slugify(key.text):
            return slugify(key.text)
        if handle:
            return f"github:{handle.lower()}"
        return f"name:{slugify(name.text, allow_unicode=True)}" if name and slugify(name.text, True) else ""

    def _note(self, person: str, field: str, leaf: Leaf) -> None:
        text = " ".join(leaf.text.split())
        if field == "handle":
            text = self._people[person].handle or (HANDLE.match(text) or {"handle": text})["handle"]
        if field == "email" and not EMAIL.match(text):
            self._ledger.unknown(leaf, _("this is no e-mail address"))
            return
        first = self._written.setdefault((person, field), leaf)
        if first is leaf:
            self._people[person] = replace(self._people[person], **{field: short(text)})  # type: ignore[arg-type]
        if first is leaf or field == "handle" or " ".join(first.text.split()) == text:
            what = _("person %(person)s: %(field)s") % {"person": person, "field": field}
            self._ledger.became(leaf, what, NAME)
        else:
            why = _("%(person)s is written as “%(first)s” on line %(line)s; the first writing counts")
            self._ledger.left(leaf, why % {"person": person, "first": first.text, "line": first.line})
