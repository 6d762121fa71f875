"""What came of doing the erasures of a register again."""

from dataclasses import dataclass

from guildhouse.keeping.personal.register import Entry


@dataclass(slots=True)
class Replayed:
    """How many people and communities were erased again, and how many were gone already or never here."""

    people: int = 0
    communities: int = 0
    gone_already: int = 0

    def count(self, entry: Entry, done: bool) -> None:
        """Note what became of one line."""
        if not done:
            self.gone_already += 1
        elif entry.what == "person":
            self.people += 1
        else:
            self.communities += 1
