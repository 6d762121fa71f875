"""What comes next, at the end of a letter that takes something away."""

from django.utils.translation import gettext as _

from guildhouse.kit import clock
from guildhouse.kit.dates import when_words
from guildhouse.notices.letters.shape import Item, Section, Telling
from guildhouse.rooms.models import Room
from guildhouse.rooms.presenting.words import format_name

NEXT = 3


def next_rooms(telling: Telling, room: Room) -> list[Section]:
    """The next rooms of the community somebody may see, for whoever loses a seat; nothing when there are none."""
    at = clock.now()
    ahead = Room.objects.visible_to(telling.to).open_to_requests(at).filter(community=room.community_id)
    rows = ahead.exclude(pk=room.pk).exclude(purpose="").order_by("starts_at", "pk")[:NEXT]
    items = [
        Item(
            one.purpose,
            f"{when_words(one.starts_at, one.ends_at, one.zone)}, {format_name(one.format)}",
            telling.path("rooms", one.public_id),
        )
        for one in rows
    ]
    return [Section(_("What comes next"), items)] if items else []
