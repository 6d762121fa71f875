"""Where a question of the learning agenda came from, told by the apps that lie above.

Communities may not know of rooms, nor of what they leave behind. So an app above appends a function in its
`AppConfig.ready`; the page of a question asks them all:

    from guildhouse.communities import sources
    sources.OF_QUESTION.append(cards_behind)
"""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from guildhouse.communities.models import Question
from guildhouse.people.models import Person


class Source(NamedTuple):
    """One thing a question came from: what it is called, its address, and its day."""

    words: str
    href: str
    at: datetime


OfQuestion = Callable[[Question, Person | None], list[Source]]

OF_QUESTION: list[OfQuestion] = []


def of(question: Question, person: Person | None) -> list[Source]:
    """Everything a question came from that this person may know of."""
    return [source for tell in OF_QUESTION for source in tell(question, person)]
