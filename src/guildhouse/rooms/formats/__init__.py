"""The formats a room can have, each written in one file beside this one and read when first asked for."""

from functools import cache
from importlib.resources import files

from guildhouse.rooms.formats.circles import Circles
from guildhouse.rooms.formats.fitting import Feasibility, People
from guildhouse.rooms.formats.parsing import FIELDS, parse
from guildhouse.rooms.formats.reader import FormatError
from guildhouse.rooms.formats.shape import Format, Role, Step
from guildhouse.rooms.formats.table import Row, steps_table

BUILT_IN = (
    "balint",
    "incident-method",
    "five-step-intervision",
    "six-phase-consultation",
    "troika",
    "triads",
    "wise-crowds",
    "reflecting-team",
    "peer-supervision",
    "action-learning",
    "after-action-review",
    "1-2-4-all",
    "fishbowl",
    "lean-coffee",
    "world-cafe",
    "jigsaw",
    "open-space",
    "story-circle",
    "practice-lab",
    "working-session",
    "talk",
)
"""Every built-in format, in the order in which a list shows them."""


@cache
def get(key: str) -> Format:
    """The built-in format called `key`; `KeyError` when there is none."""
    if key not in BUILT_IN:
        raise KeyError(key)
    return parse(text_of(key), f"{key}.toml")


def text_of(key: str) -> str:
    """The text of the file of a built-in format."""
    return files(__name__).joinpath("files", f"{key}.toml").read_text(encoding="utf-8")


@cache
def all_formats() -> tuple[Format, ...]:
    """Every built-in format, in the order of a list."""
    return tuple(get(key) for key in BUILT_IN)


__all__ = [
    "BUILT_IN",
    "FIELDS",
    "Circles",
    "Feasibility",
    "Format",
    "FormatError",
    "People",
    "Role",
    "Row",
    "Step",
    "all_formats",
    "get",
    "parse",
    "steps_table",
    "text_of",
]
