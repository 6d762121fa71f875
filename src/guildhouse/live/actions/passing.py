"""What time does to runs: those of rooms that are over, or called off, end; hands without a seat are lowered."""

from guildhouse.history.actions import act
from guildhouse.history.actors import SYSTEM
from guildhouse.kit import clock
from guildhouse.live.actions.frame import locked, shown
from guildhouse.live.actions.leading import closed
from guildhouse.live.models import Run
from guildhouse.live.queries.hands import without_a_seat
from guildhouse.rooms.models import Room


def pass_time() -> int:
    """End what is left open and lower hands of those who are gone, an act for each room; return how many changed."""
    left = Run.objects.left_open(clock.now()).select_related("room").order_by("pk")
    changed = sum(_end(run.room) for run in left)
    gone = Run.objects.filter(pk__in=without_a_seat().values("run")).select_related("room").order_by("pk")
    return changed + sum(_lower(run.room) for run in gone)


@act
def _end(room: Room) -> bool:
    run, at = locked(room), clock.now()
    if run is None or not Run.objects.left_open(at).filter(pk=run.pk).exists():
        return False
    closed(run, actor=SYSTEM, at=at)
    return True


@act
def _lower(room: Room) -> bool:
    run = locked(room)
    if run is None or not without_a_seat().filter(run=run).delete()[0]:
        return False
    shown(run)
    return True
