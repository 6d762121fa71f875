"""Who came: said by a code or noted by the hosts, seen by the person, and contestable; and who excused themselves."""

from django.utils.translation import gettext as _

from guildhouse.history.actions import act
from guildhouse.history.actors import Actor
from guildhouse.kit import clock
from guildhouse.kit.rules import Refused, no, require
from guildhouse.rooms import policy
from guildhouse.rooms.actions.frame import own_seat, person_of, viewer_of
from guildhouse.rooms.actions.seating import fill, lock, step, tell
from guildhouse.rooms.checkin import has_checked_in, is_code
from guildhouse.rooms.facts import Facts
from guildhouse.rooms.models import Certificate, Room, RoomRole, Seat

State = Seat.State
EXCUSED = "excused"


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
    viewer = viewer_of(actor, room)
    seat = own_seat(viewer, policy.may_contest(viewer), room)
    if not text.strip():
        raise Refused(no("text", _("Say in a sentence what is noted wrongly.")))
    if seat.contested != text:
        seat.contested = text
        seat.save(update_fields=["contested"])
        tell(Facts.ATTENDANCE_CONTESTED, seat, actor=actor, at=clock.now())
    return seat


@act
def check_in(room: Room, code: str, *, actor: Actor) -> Seat:
    """Say by the code that is shown in a room that one is there; before it begins, attendance is noted when it does."""
    room, at = lock(room), clock.now()
    viewer = viewer_of(actor, room)
    seat = own_seat(viewer, policy.may_check_in(viewer, room, at=at), room)
    if not is_code(room, code):
        raise Refused(
            no("code", _("This is not the code of this room. Look at the screen, or ask its host."))
        )
    if seat.state == State.ATTENDED:
        return seat
    if not has_checked_in(room, seat):
        seat.checked_in_at = at
        seat.save(update_fields=["checked_in_at"])
        tell(Facts.CHECKED_IN, seat, actor=actor, at=at)
    if room.state in (Room.State.LIVE, Room.State.HELD):
        step(seat, State.ATTENDED, actor=actor, at=at, how="code")
    return seat


@act
def excuse(room: Room, *, actor: Actor, why: str = "") -> Seat:
    """Say that one cannot come. Nothing is held against it; before the room begins, the seat goes to the next in line.

    `why` is a sentence for the hosts, and may be left out.
    """
    room, at = lock(room), clock.now()
    viewer = viewer_of(actor, room)
    if viewer.seat is not None and viewer.seat.is_self_excused:
        return viewer.seat
    seat = own_seat(viewer, policy.may_excuse(viewer, room, at=at), room)
    is_under_way = room.state == Room.State.LIVE
    to = State.EXCUSED if is_under_way else State.WITHDRAWN
    words = why.strip()[: Seat._meta.get_field("excuse").max_length]
    step(seat, to, actor=actor, at=at, how=EXCUSED, is_late=False, excused_at=at, excuse=words)
    fill(room, at=at)
    return seat


@act
def make_certificate(room: Room, seat: Seat, *, actor: Actor) -> Certificate:
    """Make the certificate of somebody who attended; it is made once, and can be checked while the seat is kept."""
    room, at = lock(room), clock.now()
    seat = Seat.objects.select_related("person").get(pk=seat.pk, room=room)
    require(policy.may_have_certificate(viewer_of(actor, room), seat, room))
    made, is_new = Certificate.objects.get_or_create(seat=seat, defaults={"made_at": at})
    if is_new:
        seat.room = room
        tell(Facts.CERTIFICATE_MADE, seat, actor=actor, at=at)
    return made
