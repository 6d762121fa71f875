"""How far the rounds of a room have come: the app that runs rooms says so, by adding a function here."""

from collections.abc import Callable

from guildhouse.rooms.models import Room

# Each answers how many rounds of a room have begun. Filled in `AppConfig.ready`.
BEGUN: list[Callable[[Room], int]] = []


def begun(room: Room) -> int:
    """How many rounds have begun; the circles of those stay as they were, but for whoever leaves or comes late."""
    if room.state == Room.State.HELD:
        return 10**6
    if room.state not in Room.AHEAD:
        return 0
    return max((ask(room) for ask in BEGUN), default=0)
