"""Who came: noted by the hosts, seen by the person, and contestable."""

from django.utils.translation import gettext as _

from guildhouse.history.actions import act, record
from guildhouse.history.actors import Actor
from guildhouse.kit import clock
from guildhouse.kit.rules import Refused, no, require
from guildhouse.people.models import Person
from guildhouse.rooms import policy, queries
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
    person = actor.person if isinstance(actor.person, Person) else None
    require(policy.may_note_attendance(queries.viewer(person, room), room, at=at))
    roles = {role.pk: role for role in RoomRole.objects.filter(room=room)}
    noted = 0
    for seat in Seat.objects.filter(
        room=room, pk__in=came, state__in=(State.CONFIRMED, *Seat.PRESENCE)
    ).order_by("pk"):
        to = State(came[seat.pk])
        if to not in Seat.PRESENCE:
            raise Refused(no("presence", _("Choose attended, excused or absent.")))
        if seat.state != to:
            seat.room, seat.role = room, roles[seat.role_id]
            step(seat, to, actor=actor, at=at, contested="", decided_by=person)
            noted += 1
    return noted


@act
def contest_attendance(room: Room, *, actor: Actor, text: str) -> Seat:
    """Say that one's own attendance is noted wrongly; the hosts read it and may change the note."""
    room = lock(room)
    person = actor.person if isinstance(actor.person, Person) else None
    seat = queries.viewer(person, room).seat
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
