"""What must always be true of circles, asked of the rows as they are; nothing here writes."""

from collections.abc import Iterator

from django.db.models import Exists, F, OuterRef

from guildhouse.circles import parts
from guildhouse.circles.models import Arrangement, Circle, CircleMember, Round
from guildhouse.rooms.models import Room, Seat
from guildhouse.rooms.presenting.words import format_of


def violations() -> Iterator[str]:
    """One sentence, with ids, for each thing about circles that should never be so."""
    for member in CircleMember.objects.exclude(circle__round=F("round")).order_by("pk"):
        yield f"Circle member {member.pk} is in circle {member.circle_id}, which is not of round {member.round_id}."
    seats = Seat.objects.filter(room=OuterRef("round__room"), person=OuterRef("person"))
    for member in CircleMember.objects.exclude(Exists(seats)).order_by("pk"):
        yield f"Person {member.person_id} is in circle {member.circle_id} and never had a seat in its room."
    empty = Circle.objects.exclude(Exists(CircleMember.objects.filter(circle=OuterRef("pk"))))
    for circle in empty.order_by("pk"):
        yield f"Circle {circle.pk} has nobody in it."
    formed = Arrangement.objects.filter(room=OuterRef("room"))
    for one in Round.objects.exclude(Exists(formed)).order_by("pk"):
        yield f"Round {one.pk} of room {one.room_id} was formed by nobody."
    yield from _parts()


def _parts() -> Iterator[str]:
    """Everybody plays a part that the format has."""
    played = CircleMember.objects.exclude(role="").order_by("round__room", "role")
    rooms: dict[int, set[str]] = {}
    for room, key in played.values_list("round__room", "role").distinct():
        rooms.setdefault(room, set()).add(key)
    for room, format_key in Room.objects.filter(pk__in=rooms).order_by("pk").values_list("pk", "format"):
        known = {role.key for role in parts.drawn(format_of(format_key))}
        for key in sorted(rooms[room] - known):
            yield f"Somebody plays {key} in a circle of room {room}, which its format does not have."
