"""What one language calls things: words that come before or in a name, and neutral words for what was found."""

import re
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class Language:
    """One language as the rules need it. Words are lower case but where only the capital tells."""

    code: str
    common: frozenset[str]
    titles: str
    kin: str
    months: str
    seasons: str
    day_of_month: str
    streets: str
    buildings: str
    schools: str
    companies: str
    suffixes: str
    toward: frozenset[str]
    particles: frozenset[str]
    ordinary: frozenset[str]
    starters: frozenset[str]
    speaks: frozenset[str]
    neutral: dict[str, str]

    @cached_property
    def title(self) -> re.Pattern[str]:
        """A title and the name behind it."""
        return re.compile(rf"\b(?:{self.titles})\s+(?=[^\W\d_])")

    @cached_property
    def kinship(self) -> re.Pattern[str]:
        """A word for a relative right before a name."""
        return re.compile(rf"\b(?:{self.kin})\s+(?=[^\W\d_])")

    @cached_property
    def date(self) -> re.Pattern[str]:
        """A day with its month, a month with its year, or a month alone."""
        month, day = rf"(?:{self.months})\b\.?", self.day_of_month
        year = r"(?:,?\s+(?:of\s+|del\s+)?(?:19|20)\d{2}\b)?"
        return re.compile(rf"\b(?:{day}\s+{month}{year}|{month}\s+{day}\b{year}|{month}{year})", re.I)

    @cached_property
    def season(self) -> re.Pattern[str]:
        """A season of a year."""
        return re.compile(rf"\b(?:{self.seasons})\s+(?:of\s+|del\s+)?(?:19|20)\d{{2}}\b", re.I)


def words(text: str) -> frozenset[str]:
    """The words of a list, as a set."""
    return frozenset(text.split())
