"""What was measured, and how it stands beside what is promised."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from statistics import median

from guildhouse.bench.journeys import Promise
from guildhouse.bench.load import Outcome

SHORT, MUST, AIM = "falls short", "must", "aim"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: the figures of the house, those of the page limit, and what is promised."""

    name: str
    title: str
    house: dict[str, float]
    limit: dict[str, float] = field(default_factory=dict)
    promises: Sequence[Promise] = ()
    note: str = ""

    @property
    def mark(self) -> str:
        """How the row stands: "falls short" of a must, meets each "must", or each "aim"; "" where nothing is said."""
        asked = [promise for promise in self.promises if promise.figure in self.house]
        if not asked:
            return ""
        if not all(promise.keeps(self.house[promise.figure], promise.must) for promise in asked):
            return SHORT
        met = all(promise.keeps(self.house[promise.figure], promise.aim) for promise in asked)
        return AIM if met else MUST


def of_rounds(rounds: Sequence[Outcome]) -> dict[str, float]:
    """The median of several rounds, figure by figure; refused answers are added up."""
    figures = {"rate": median(one.rate for one in rounds), "refused": sum(one.refused for one in rounds)}
    for name in ("p50", "p99", "max"):
        figures[name] = median(one.took.get(name, 0.0) for one in rounds)
    answers = sum(one.answers for one in rounds)
    figures["work"] = sum(one.processor for one in rounds) * 1000 / max(1, answers)
    figures["kilobytes"] = median(one.bytes_each for one in rounds) / 1024
    return figures


def with_share(house: dict[str, float], limit: dict[str, float]) -> dict[str, float]:
    """The figures of the house with its rate as a share of the page limit's."""
    return house | ({"share": house["rate"] / limit["rate"]} if limit.get("rate") else {})


HEAD = (
    *("journey", "page limit /s", "Guildhouse /s", "share", "p50 ms", "p99 ms", "max ms", "CPU ms"),
    *("queries", "must", "aim", "reached"),
)
LONE = (("seconds", "s"), ("megabytes", "MB"))
NOUGHTS = ("oversold", "gaps", "unanswered", "misplaced")  # said below the table when there are any


def table(rows: Iterable[Row]) -> str:
    """The rows as a table in Markdown."""
    lines = [HEAD, ("---", *["---:"] * 8, *["---"] * 3), *(_cells(row) for row in rows)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def below(rows: Iterable[Row]) -> str:
    """What is said of the rows under the table, each in a line."""
    said = [f"{row.title}: {row.note}" for row in rows if row.note]
    return "\n".join([*said, *(_trouble(row) for row in rows if row.house.get("refused"))])


def _trouble(row: Row) -> str:
    return (
        f"{row.title}: {row.house['refused']:.0f} answers were neither a page nor a redirect, or never came."
    )


def _cells(row: Row) -> tuple[str, ...]:
    house, limit = row.house, row.limit
    return (
        row.title,
        _lone(limit) or _number(limit, "rate"),
        _lone(house) or _number(house, "rate"),
        f"{house['share']:.0%}" if "share" in house else "",
        *(_number(house, name, 1) for name in ("p50", "p99", "max")),
        _number(house, "work", 2),
        _number(house, "queries"),
        "; ".join(_said(promise, promise.must) for promise in row.promises if promise.must != float("inf")),
        "; ".join(_said(promise, promise.aim) for promise in row.promises if promise.figure not in NOUGHTS),
        f"**{row.mark}**" if row.mark == SHORT else row.mark,
    )


def _lone(figures: dict[str, float]) -> str:
    return next((f"{figures[name]:.2f} {unit}" for name, unit in LONE if name in figures), "")


def _number(figures: dict[str, float], name: str, digits: int = 0) -> str:
    return f"{figures[name]:,.{digits}f}" if name in figures else ""


def _said(promise: Promise, wanted: float) -> str:
    sign = "≥" if promise.at_least else "≤"
    match promise.figure:
        case "rate":
            return f"{sign} {wanted:,.0f}/s"
        case "share":
            return f"{sign} {wanted:.0%}"
        case "p99" | "max":
            return f"{promise.figure} {sign} {wanted:.0f} ms"
        case "seconds" | "megabytes":
            return f"{sign} {wanted:.0f} {dict(LONE)[promise.figure]}"
        case "queries":
            return f"{sign} {wanted:.0f} queries"
    return f"{wanted:.0f} {promise.figure}"
