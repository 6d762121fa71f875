"""What time does to runs: those of rooms that are over, or called off, end; hands without a seat are lowered."""

from django.db.models import Exists, OuterRef, QuerySet

from guildhouse.communities.models import Office
from guildhouse.history.actions import act
from guildhouse.history.actors import SYSTEM
from guildhouse.kit import clock
from guildhouse.live.actions.frame import locked, shown
from guildhouse.live.actions.leading import closed
from guildhouse.live.models import Hand, Run
from guildhouse.rooms.models import Host, Room, Seat


def pass_time() -> int:
    """End what is left open and lower hands of those who are gone, an act for each room; return how many changed."""
    left = Run.objects.left_open(clock.now()).select_related("room").order_by("pk")
    changed = sum(_end(run.room) for run in left)
    gone = Run.objects.filter(pk__in=without_a_seat().values("run")).select_related("room").order_by("pk")
    return changed + sum(_lower(run.room) for run in gone)


def without_a_seat() -> QuerySet[Hand]:
    """Hands of those who neither come to the room nor host it any more."""
    seats = Seat.objects.filter(
        room=OuterRef("run__room"),
        person=OuterRef("person"),
        state__in=(Seat.State.CONFIRMED, *Seat.PRESENCE),
    )
    hosts = Host.objects.filter(room=OuterRef("run__room"), person=OuterRef("person"))
    convenes = Office.objects.held().filter(
        community=OuterRef("run__room__community"), person=OuterRef("person"), kind=Office.Kind.CONVENER
    )
    return Hand.objects.exclude(Exists(seats)).exclude(Exists(hosts)).exclude(Exists(convenes))


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
