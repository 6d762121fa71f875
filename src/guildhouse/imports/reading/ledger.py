"""The account of a file: each written value is entered once, with what became of it."""

from django.utils.translation import gettext as _

from guildhouse.imports.plan import Accounted, Outcome
from guildhouse.imports.reading.sources import Leaf, Node, leaves


class Ledger:
    """Takes one entry for each value of `root`; what nobody claimed by the end is reported as not understood."""

    def __init__(self, root: Node) -> None:
        self._leaves = list(leaves(root))
        self._entries: dict[str, Accounted] = {}

    def became(self, leaf: Leaf | None, what: str, most: int = 0) -> None:
        """`leaf` is now `what`: a part of something that is made. `most` is how many letters of it are kept."""
        too_long = bool(most and leaf and len(" ".join(leaf.text.split())) > most)
        self._enter(leaf, Outcome.BECAME, what, most if too_long else 0)

    def kept(self, leaf: Leaf | None, where: str) -> None:
        """`leaf` is kept word for word, at `where`."""
        self._enter(leaf, Outcome.KEPT_AS_TEXT, where)

    def left(self, leaf: Leaf | None, reason: str) -> None:
        """`leaf` is not taken over, on purpose."""
        self._enter(leaf, Outcome.LEFT, reason)

    def asked(self, leaf: Leaf | None, question: str) -> None:
        """`leaf` waits for the answer to `question`."""
        self._enter(leaf, Outcome.ASKED, question)

    def unknown(self, node: Node | None, reason: str) -> None:
        """Nothing here can make sense of `node` and what is under it."""
        for leaf in leaves(node) if node is not None else ():
            if leaf.path not in self._entries:
                self._enter(leaf, Outcome.NOT_UNDERSTOOD, reason)

    def has(self, leaf: Leaf) -> bool:
        """Whether `leaf` is accounted for already."""
        return leaf.path in self._entries

    def entries(self) -> tuple[Accounted, ...]:
        """The whole account in the order of the file."""
        for leaf in self._leaves:
            if leaf.is_empty and leaf.path not in self._entries:
                self.left(leaf, _("nothing is written here"))
            elif leaf.path not in self._entries:
                self.unknown(leaf, _("nothing here reads this field"))
        return tuple(self._entries[leaf.path] for leaf in self._leaves)

    def _enter(self, leaf: Leaf | None, outcome: Outcome, what: str, cut_at: int = 0) -> None:
        if leaf is None:
            return
        if leaf.path in self._entries:
            raise ValueError(f"{leaf.path} is accounted for twice: {self._entries[leaf.path].what}, {what}")
        self._entries[leaf.path] = Accounted(leaf.path, leaf.line, leaf.text, outcome, what, cut_at)
