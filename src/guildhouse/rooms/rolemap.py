"""Which role of a format is most like a role of another one, for rooms whose format changes."""

from collections.abc import Iterable
from math import inf

from guildhouse.rooms.formats.shape import Format
from guildhouse.rooms.models import RoomRole

# Roles that are the same by another name. What stands in none of these takes part as most people do.
PRESENTS = frozenset({"presenter", "case-giver", "client", "focus", "speaker", "practitioner"})
LEADS = frozenset({"leader", "facilitator", "moderator", "interviewer", "chair", "host"})
ASSISTS = frozenset({"co-leader", "secretary", "recorder", "timekeeper"})
WATCHES = frozenset({RoomRole.OBSERVER})
ALIKE = (PRESENTS, LEADS, ASSISTS, WATCHES)


def plain(fmt: Format) -> str:
    """The role most people come in."""
    return max(fmt.seats, key=lambda role: inf if role.max is None else role.max).key


def presenting(fmt: Format) -> str:
    """The role whose holder brings the case, the question or the practice; "" where a format has none."""
    return next((role.key for role in fmt.roles if role.key in PRESENTS), "")


def mapped(keys: Iterable[str], after: Format, *, observers: bool) -> dict[str, str]:
    """For each of these roles the one of the new format that is most like it."""
    there = {role.key for role in after.seats} | ({RoomRole.OBSERVER} if observers else set())
    return {key: _most_like(key, there, plain(after)) for key in keys}


def _most_like(key: str, there: set[str], usual: str) -> str:
    if key in there:
        return key
    alike = next((names for names in ALIKE if key in names), frozenset())
    return min(alike & there, default=usual)


def is_another(before: str, was_plain: str, now: str, is_plain: str) -> bool:
    """Whether somebody has to be asked: not where the name alone differs of the role most people come in."""
    return before != now and not (before == was_plain and now == is_plain)
