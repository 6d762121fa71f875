"""What the worker does about circles: in a room under way it keeps them in step with the seats."""

from django.db.models import Exists, OuterRef

from guildhouse.circles import actions, progress, queries
from guildhouse.circles.models import Arrangement
from guildhouse.history.actors import SYSTEM
from guildhouse.kit.rules import Refused
from guildhouse.rooms.models import Room
from guildhouse.rooms.presenting.words import format_of


def tick() -> int:
    """Mend the circles of every room under way whose people are not the same any more; how many that were."""
    formed = Exists(Arrangement.objects.filter(room=OuterRef("pk")))
    rooms = Room.objects.filter(formed, state=Room.State.LIVE).select_related("community")
    return sum(_mend(room) for room in rooms.order_by("pk"))


def _mend(room: Room) -> bool:
    left, came = queries.out_of_step(room, format_of(room.format), progress.begun(room))
    if not (left or came):
        return False
    try:
        return bool(actions.repair(room, actor=SYSTEM).circles)
    except Refused:  # nobody is left who could be in a circle
        return False
