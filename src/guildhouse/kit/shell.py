"""What stands round every page: whose it is, where one is, where one can go. Whatever is missing has a calm default."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple


class Place(NamedTuple):
    """One entry of the navigation; `key` is what `Shell.place` is compared with."""

    key: str
    label: str
    href: str


@dataclass(frozen=True, slots=True)
class Shell:
    """Everything the header and the footer show. `person` needs `called` and `public_id`, or is None.

    `holds_letters`: the house was put back from a backup and sends nothing, which this person may change.
    `unreachable`: letters to this person come back.
    """

    site_name: str = "Guildhouse"
    person: Any = None
    communities: Iterable[tuple[str, str]] = ()
    community: tuple[str, str] | None = None
    place: str = ""
    nav: Iterable[Place] = ()
    menu: Iterable[tuple[str, str]] = ()
    demo: bool = False
    holds_letters: bool = False
    unreachable: bool = False


EMPTY = Shell()


def complete(shell: Shell | None) -> Shell:
    """The shell a page was given, or one that knows nothing: an error page asks nobody for anything."""
    return shell or EMPTY
