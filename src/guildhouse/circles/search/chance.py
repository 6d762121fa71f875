"""Draws that come out the same whenever they are named the same, so that a seed finds the same circles again."""

from random import Random


def chance_of(*names: object) -> Random:
    """A source of draws by its names, such as a seed and what is drawn for."""
    return Random(":".join(map(str, names)))  # noqa: S311 - who sits with whom by chance guards nothing
