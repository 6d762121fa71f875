"""The steps of a format as rows that a page or a printed run sheet draws."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import override

from guildhouse.rooms.formats.shape import ALL, Format, Step


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table of steps; texts are in the language asked for, minutes are whole."""

    number: int
    name: str
    minutes: int
    running_total: int
    """Minutes gone when this step has ended; for a repeating step without its turns, in the first turn."""
    speaks: str
    silent: str
    produces: str
    repeated: int
    """How often the step comes round in the room."""
    turn: int
    """Which time this is, from 1."""
    published: bool
    optional: bool


def steps_table(
    fmt: Format,
    language: str,
    people: int | None = None,
    turns: int | None = None,
    every_turn: bool = False,
) -> tuple[Row, ...]:
    """The steps in order for `people` (the best number unless told), each once, or every turn written out.

    `turns` is how often the repeating steps come round, when a room has changed it. With `every_turn` the
    minutes of the rows add up to the length of the room, which is what a run sheet shows.
    """
    people = fmt.people.best if people is None else people
    turns = fmt.turns(people) if turns is None else turns
    if turns < 1:
        raise ValueError("The repeating steps come round at least once.")
    with override(language):
        everyone = _("everyone")
    names = {role.key: role.name_in(language) for role in fmt.roles} | {ALL: everyone}
    rows: list[Row] = []
    gone = 0
    for at, turn in _order(fmt, turns if every_turn else 1):
        step = fmt.steps[at]
        minutes = step.minutes.default * fmt.times(step, people)
        gone += minutes
        repeated = turns if step.repeats else 1
        rows.append(_row(step, language, names, (at + 1, minutes, gone, repeated, turn)))
        if not every_turn and repeated > 1 and at == _last_repeating(fmt):
            gone += (turns - 1) * _turn_minutes(fmt, people)
    return tuple(rows)


def _order(fmt: Format, turns: int) -> list[tuple[int, int]]:
    places = range(len(fmt.steps))
    repeating = [at for at in places if fmt.steps[at].repeats]
    first = repeating[0] if repeating else len(fmt.steps)
    before = [(at, 1) for at in places if at < first]
    after = [(at, 1) for at in places if at > first and at not in repeating]
    return before + [(at, turn) for turn in range(1, turns + 1) for at in repeating] + after


def _last_repeating(fmt: Format) -> int:
    return max(at for at, step in enumerate(fmt.steps) if step.repeats)


def _turn_minutes(fmt: Format, people: int) -> int:
    return sum(step.minutes.default * fmt.times(step, people) for step in fmt.steps if step.repeats)


def _row(step: Step, language: str, names: dict[str, str], place: tuple[int, int, int, int, int]) -> Row:
    number, minutes, gone, repeated, turn = place
    return Row(
        number=number,
        name=step.name_in(language),
        minutes=minutes,
        running_total=gone,
        speaks=", ".join(names[key] for key in step.speaks),
        silent=", ".join(names[key] for key in step.silent),
        produces=step.produces.in_language(language) if step.produces else "",
        repeated=repeated,
        turn=turn,
        published=step.published,
        optional=step.optional,
    )
