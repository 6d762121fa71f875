"""What a letter is made of, before anybody lays it out."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from guildhouse.communities.models import Community
from guildhouse.history.models import Fact
from guildhouse.people.models import Person


@dataclass(frozen=True, slots=True)
class Telling:
    """One fact, told to one person: who did it, where, and to whom it is told."""

    fact: Fact
    to: Person
    actor: Person | None
    community: Community | None

    @property
    def by(self) -> str:
        """What the one who did it is called."""
        return str(self.actor) if self.actor else ""

    @property
    def place(self) -> str:
        """The name of the community."""
        return self.community.name if self.community else ""

    def path(self, *parts: str) -> str:
        """An address inside the community."""
        inside = "".join(f"{part}/" for part in parts)
        return f"/c/{self.community.slug}/{inside}" if self.community else "/"


class Item(NamedTuple):
    """One thing told in a digest: what, a line more, and where to read on."""

    words: str
    more: str
    link: str


class Section(NamedTuple):
    """What a digest tells of one community."""

    title: str
    items: list[Item]


@dataclass(frozen=True, slots=True)
class Words:
    """A letter in words: a subject, paragraphs, what somebody else wrote, one thing to press, and why it came.

    `calendar` is an iCalendar text that goes with it, `calendar_method` what that asks of the reader's calendar
    (REQUEST or CANCEL); both or neither.
    """

    subject: str
    paragraphs: list[str]
    why: str
    quote: str = ""
    button: str = ""
    link: str = ""
    after: list[str] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    calendar: str = ""
    calendar_method: str = ""


class Entry(NamedTuple):
    """One line of the table: who hears of a kind of fact, and in which words.

    `own`: it answers the reader's own act or concerns their own place, so it comes in quiet hours and pauses too,
    and whoever did it, muted or not. `in_pauses`: it says that a pause begins or ends, so it does not wait for its end.
    """

    hears: Callable[[Fact], Iterable[Person]]
    words: Callable[[Telling], Words]
    own: bool = False
    in_pauses: bool = False


Table = dict[str, tuple[Entry, ...]]
# Letters of the account pages follow no fact: they are worded from what the page hands over.
Context = dict[str, Any]
AccountLetter = Callable[[Context], Words]
