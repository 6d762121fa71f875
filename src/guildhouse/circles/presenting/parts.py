"""What circles put on the pages of a room: for hosts a line with what is to do, for those who come where they are."""

from django.utils.translation import gettext as _

from guildhouse.circles import progress, queries
from guildhouse.circles.presenting import page
from guildhouse.rooms.models import Room
from guildhouse.rooms.presenting.parts import Part
from guildhouse.rooms.presenting.sight import Sight
from guildhouse.rooms.presenting.words import format_of


def on_room(sight: Sight) -> list[Part]:
    """Where one's circles are; before the room begins only the way there, which asks the database nothing."""
    room, person = sight.room, sight.viewer.standing.person
    if person is None or not sight.viewer.is_coming or format_of(room.format).circles is None:
        return []
    if room.state == Room.State.LIVE:
        arrangement = queries.arrangement_of(room)
        if arrangement is None or arrangement.shown_at is None:
            return []
        return [Part("first", "circles/_mine.html", page.mine_of(sight, person))]
    if room.state in Room.SEATABLE:
        return [Part("aside", "circles/_way.html")]
    return []


def on_host(sight: Sight) -> list[Part]:
    """How the circles stand, and what is to do about them."""
    room = sight.room
    shown = format_of(room.format)
    if shown.circles is None or room.state not in Room.AHEAD:
        return []
    arrangement = queries.arrangement_of(room)
    if arrangement is None:
        return [
            Part("aside", "circles/_host.html", {"words": _("None are formed yet."), "step": page.Step()})
        ]
    step = page.step_of(room, shown, progress.begun(room))
    words = _("Its people see them.") if arrangement.shown_at else _("Only hosts see them so far.")
    return [Part("first" if step else "aside", "circles/_host.html", {"words": words, "step": step})]
