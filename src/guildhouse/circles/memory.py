"""What circles add to the memory of rooms: the parts that pass from one to the next, and who sat together."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime

from guildhouse.circles.models import CircleMember
from guildhouse.rooms.memory import Played, Together, held_since, part_of


def played(community: int | None, people: Collection[int], since: datetime) -> list[Played]:
    """The parts these people began with in circles of rooms that were held since."""
    there = CircleMember.objects.filter(held_since(community, since, "round__room"), person__in=people)
    rows = there.exclude(role="").order_by("pk")
    found = rows.values_list("person", "role", "round__room", "round__room__starts_at")
    return [Played(person, part_of(role), room, at) for person, role, room, at in found]


def met(person: int, since: datetime) -> list[Together]:
    """Whom somebody sat with in circles of rooms that were held since."""
    mine = CircleMember.objects.filter(held_since(None, since, "round__room"), person=person)
    others = CircleMember.objects.filter(circle__in=mine.values("circle")).exclude(person=person)
    times: dict[int, list[datetime]] = defaultdict(list)
    for other, at in others.order_by("pk").values_list("person", "round__room__starts_at"):
        times[other].append(at)
    return [Together(other, len(moments), max(moments)) for other, moments in sorted(times.items())]
