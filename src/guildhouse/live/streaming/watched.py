"""One room as a process watches it for all its screens: read when it changed, painted when there is something to show.

Everything here runs in the one thread of the hub that asks the database.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from guildhouse.live import policy
from guildhouse.live.clockwork import MILLISECOND, MINUTE, now
from guildhouse.live.queries.board import Board, board
from guildhouse.live.queries.watching import room_to_watch, viewers
from guildhouse.live.streaming.events import Painter
from guildhouse.live.streaming.ticket import Ticket
from guildhouse.rooms.models import Room
from guildhouse.rooms.policy import Viewer

A_MINUTE = timedelta(minutes=1)
# An act elsewhere in the community may have taken somebody's seat; there may be many of them.
LOOKED_AFTER = timedelta(seconds=0.3)


@dataclass
class Watched:
    """A room, what is known of it, and of whom it is shown to."""

    pk: int
    run: int = -1
    """The version of its run that was read last, and that of its community."""
    community: int = -1
    key: str = ""
    room: Room | None = None
    seen: Board | None = None
    viewers: dict[int, Viewer] = field(default_factory=dict)
    looked_at: datetime | None = None
    paint_at: datetime | None = None

    def look(self, versions: tuple[int, int], people: Iterable[int], at: datetime) -> None:
        """Read what is not known yet, and what changed."""
        run, community = versions
        moved, touched = run != self.run, self._is_touched(community, at)
        if touched:
            self.community, self.looked_at, self.viewers = community, at, {}
        if touched or moved:
            self.run = run
            self._read(moved, at)
        if self.room is not None and (strangers := set(people) - self.viewers.keys()):
            self.viewers |= viewers(self.room, strangers)

    def _is_touched(self, community: int, at: datetime) -> bool:
        """Whether it is to be asked anew who may see the room."""
        if community == self.community:
            return False
        return self.looked_at is None or not timedelta(0) <= at - self.looked_at < LOOKED_AFTER

    def _read(self, moved: bool, at: datetime) -> None:
        before, self.room = self.seen, room_to_watch(self.pk)
        self.seen = board(self.room) if self.room else None
        if moved or before != self.seen:
            self._is_to_be_painted(at)

    def pass_time(self, at: datetime) -> None:
        """A step whose time is over is told of anew each minute, and so is a pause."""
        if self.paint_at is not None and at >= self.paint_at:
            self._is_to_be_painted(at)

    def _is_to_be_painted(self, at: datetime) -> None:
        self.key = f"{self.run}-{self.community}-{int(at.timestamp() * 1000)}"
        self.paint_at = self._next_change(at)

    def _next_change(self, at: datetime) -> datetime | None:
        seen = self.seen
        if seen is None or seen.run is None or seen.run.ended_at or not seen.plan or not seen.course:
            return None
        moment = now(seen.plan, seen.course, at)
        if moment.is_paused:
            return at + A_MINUTE
        return at + (moment.left or MINUTE - moment.over % MINUTE) * MILLISECOND

    def is_for(self, ticket: Ticket, at: datetime) -> bool:
        """Whether this screen may still be shown the room."""
        viewer = self.viewers.get(ticket.person)
        return viewer is not None and self.room is not None and policy.may_stream(viewer, self.room, at=at)

    def painter(self, at: datetime) -> Painter | None:
        """Who makes the events of this moment."""
        return Painter(self.seen, at, self.key) if self.seen else None
