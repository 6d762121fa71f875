"""Who may say that they are there, that they cannot come, or that it is noted wrongly; and have it certified."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from guildhouse.kit.rules import YES, Verdict, forbid, no
from guildhouse.rooms.models import Room, Seat
from guildhouse.rooms.policy.viewing import Viewer

State = Seat.State
EARLIEST_CHECK_IN, LATEST_CHECK_IN = timedelta(minutes=15), timedelta(hours=1)


def may_check_in(viewer: Viewer, room: Room, *, at: datetime) -> Verdict:
    """Whether the person may say by the code that they are there: from shortly before the room until a while after."""
    if viewer.standing.is_blocked or viewer.seat is None:
        return no("no_seat", _("The code is for those who have a seat in this room."))
    if viewer.seat.state not in Seat.COMING:
        return no("no_seat", _("The code is for those who have a seat in this room. Speak to its host."))
    return code_counts(room, at=at)


def code_counts(room: Room, *, at: datetime) -> Verdict:
    """Whether the code of a room counts at this moment, so that its hosts see it and the others may write it."""
    if room.state not in (*Room.AHEAD, Room.State.HELD):
        return no("over", _("This room does not take place."))
    if at < room.starts_at - EARLIEST_CHECK_IN:
        return no("early", _("The code counts from 15 minutes before the room begins."))
    if at > room.ends_at + LATEST_CHECK_IN:
        return no(
            "late", _("The code counted until an hour after the room. Ask its host to note that you came.")
        )
    return YES


def may_contest(viewer: Viewer) -> Verdict:
    """Whether something is noted about the person that they can say is wrong."""
    if viewer.seat is None or viewer.seat.state not in Seat.PRESENCE:
        return no("not_noted", _("Nothing is noted about you for this room."))
    return YES


def may_excuse(viewer: Viewer, room: Room, *, at: datetime) -> Verdict:
    """Whether the person may say that they cannot come; nothing is held against whoever does."""
    if viewer.seat is None or viewer.seat.state != State.CONFIRMED:
        return no("no_seat", _("You have no seat here, so there is nothing to be excused from."))
    if room.state not in Room.AHEAD or at >= room.ends_at:
        return no("over", _("This room is over. Write to its host if what is noted about you is wrong."))
    return YES


def may_have_certificate(viewer: Viewer, seat: Seat, room: Room) -> Verdict:
    """Whether a certificate of attendance can be made: for those who attended, by themselves or a host."""
    is_own = viewer.standing.person is not None and seat.person_id == viewer.standing.person.pk
    if not is_own and not viewer.is_host:
        return forbid("not_yours", _("Only the person themselves and the hosts get a certificate."))
    if seat.state != State.ATTENDED or room.state not in (Room.State.LIVE, Room.State.HELD):
        return no("not_attended", _("A certificate is made once it is noted that somebody attended."))
    if room.state != Room.State.HELD:
        return no("not_held", _("A certificate is made once the room is over."))
    return YES
