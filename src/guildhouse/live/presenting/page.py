"""The words of a live screen: the same names that a page is filled with here and, as time goes on, in the browser."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from guildhouse.kit import dates
from guildhouse.live.queries import Screen


@dataclass(frozen=True, slots=True)
class Stretch:
    """One step on the strip and in the list: which, how long, and where the room is."""

    name: str
    minutes: int
    planned: int
    where: str


def values(screen: Screen) -> dict[str, Any]:
    """What the sentences of the page are filled with; static/js/live/screen.js makes the same from the stream."""
    runs = screen.state in ("running", "paused")
    here = screen.steps[screen.number - 1] if screen.steps else None
    return {
        "waiting": screen.state == "waiting",
        "runs": runs,
        "running": screen.state == "running",
        "paused": screen.state == "paused",
        "over": screen.state == "over",
        "late": screen.over > 0 and runs,
        "in_time": screen.state == "running" and not screen.over,
        "number": screen.number,
        "of": screen.of,
        "name": screen.name,
        "prompt": screen.prompt if runs else "",
        "produces": screen.produces if runs else "",
        "speaks": ", ".join(screen.speaks) if runs else "",
        "silent": ", ".join(screen.silent) if runs else "",
        "round": screen.round if screen.rounds > 1 else 0,
        "rounds": screen.rounds,
        "turn": screen.turn if screen.turns > 1 else 0,
        "turns": screen.turns,
        "minutes": here.minutes if here else 0,
        "until": dates.hours(screen.ends_at) if screen.ends_at else "",
        "left": left_words(screen),
        "next_name": screen.next_name if runs else "",
        "is_last": runs and screen.number == screen.of,
        "my_role": screen.my_role,
        "i_am_silent": runs and screen.i_am_silent,
        "i_speak": runs and screen.i_speak and not screen.i_am_silent,
        "i_listen": runs and bool(screen.my_role) and not (screen.i_speak or screen.i_am_silent),
        "my_circle": screen.my_circle,
        "my_others": ", ".join(screen.my_others),
        "my_link": screen.my_link,
    }


def left_words(screen: Screen) -> str:
    """The clock as it stands at this moment."""
    seconds = screen.over or screen.left
    hours, minutes = divmod(seconds // 60, 60)
    words = f"{hours}:{minutes:02}:{seconds % 60:02}" if hours else f"{minutes}:{seconds % 60:02}"
    return f"+{words}" if screen.over else words


def stretches(screen: Screen) -> Sequence[Stretch]:
    """The steps, as a strip and as a list."""
    return [Stretch(_named(step), step.minutes, step.planned, step.where) for step in screen.steps]


def _named(step: Any) -> str:
    return f"{step.name} ({step.turn}/{step.turns})" if step.turns > 1 else str(step.name)
