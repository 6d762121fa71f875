"""Addresses in a source: only http and https ones can be followed, everything else stays text."""

import re

from guildhouse.imports.plan import Link
from guildhouse.imports.reading.sources import Leaf

NAME, TITLE, TEXT = 120, 160, 6000  # letters this house keeps of a name, of a purpose, of a longer text
URL = re.compile(r"^https?://[^\s<>\"'\\]{3,590}$", re.IGNORECASE)


def is_url(text: str) -> bool:
    """Whether `text` is an address that a browser may be sent to."""
    return bool(URL.match(text.strip()))


def short(text: str, most: int = NAME) -> str:
    """`text` on one line, cut with an ellipsis where this house keeps no more letters than `most`."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def long(text: str, most: int = TEXT) -> str:
    """`text` with its lines, cut with an ellipsis where this house keeps no more letters than `most`."""
    text = text.strip()
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def link(kind: str, leaf: Leaf, prefix: str = "") -> Link:
    """A link, or its text alone when it cannot be followed."""
    text = " ".join(leaf.text.split())
    return Link(kind, prefix + text, text if is_url(text) else "")
