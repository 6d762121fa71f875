"""What apps above rooms put on a room's two pages, the one everybody sees and the host's."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Literal

from guildhouse.rooms.presenting.sight import Sight

Place = Literal["first", "main", "aside"]


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a page: where it stands, its template, and what the template calls `part`."""

    place: Place
    template: str
    content: Any = None


@dataclass(frozen=True, slots=True)
class Parts:
    """The pieces of one page, by where they stand."""

    first: list[Part] = field(default_factory=list)
    main: list[Part] = field(default_factory=list)
    aside: list[Part] = field(default_factory=list)


Giver = Callable[[Sight], Iterable[Part]]

# Filled by the apps above, in `AppConfig.ready`. Before a room begins those of the first answer without a query: see
# the benchmark. The hosts' page is looked at by few, and may ask.
ON_ROOM: list[Giver] = []
ON_HOST: list[Giver] = []


def gathered(givers: Iterable[Giver], sight: Sight) -> Parts:
    """What all of them give for this room and whoever looks at it."""
    parts = Parts()
    for give in givers:
        for part in give(sight):
            getattr(parts, part.place).append(part)
    return parts
