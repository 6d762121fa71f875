"""What came of an import, counted while it is under way and kept as JSON beside the run."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from guildhouse.imports.plan import Place

MADE, CHANGED, SAME = "made", "changed", "same"
LEFT, REFUSED, GONE = "left", "refused", "gone"


@dataclass(slots=True)
class Report:
    """How many things were made, changed or found as they were, and a line for each that needs a person's eye.

    A line of `left` is something changed or ended here by hand, which stays so; of `refused`, what a rule forbade;
    of `gone`, what this source no longer speaks of and is still here.
    """

    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    lines: dict[str, list[tuple[str, str, str]]] = field(
        default_factory=lambda: {LEFT: [], REFUSED: [], GONE: []}
    )
    communities: list[tuple[str, str]] = field(default_factory=list)

    def count(self, kind: str, outcome: str) -> None:
        """One thing of a kind was made, changed or found as it was."""
        self.counts[kind, outcome] += 1

    def tell(self, outcome: str, place: Place | str, what: str, why: str) -> None:
        """A line for people: where it is written, what it is about, and why."""
        line = (str(place), what, why)
        if line not in self.lines[outcome]:
            self.lines[outcome].append(line)

    @property
    def touched(self) -> int:
        """How many things were made or changed."""
        return sum(count for (_kind, outcome), count in self.counts.items() if outcome != SAME)

    def as_json(self) -> dict[str, Any]:
        """The whole report, to be kept."""
        counts: dict[str, dict[str, int]] = {}
        for (kind, outcome), count in self.counts.items():
            counts.setdefault(kind, {})[outcome] = count
        return {"counts": counts, "communities": self.communities, **self.lines}
