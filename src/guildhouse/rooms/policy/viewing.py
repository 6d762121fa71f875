"""Who somebody is before a room, and how much of it they see."""

from dataclasses import dataclass
from datetime import datetime

from guildhouse.communities.policy import Standing
from guildhouse.rooms.models import Room, Seat


@dataclass(frozen=True, slots=True)
class Viewer:
    """One person before one room: their standing in its community, their seat, whether they host it."""

    standing: Standing
    seat: Seat | None = None
    is_named_host: bool = False
    is_in_fixed_group: bool = False
    has_left: bool = False  # the room's community, since they took their seat

    @property
    def is_host(self) -> bool:
        """Conveners are hosts of every room of their community; an import acts as one. Whoever left hosts nothing."""
        if self.standing.acts_for_house:
            return True
        belongs = self.standing.is_member and not self.standing.is_blocked
        return (self.is_named_host and belongs) or self.standing.is_convener

    @property
    def is_coming(self) -> bool:
        """Whether they hold a seat for good, or held it; not with an offer, and not once they left or are blocked."""
        if self.seat is None or self.standing.is_blocked or self.has_left:
            return False
        return self.seat.state in Seat.COMING


def may_see_inside(viewer: Viewer) -> bool:
    """Whether the person gets the list of participants, the address and, near the start, the link."""
    return viewer.is_host or viewer.is_coming


def sees_link(viewer: Viewer, room: Room, *, at: datetime) -> bool:
    """The joining link: for the confirmed from 15 minutes before the start, for hosts at any time."""
    if viewer.is_host:
        return True
    return viewer.is_coming and (room.starts_at - at).total_seconds() <= 15 * 60 and room.state in Room.AHEAD
