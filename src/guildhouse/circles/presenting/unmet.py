"""What circles could not give, as far as whoever reads it may know of the wishes."""

from itertools import combinations
from typing import Any

from guildhouse.circles.models import Arrangement, Wish
from guildhouse.circles.presenting.sentences import impossible, sentences, wish_words
from guildhouse.circles.queries import RoundOf
from guildhouse.circles.search.telling import APART, CLASH, TOGETHER

Told = dict[str, Any]


def said_of(arrangement: Arrangement, rounds: tuple[RoundOf, ...], wishes: list[Wish]) -> list[str]:
    """What could not be given, in sentences; of wishes only what those tell that the reader sees."""
    sizes = tuple(len(circle.members) for circle in rounds[-1].circles) if rounds else (0,)
    told = [seen for one in arrangement.unmet if (seen := _as_seen(one, rounds, wishes))]
    said = sentences(told, sizes, len(rounds))
    for clash in told:
        if clash["kind"] == CLASH:
            named = [wish_words(wish) for wish in wishes if wish.public_id in clash["wishes"]]
            said += filter(None, [impossible(named, clash["experience"])])
    return said


def _as_seen(one: Told, rounds: tuple[RoundOf, ...], wishes: list[Wish]) -> Told | None:
    if one["kind"] == CLASH:  # without one of its wishes it is none
        return one if set(one["wishes"]) <= {wish.public_id for wish in wishes} else None
    if one["kind"] not in (APART, TOGETHER):
        return one
    many = min(one["many"], _broken(one["kind"], rounds, wishes))
    if many == one["many"]:
        return one
    return {**one, "many": many, "least": 0, "is_proved": False} if many else None


def _broken(kind: str, rounds: tuple[RoundOf, ...], wishes: list[Wish]) -> int:
    """How many of these wishes the circles do not give."""
    circles = [sorted(member.person for member in circle.members) for one in rounds for circle in one.circles]
    there = {person for circle in circles for person in circle}
    met = {two for circle in circles for two in combinations(circle, 2)}
    wished = {(wish.one_id, wish.other_id) for wish in wishes if wish.kind == kind}
    if kind == APART:
        return len(wished & met)
    return sum(there.issuperset(two) for two in wished - met)
