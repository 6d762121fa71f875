"""The way in, on the pages of a room: from a quarter of an hour before it begins."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from guildhouse.kit import dates
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
    """What the button says before the start and after it, to whoever leads and to others."""
    room = sight.room
    href = reverse("room-live", args=[room.community.slug, room.public_id])
    leads = conducts(sight.viewer, format_of(room.format))
    if sight.at < room.starts_at:
        title = _("This room opens at %(time)s") % {"time": dates.hours(room.starts_at)}
        words = (
            _("You lead it: begin the first step when everybody is there.")
            if leads
            else _("You can go in and wait: its screen shows each step, the clock and who speaks.")
        )
        return WayIn(title, words, _("Go to begin it") if leads else _("Go in"), href)
    words = _("Its screen shows each step, the clock and who speaks, the same for everybody.")
    return WayIn(_("This room has begun"), words, _("Go in and lead") if leads else _("Go in"), href)
