"""One thing that waits for a person, as the page of today lists it."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Need:
    """What waits, until when it matters, and where to go; `rank` orders kinds, smallest first.

    Where `has_day` is false, `by` only orders: no day is shown.
    """

    rank: int
    by: datetime
    icon: str
    sentence: str
    action: str
    href: str
    where: str = ""
    has_day: bool = True
