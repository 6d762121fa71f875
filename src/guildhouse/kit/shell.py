"""What stands round every page: whose it is, where one is, where one can go. Whatever is missing has a calm default."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any, NamedTuple


class Place(NamedTuple):
    """One entry of the navigation; `key` is what `Shell.place` is compared with."""

    key: str
    label: str
    href: str


@dataclass(frozen=True, slots=True)
class Shell:
    """Everything the header and the footer show. `person` needs `called` and `public_id`, or is None."""

    site_name: str = "Guildhouse"
    person: Any = None
    signed_in: bool = False
    communities: Iterable[tuple[str, str]] = ()
    community: tuple[str, str] | None = None
    place: str = ""
    nav: Iterable[Place] = ()
    menu: Iterable[tuple[str, str]] = ()
    demo: bool = False
    waiting: int = 0


EMPTY = Shell()
NAMES = tuple(field.name for field in fields(Shell))


def complete(shell: object) -> Shell:
    """The same shell with nothing missing, whatever object or mapping (or nothing) a view had at hand."""
    if isinstance(shell, Shell):
        return shell
    if isinstance(shell, Mapping):
        return Shell(**{name: shell[name] for name in NAMES if name in shell})
    return Shell(**{name: getattr(shell, name, getattr(EMPTY, name)) for name in NAMES}) if shell else EMPTY
