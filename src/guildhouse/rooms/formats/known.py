"""The formats of this house, built-in and of its communities, found by the key under which a room names its own.

An edition never changes, so that a process may keep what it has read; it keeps the last few hundred.
"""

import re
from collections import OrderedDict
from collections.abc import Collection, Iterable
from dataclasses import replace
from threading import Lock

from django.utils.translation import gettext as _

from guildhouse.kit import dates
from guildhouse.kit.ids import ALPHABET, LENGTH
from guildhouse.rooms import formats
from guildhouse.rooms.formats.parsing import parse
from guildhouse.rooms.formats.reader import FormatError
from guildhouse.rooms.formats.shape import Format
from guildhouse.rooms.models import FormatEdition, OwnFormat, RoomRole

OWN = re.compile(rf"([{ALPHABET}]{{{LENGTH}}})-([1-9]\d{{0,8}})\Z")
PLAINEST = "working-session"
MOST = 300


class Remembered:
    """The editions this process has read, the longest unused forgotten first."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._kept: OrderedDict[str, Format] = OrderedDict()
        self._lock = Lock()

    def get(self, key: str) -> Format | None:
        """The edition of this key, if it was read."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def put(self, key: str, fmt: Format) -> None:
        """Keep an edition."""
        with self._lock:
            self._kept[key] = fmt
            while len(self._kept) > self.most:
                self._kept.popitem(last=False)

    def clear(self) -> None:
        """Forget all of them."""
        with self._lock:
            self._kept.clear()


remembered = Remembered(MOST)


def own_id(key: str) -> str:
    """The id of the community's own format that a key names an edition of; "" for any other key."""
    found = OWN.match(key)
    return found[1] if found else ""


def known(keys: Iterable[str]) -> dict[str, Format]:
    """The formats of these keys, those this process has not read yet in one query; a key nobody knows is left out."""
    found, wanted = {}, set()
    for key in set(keys):
        fmt = formats.get(key) if key in formats.BUILT_IN else remembered.get(key)
        if fmt is not None:
            found[key] = fmt
        elif own_id(key):
            wanted.add(key)
    return found | (_read(wanted) if wanted else {})


def _read(keys: Collection[str]) -> dict[str, Format]:
    rows = FormatEdition.objects.filter(key__in=keys).order_by("pk").values_list("key", "text")
    read = {key: fmt for key, text in rows if (fmt := _parsed(key, text)) is not None}
    for key, fmt in read.items():
        remembered.put(key, fmt)
    return read


def _parsed(key: str, text: str) -> Format | None:
    try:
        return replace(parse(text, key, known=True), key=key)
    except FormatError:
        return None  # written by a later program than this one


def format_of(key: str) -> Format:
    """The format of this key, or the plain working session where this house does not know it."""
    return known((key,)).get(key) or formats.get(PLAINEST)


def role_name(format_key: str, key: str) -> str:
    """A role's name in the reader's language, as the format says it.

    A room whose format was changed still tells of a role of the one before: then as another format says it.
    """
    own = format_of(format_key)
    if key == RoomRole.OBSERVER and key not in {role.key for role in own.roles}:
        return _("Observer")
    said = (role for fmt in (own, *formats.all_formats()) for role in fmt.roles if role.key == key)
    role = next(said, None)
    return role.name_in(dates.language()) if role else key


def own_formats(*communities: int) -> list[Format]:
    """The formats of these communities' own that one can choose, each in its latest edition, by name."""
    rows = OwnFormat.objects.filter(community__in=communities).offered().order_by("pk")
    return named(one.key for one in rows) if communities else []


def named(keys: Iterable[str]) -> list[Format]:
    """The formats of these keys, by name."""
    return sorted(known(keys).values(), key=lambda one: (one.name_in("en").casefold(), one.key))


def to_choose(community_id: int) -> list[Format]:
    """All formats a room of this community can be planned in: its own first, then those of the house."""
    return [*own_formats(community_id), *formats.all_formats()]


def exists_for(key: str, community_id: int) -> bool:
    """Whether a room of this community may be in this format: built-in, or any edition of one of its own."""
    if key in formats.BUILT_IN:
        return True
    return FormatEdition.objects.filter(key=key, format__community=community_id).exists()


def latest_of(key: str, community_id: int, *, retired: bool = False) -> Format | None:
    """The format one chooses by this key: of an own one the latest edition, where it is offered (or `retired`)."""
    if key in formats.BUILT_IN:
        return formats.get(key)
    found = OwnFormat.objects.filter(community=community_id, public_id=own_id(key) or "-")
    own = (found if retired else found.offered()).first()
    return format_of(own.key) if own else None
