"""Who is in the room, and who plays which part: for whoever leads."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from guildhouse.kit import dates
from guildhouse.live.casting import given
from guildhouse.live.models import Part
from guildhouse.live.queries import Screen
from guildhouse.rooms.models import Room, Seat
from guildhouse.rooms.presenting.words import format_of, role_name


@dataclass(frozen=True, slots=True)
class There:
    """Somebody who comes: their id, name and role, and whether they were noted as being there."""

    id: str
    name: str
    role: str
    is_here: bool


@dataclass(frozen=True, slots=True)
class PartToGive:
    """A part that is given by name: to how many at most (None: any number), and who plays it in this round."""

    key: str
    name: str
    most: int | None
    holders: tuple[str, ...]


def those_who_come(room: Room) -> list[There]:
    """Everybody with a seat, by name, in one query."""
    seats = Seat.objects.filter(room=room, state__in=Seat.COMING)
    rows = seats.select_related("person", "role").order_by("person__name", "pk")
    return [
        There(
            seat.person.public_id,
            str(seat.person),
            role_name(room.format, seat.role.key),
            seat.state == Seat.State.ATTENDED,
        )
        for seat in rows
    ]


def parts_to_give(room: Room, screen: Screen) -> list[PartToGive]:
    """The parts that are given in this round, in one query; none where the format gives none."""
    fmt = format_of(room.format)
    roles = given(fmt)
    if not roles or screen.state not in ("running", "paused"):
        return []
    rows = Part.objects.filter(run__room=room, round=max(1, screen.round)).order_by("pk")
    held: dict[str, list[str]] = {}
    for role, person in rows.values_list("role", "person__public_id"):
        held.setdefault(role, []).append(person)
    language = dates.language()
    return [
        PartToGive(role.key, role.name_in(language), role.max, tuple(held.get(role.key, ())))
        for role in roles
    ]


def missing_words(screen: Screen, parts: list[PartToGive]) -> str:
    """That a part this step needs is given to nobody yet."""
    needed = {*screen.speaks, *screen.silent}
    open_parts = [part.name for part in parts if part.name in needed and not part.holders]
    return _("Nobody has this part yet: %(parts)s.") % {"parts": ", ".join(open_parts)} if open_parts else ""
