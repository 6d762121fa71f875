"""The screen of a room that runs, at one moment: the same for a page and for the stream."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, Literal

from guildhouse.live.queries.alike import Step, alike
from guildhouse.live.queries.board import board
from guildhouse.live.queries.own import Hand, own, watcher
from guildhouse.rooms.models import Room
from guildhouse.rooms.policy import Viewer

State = Literal["waiting", "running", "paused", "over"]


@dataclass(frozen=True, slots=True)
class Screen:
    """Everything a screen shows; lengths are seconds, and roles are named in the reader's language."""

    state: State
    version: int
    move: int
    """What a button of whoever leads has to bring along."""
    at: datetime
    number: int
    of: int
    name: str
    prompt: str
    produces: str
    speaks: tuple[str, ...]
    silent: tuple[str, ...]
    round: int
    rounds: int
    turn: int
    turns: int
    ends_at: datetime | None
    """When the step is to end; None while nothing runs."""
    left: int
    over: int
    finishes_at: datetime | None
    """When the last step will end, as it looks now."""
    next_name: str
    coming: int
    """How many people come."""
    steps: tuple[Step, ...]
    bell: bool
    """Whether the bell is on for the room."""
    # What is one's own:
    conducts: bool
    nudge: str
    """What only whoever leads is told about the time."""
    my_role: str
    i_speak: bool
    i_am_silent: bool
    part_is_open: bool
    """Whether this step is for parts that were given to nobody, so that people agree on them themselves."""
    my_circle: int
    """The number of one's circle in this round, 0 without."""
    my_others: tuple[str, ...]
    my_link: str
    next_role: str
    """The part one has in the next step, where that begins another round; empty otherwise."""
    next_circle: int
    hands: tuple[Hand, ...]
    my_bell: bool
    """Whether the bell rings for this person."""

    @property
    def is_paused(self) -> bool:
        return self.state == "paused"

    @property
    def is_last(self) -> bool:
        """Whether no step comes after this one."""
        return self.number == self.of

    def as_json(self) -> dict[str, Any]:
        """The same as the stream sends it; moments are milliseconds since 1970."""
        return in_json({one.name: getattr(self, one.name) for one in fields(self)})


def screen(room: Room, viewer: Viewer, at: datetime) -> Screen:
    """What this person sees of the room at this moment, also before it has begun and when it is over."""
    seen = board(room)
    who = watcher(seen, viewer)
    return Screen(**alike(seen, at, leads=who.leads), **own(seen, who))


def in_json(values: Mapping[str, Any]) -> dict[str, Any]:
    """The same with moments as milliseconds since 1970, and with lists."""
    return {name: _plain(value) for name, value in values.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return int(value.timestamp() * 1000)
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, Step | Hand):
        return {one.name: getattr(value, one.name) for one in fields(value)}
    return value
