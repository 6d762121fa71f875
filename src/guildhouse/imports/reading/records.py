"""Named fields read one by one: each is found in any spelling of its name, and what is left over is reported."""

import re
from collections.abc import Iterator
from difflib import get_close_matches

from django.utils.translation import gettext as _

from guildhouse.imports.reading.ledger import Ledger
from guildhouse.imports.reading.sources import Fields, Leaf, Node, Row


def plain_name(name: str) -> str:
    """The name of a field without what people vary: mission-statement, missionStatement → missionstatement."""
    return re.sub(r"[^a-z0-9]", "", name.lower())


class Record:
    """The fields of one thing. Ask for each by name, then call `finish` so that the others are reported."""

    def __init__(self, node: Fields, ledger: Ledger) -> None:
        self.node = node
        self.ledger = ledger
        self.line = node.line
        self._by_name = {plain_name(name): value for name, value in node.entries}
        self._asked: dict[str, str] = {}

    def has(self, name: str) -> bool:
        """Whether something is written under `name`."""
        node = self._by_name.get(plain_name(name))
        return node is not None and not (isinstance(node, Leaf) and node.is_empty)

    def leaf(self, *names: str) -> Leaf | None:
        """The value of the first of `names` that is written, or None; a list or mapping there is reported."""
        found = None
        for name in names:
            node = self._find(name)
            if node is None:
                continue
            if not isinstance(node, Leaf):
                self.ledger.unknown(node, _("“%(field)s” takes one value here") % {"field": name})
            elif node.is_empty:
                self._reject(node, "")
            elif found is None:
                found = node
            else:
                self.ledger.unknown(
                    node, _("another field says this already: “%(field)s”") % {"field": names[0]}
                )
        return found

    def record(self, name: str) -> "Record | None":
        """The fields under `name`, or None; anything else there is reported."""
        node = self._find(name)
        if isinstance(node, Fields):
            return Record(node, self.ledger)
        self._reject(node, _("“%(field)s” takes named fields here") % {"field": name})
        return None

    def records(self, name: str) -> Iterator["Record"]:
        """Each of the things listed under `name`; one that stands alone counts as a list of one."""
        for node in self._items(name):
            if isinstance(node, Fields):
                yield Record(node, self.ledger)
            else:
                self._reject(node, _("“%(field)s” lists things with named fields") % {"field": name})

    def leaves(self, *names: str) -> Iterator[Leaf]:
        """Each of the values listed under `names`; one that stands alone counts as a list of one."""
        for name in names:
            for node in self._items(name):
                if isinstance(node, Leaf) and not node.is_empty:
                    yield node
                else:
                    self._reject(node, _("“%(field)s” lists plain values") % {"field": name})

    def mixed(self, name: str) -> Iterator["Record | Leaf"]:
        """Each of what is listed under `name`, plain values and things with fields alike."""
        for node in self._items(name):
            if isinstance(node, Fields):
                yield Record(node, self.ledger)
            elif isinstance(node, Leaf) and not node.is_empty:
                yield node
            else:
                self._reject(node, _("a list within a list is nothing here"))

    def pairs(self) -> Iterator[tuple[str, Node]]:
        """All fields as they are written, for a record whose names are free."""
        for name, node in self.node.entries:
            self._asked[plain_name(name)] = name
            yield name, node

    def finish(self) -> None:
        """Report every field nobody asked for, with the name that was probably meant."""
        for name, node in self.node.entries:
            if plain_name(name) in self._asked:
                continue
            if plain_name(name.partition("~")[0]) in self._asked and "~" in name:
                self.ledger.unknown(node, _("written twice here; the later one counts"))
                continue
            near = get_close_matches(plain_name(name), self._asked, n=1, cutoff=0.7)
            words = {"field": name, "near": self._asked[near[0]] if near else ""}
            if near:
                reason = _("nothing here knows the field “%(field)s”; did you mean “%(near)s”?") % words
            else:
                reason = _("nothing here knows the field “%(field)s”") % words
            self.ledger.unknown(node, reason)

    def _find(self, name: str) -> Node | None:
        self._asked[plain_name(name)] = name
        return self._by_name.get(plain_name(name))

    def _items(self, name: str) -> tuple[Node, ...]:
        node = self._find(name)
        if node is None:
            return ()
        return node.items if isinstance(node, Row) else (node,)

    def _reject(self, node: Node | None, reason: str) -> None:
        if not isinstance(node, Leaf) or not node.is_empty:
            self.ledger.unknown(node, reason)
        elif not self.ledger.has(node):
            self.ledger.left(node, _("nothing is written here"))
