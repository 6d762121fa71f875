"""From the numbers of a search to rows: rounds, circles, who is in them and with which part."""

from collections.abc import Mapping
from dataclasses import dataclass

from guildhouse.circles import parts
from guildhouse.circles.models import Circle, CircleMember, Round
from guildhouse.circles.preparing import Prepared
from guildhouse.circles.search.exact import Asking
from guildhouse.circles.search.roles import Cast
from guildhouse.circles.search.task import Plan
from guildhouse.rooms.models import Room


@dataclass(frozen=True)
class Planned:
    """What a search found for a room, with the parts, and the wishes that were proved to clash."""

    prepared: Prepared
    plan: Plan
    cast: Cast
    clash: tuple[Asking, ...] = ()


def links_of(room: Room) -> dict[int, str]:
    """The links of a room's circles, by the number of the circle."""
    circles = Circle.objects.filter(round__room=room).exclude(link="").order_by("pk")
    return dict(circles.values_list("number", "link"))


def write(planned: Planned, *, first: int, links: Mapping[int, str]) -> None:
    """Write the rounds of a plan, the first of them with this number; circles of a number have one link throughout."""
    for at, groups in enumerate(planned.plan):
        one = Round.objects.create(room=planned.prepared.room, number=first + at)
        circles = Circle.objects.bulk_create(
            Circle(round=one, number=number, link=links.get(number, ""))
            for number in range(1, len(groups) + 1)
        )
        members = []
        for circle, group in zip(circles, groups, strict=True):
            members += members_of(planned, circle, one, group, planned.cast[at])
        CircleMember.objects.bulk_create(members)


def members_of(
    planned: Planned, circle: Circle, one: Round, group: tuple[int, ...], cast: dict[int, int]
) -> list[CircleMember]:
    """The members of a circle in the order of their parts, those without one last."""
    slots = parts.slots(planned.prepared.format, len(group))
    ordered = sorted(group, key=lambda person: (cast.get(person, len(slots)), person))
    return [
        CircleMember(
            circle=circle,
            round=one,
            person_id=planned.prepared.people[person],
            role=slots[cast[person]] if cast.get(person, len(slots)) < len(slots) else "",
            place=place,
        )
        for place, person in enumerate(ordered)
    ]
