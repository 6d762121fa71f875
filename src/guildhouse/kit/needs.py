"""One thing that waits for a person, as the page of today lists it."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Need:
    """What waits, until when it matters, and where to go; `rank` orders kinds, smallest first."""

    rank: int
    by: datetime
    icon: str
    sentence: str
    action: str
    href: str
    where: str = ""
