"""What does not outlast the format of a room: what apps above made by the roles and sizes of the one before.

    from guildhouse.rooms import reforming
    reforming.ON_OTHER_FORMAT.append(actions.give_way)

Each is called inside the act, with the room locked and its new format written: the room, the actor, and when.
"""

from collections.abc import Callable
from datetime import datetime

from guildhouse.history.actors import Actor
from guildhouse.rooms.models import Room

OnOtherFormat = Callable[[Room, Actor, datetime], None]

ON_OTHER_FORMAT: list[OnOtherFormat] = []


def give_way(room: Room, actor: Actor, at: datetime) -> None:
    """Let go of everything that was made by the format the room had."""
    for let_go in ON_OTHER_FORMAT:
        let_go(room, actor, at)
