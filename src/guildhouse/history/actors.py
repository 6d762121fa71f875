"""Who does something, and by which door."""

from dataclasses import dataclass
from typing import Protocol


class HasKey(Protocol):
    """Anything with a primary key; in practice a Person."""

    pk: int


@dataclass(frozen=True, slots=True)
class Actor:
    """The person behind an act (None for the system itself) and the door: page, command, import, system."""

    person: "HasKey | None"
    via: str = "page"

    @property
    def id(self) -> int | None:
        return self.person.pk if self.person is not None else None


SYSTEM = Actor(None, via="system")
# Whoever runs the house, at its machine.
COMMAND = Actor(None, via="command")
