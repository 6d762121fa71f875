"""How many rounds of a room have begun: what is asked before circles are formed anew."""

from guildhouse.live.models import Run
from guildhouse.rooms.models import Room


def rounds_begun(room: Room) -> int:
    """The rounds up to the step under way; none before anybody has begun."""
    run = Run.objects.filter(room=room).first()
    if run is None:
        return 0
    return max(leg.round for leg in run.steps.legs[: run.index + 1])
