"""The way in, on the pages of a room: from a quarter of an hour before it begins."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.db.models.expressions import Combinable
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhouse.kit import dates
from guildhouse.live.models import Run
from guildhouse.live.policy import conducts, may_watch
from guildhouse.rooms.models import Room
from guildhouse.rooms.presenting.parts import Part
from guildhouse.rooms.presenting.sight import Sight
from guildhouse.rooms.presenting.words import format_of


@dataclass(frozen=True, slots=True)
class WayIn:
    """What is said, and where the button leads."""

    title: str
    words: str
    label: str
    href: str
    again: str = ""
    """Where the steps that have ended are still to be seen."""


def asked() -> dict[str, Callable[[int], Combinable]]:
    """What is to be known of the steps of a room, as parts of its own query."""
    runs = Run.objects.filter(room=OuterRef("pk"))
    return {
        "steps_began": lambda _person: Exists(runs),
        "steps_ended": lambda _person: Exists(runs.exclude(ended_at=None)),
    }


def on_room(sight: Sight) -> Iterator[Part]:
    """For those who come and the hosts; no query."""
    if is_open(sight):
        yield Part("first", "live/_way_in.html", way_in(sight))


def on_host(sight: Sight) -> Iterator[Part]:
    """The same, for whoever is about to begin."""
    return on_room(sight)


def is_open(sight: Sight) -> bool:
    """Whether the room can be gone into now."""
    if sight.room.state not in Room.AHEAD or sight.at >= sight.room.ends_at:
        return False
    return bool(may_watch(sight.viewer, sight.room, at=sight.at))


def way_in(sight: Sight) -> WayIn:
    """What the button says before the steps begin, while they run and when they have ended, to whoever may go in."""
    room = sight.room
    href = _page(room, "room-live")
    leads = conducts(sight.viewer, format_of(room.format))
    if getattr(room, "steps_ended", False):
        thanks = _(
            "Thank you for being here. What you take along can be written down now, while it is fresh."
        )
        return WayIn(_("The steps are done"), thanks, _("Drop a card"), _page(room, "room-harvest"), href)
    if sight.at < room.starts_at and not getattr(room, "steps_began", False):
        title = _("This room opens at %(time)s") % {"time": dates.hours(room.starts_at)}
        words = (
            _("You lead it: begin the first step when everybody is there.")
            if leads
            else _("You can go in and wait: its screen shows each step, the clock and who speaks.")
        )
        return WayIn(title, words, _("Go to begin it") if leads else _("Go in"), href)
    words = _("Its screen shows each step, the clock and who speaks, the same for everybody.")
    return WayIn(_("This room has begun"), words, _("Go in and lead") if leads else _("Go in"), href)


def _page(room: Room, name: str) -> str:
    return reverse(name, args=[room.community.slug, room.public_id])
