"""Looking for what most often goes wrong with a house, each finding with the sentence that mends it."""

from collections.abc import Iterator

from django.core import checks

from guildhouse.keeping.doctor import database, ground, post
from guildhouse.keeping.doctor.findings import MISTAKES, Finding, well

__all__ = ["MISTAKES", "Finding", "examine"]

# Which of the ten mistakes a finding about the settings shows.
SHOWS = {
    "address": ("E003", "W005"),
    "proxy": ("W001", "W002", "W006"),
    "mail": ("W003", "E005", "E006"),
    "durability": ("W004",),
    "insides": ("E001", "E002", "E004"),
}


def examine() -> Iterator[Finding]:
    """Look at everything, in an order in which the first bad finding usually explains those after it."""
    yield from _settings()
    yield from database.look()
    yield from ground.look()
    yield from post.look()


def _settings() -> Iterator[Finding]:
    found = checks.run_checks(include_deployment_checks=False, databases=[])
    serious = [one for one in found if one.level >= checks.WARNING and not one.is_silenced()]
    for one in serious:
        mend = one.hint or "See docs/self-hosting.md."
        yield Finding(False, f"{one.msg} ({one.id})", mend, _mistake(one.id or ""))
    if not serious:
        yield well("The settings fit together.")


def _mistake(id: str) -> str:  # noqa: A002
    code = id.removeprefix("guildhouse.")
    return next((mistake for mistake, codes in SHOWS.items() if code in codes), "")
