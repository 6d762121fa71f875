"""A room that gets another format, because that one works with those who come."""

from django.utils.translation import gettext as _

from guildhouse.history.actions import act, record
from guildhouse.history.actors import Actor
from guildhouse.kit import clock
from guildhouse.kit.rules import Refused, no, require
from guildhouse.rooms import policy
from guildhouse.rooms.actions.frame import viewer_of
from guildhouse.rooms.actions.planning import change
from guildhouse.rooms.actions.seating import lock
from guildhouse.rooms.facts import Facts
from guildhouse.rooms.formats.known import exists_for, format_of
from guildhouse.rooms.formats.shape import Format
from guildhouse.rooms.models import Room


@act
def convert(room: Room, to: str, *, actor: Actor) -> Room:
    """Give a room a format that works with those who hold a seat; everybody keeps theirs.

    Roles become those most like them, limits and minimum those of the format, and the line goes on in its order. Only
    whoever gets another role is asked whether they take it.
    """
    room, at = lock(room), clock.now()
    require(policy.may_convert(viewer_of(actor, room), room, at=at))
    if room.format == to:
        return room
    if not exists_for(to, room.community_id):
        raise Refused(no("format", _("This format is not known. Choose one of the list.")))
    before, now = room.format, format_of(to)
    require(policy.may_become(room, now))
    _limit(room, format_of(before), now)
    change(room, actor=actor, at=at, format=to, minimum=now.people.min, runs_anyway=False)
    record(
        Facts.CONVERTED,
        actor=actor,
        subject=room,
        community=room.community_id,
        at=at,
        before=before,
        to=to,
    )
    return room


def _limit(room: Room, was: Format, now: Format) -> None:
    """As many as the format takes: no fewer than hold a seat or it needs, and no more than the host chose to let in."""
    most = now.people.max
    if room.capacity not in (None, was.people.max):
        most = room.capacity if most is None else min(most, room.capacity)
    if most is not None:
        room.capacity = max(most, room.held, now.people.min)
        room.save(update_fields=["capacity"])
