"""From a format, how many come and how long there is, to the plan of one room."""

from dataclasses import replace

from guildhouse.live.clockwork import Leg, Plan, Texts, spread
from guildhouse.rooms.formats import Format, Step
from guildhouse.rooms.formats.shape import TIMES, Words


def plan_of(fmt: Format, *, people: int, minutes: int) -> Plan:
    """The legs of a room: every step, as often as it comes round, with minutes that add up to the room's.

    Where even the least minutes of all legs are too many, or the most too few, they stay at that.
    """
    rounds = rounds_in(fmt, people, minutes)
    legs = [leg for step, number in _order(fmt, rounds) for leg in _legs(fmt, step, number, rounds, people)]
    lengths = spread([(leg.least, leg.minutes, leg.most) for leg in legs], minutes)
    fitted = (_with(leg, length) for leg, length in zip(legs, lengths, strict=True))
    return Plan(tuple(fitted), minutes)


def rounds_in(fmt: Format, people: int, minutes: int) -> int:
    """How often the repeating steps come round in so many minutes: as the format says, fewer where time is short.

    Where the format leaves open how often (one case, or two in a longer evening), what comes nearest to the minutes.
    """
    usual = max(1, fmt.turns(people))
    if not any(step.repeats for step in fmt.steps):
        return 1
    if fmt.repeat.rule != TIMES:
        return next((n for n in range(usual, 1, -1) if _least(fmt, people, n) <= minutes), 1)
    fitting = [n for n in range(1, minutes + 1) if _least(fmt, people, n) <= minutes] or [1]
    return min(fitting, key=lambda n: (abs(fmt.minutes(people, n) - minutes), abs(n - usual)))


def _least(fmt: Format, people: int, rounds: int) -> int:
    return sum(
        step.minutes.min * fmt.times(step, people) * (rounds if step.repeats else 1) for step in fmt.steps
    )


def _order(fmt: Format, rounds: int) -> list[tuple[int, int]]:
    """Which step, and in which round (0 for what does not come round); steps that repeat stand together."""
    repeating = [at for at, step in enumerate(fmt.steps) if step.repeats]
    first = repeating[0] if repeating else len(fmt.steps)
    before = [(at, 0) for at in range(first)]
    after = [(at, 0) for at in range(first, len(fmt.steps)) if at not in repeating]
    return before + [(at, number) for number in range(1, rounds + 1) for at in repeating] + after


def _legs(fmt: Format, at: int, number: int, rounds: int, people: int) -> list[Leg]:
    step = fmt.steps[at]
    turns = fmt.times(step, people)
    return [_leg(step, at, (number, rounds if number else 0), (turn, turns)) for turn in range(1, turns + 1)]


def _leg(step: Step, at: int, rounds: tuple[int, int], turns: tuple[int, int]) -> Leg:
    return Leg(
        step=at,
        round=rounds[0],
        rounds=rounds[1],
        turn=turns[0],
        turns=turns[1],
        minutes=step.minutes.default,
        least=step.minutes.min,
        most=step.minutes.max,
        name=step.name.by_language,
        per=step.per,
        speaks=step.speaks,
        silent=step.silent,
        produces=_texts(step.produces),
        prompt=_texts(getattr(step, "prompt", None)),
    )


def _with(leg: Leg, minutes: int) -> Leg:
    return replace(leg, minutes=minutes)


def _texts(words: Words | None) -> Texts:
    return words.by_language if words else ()
