"""Names and short sentences about a room, in the reader's language."""

from collections.abc import Sequence
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from guildhouse.kit import dates
from guildhouse.kit.walls import wall
from guildhouse.rooms.formats.known import format_of, own_id, role_name
from guildhouse.rooms.formats.shape import Format
from guildhouse.rooms.models import Room, RoomRole

SeatsRow = tuple[str, int, int | None, int]
__all__ = ["format_of", "role_name"]  # of this house, built-in or a community's own


def format_name(key: str) -> str:
    """A format's name in the reader's language."""
    return format_of(key).name_in(dates.language())


def format_page(key: str, slug: str) -> str:
    """Where the format of a room in this community is shown: for an own one, the edition that runs in it."""
    own = own_id(key)
    if own:
        return reverse("own-format-edition", args=[slug, own, key.rpartition("-")[2]])
    return reverse("format", args=[format_of(key).key])


def limit_of(room: Room, role: RoomRole, alone: bool) -> int | None:
    """How many fit into a role: its own limit, and the room's where there is no other role."""
    limits = [limit for limit in (role.capacity, room.capacity if alone else None) if limit is not None]
    return min(limits) if limits else None


def free_in(room: Room, role: RoomRole) -> int | None:
    """How many seats are free in a role, within the room's own limit; None without any limit."""
    left = [one.capacity - one.held for one in (room, role) if one.capacity is not None]
    return max(0, min(left)) if left else None


def seats_rows(room: Room, roles: Sequence[RoomRole]) -> list[SeatsRow]:
    """One row a role (name, held, limit, waiting), and one for the whole room where it says more."""
    alone = len(roles) == 1
    rows: list[SeatsRow] = [
        (
            role_name(room.format, role.key),
            role.held,
            limit_of(room, role, alone),
            room.waiting if alone else getattr(role, "waiting", 0),
        )
        for role in roles
    ]
    if not alone and room.capacity is not None:
        rows.append((_("All together"), room.held, room.capacity, 0))
    return rows


def day_of(room: Room) -> date:
    """The day a room falls on, by the reader's zone where it is known, else by the room's own."""
    reader = dates.reader_zone()
    return (room.starts_at.astimezone(reader) if reader else wall(room.starts_at, room.zone)).date()


def where(room: Room) -> str:
    """How and where one meets, as everybody may see it."""
    mode = str(room.get_mode_display())
    return f"{mode}, {room.place}" if room.place and room.mode != Room.Mode.ONLINE else mode


def usual_length(fmt: Format, room: Room) -> str:
    """That the format usually takes longer than the room has; nothing when it does not."""
    if fmt.total_minutes <= room.minutes:
        return ""
    spans = {"format": dates.minutes(fmt.total_minutes), "room": dates.minutes(room.minutes)}
    return _("It usually takes %(format)s; this room has %(room)s.") % spans
