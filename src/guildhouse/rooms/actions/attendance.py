"""Who came: noted by the hosts, seen by the person, and contestable."""

from django.utils.translation import gettext as _

from guildhouse.history.actions import act, record
from guildhouse.history.actors import Actor
from guildhouse.kit import clock
from guildhouse.kit.rules import Refused, no, require
from guildhouse.rooms import policy
from guildhouse.rooms.actions.frame import person_of, viewer_of
from guildhouse.rooms.actions.seating import lock, step
from guildhouse.rooms.facts import Facts
from guildhouse.rooms.models import Room, RoomRole, Seat

State = Seat.State


@act
def note_attendance(room: Room, came: dict[int, str], *, actor: Actor) -> int:
    """Note for each seat (by its id) whether the person attended, was excused or was absent.

    Returns how many notes changed. Excused is not absent; nobody but the person and the hosts sees it.
    """
    room, at = lock(room), clock.now()
    require(policy.may_note_attendance(viewer_of(actor, room), room, at=at))
    roles = {role.pk: role for role in RoomRole.objects.filter(room=room)}
    noted = 0
    for seat in Seat.objects.filter(
        room=room, pk__in=came, state__in=(State.CONFIRMED, *Seat.PRESENCE)
    ).order_by("pk"):
        if came[seat.pk] not in Seat.PRESENCE:
            raise Refused(no("presence", _("Choose attended, excused or absent.")))
        to = State(came[seat.pk])
        if seat.state != to:
            seat.room, seat.role = room, roles[seat.role_id]
            step(seat, to, actor=actor, at=at, contested="", decided_by=person_of(actor))
            noted += 1
    return noted


@act
def contest_attendance(room: Room, *, actor: Actor, text: str) -> Seat:
    """Say that one's own attendance is noted wrongly; the hosts read it and may change the note."""
    room = lock(room)
    seat = viewer_of(actor, room).seat
    if seat is None or seat.state not in Seat.PRESENCE:
        raise Refused(no("not_noted", _("Nothing is noted about you for this room.")))
    if not text.strip():
        raise Refused(no("text", _("Say in a sentence what is noted wrongly.")))
    if seat.contested != text:
        seat.contested = text
        seat.save(update_fields=["contested"])
        record(
            Facts.ATTENDANCE_CONTESTED, actor=actor, subject=seat, community=room.community_id, room=room.pk
        )
    return seat
