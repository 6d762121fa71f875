"""Who may change a room, decide who comes to it, and choose what becomes of it."""

from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from guildhouse.communities.models import Community
from guildhouse.kit.rules import YES, Verdict, forbid, no
from guildhouse.rooms.formats.shape import Format
from guildhouse.rooms.models import Room, Seat
from guildhouse.rooms.policy.viewing import Viewer

# At the ends of the calendar a moment has no hour in some zones, and every page it stands on would break.
FURTHEST = timedelta(days=36_525)


def may_host(viewer: Viewer) -> Verdict:
    """Whether the person may decide about this room and its seats."""
    if viewer.is_host:
        return YES
    return forbid("not_host", _("Only the hosts of this room and the community's conveners may do this."))


def may_change(viewer: Viewer, room: Room, *, at: datetime) -> Verdict:
    """Whether the room itself can still be edited, moved, limited or cancelled."""
    if not (verdict := may_host(viewer)):
        return verdict
    if room.state == Room.State.CANCELLED:
        return no("cancelled", _("This room was cancelled. Make a new one like it instead."))
    if room.state in (Room.State.LAPSED, Room.State.HELD):
        return no("over", _("This room is over. Make a new one like it instead."))
    return YES


def may_seat_people(viewer: Viewer, room: Room, *, at: datetime) -> Verdict:
    """Whether a host may still approve, decline, invite or promote."""
    if not (verdict := may_host(viewer)):
        return verdict
    if room.state == Room.State.DRAFT:
        return no("draft", _("Nobody else sees this room yet. Publish it, then people can be asked to come."))
    if room.state == Room.State.CANCELLED:
        return no("cancelled", _("This room was cancelled. Make a new one like it instead."))
    if room.state == Room.State.LAPSED:
        return no("over", _("This room is over. Make a new one like it instead."))
    if room.state not in Room.SEATABLE or room.has_started(at):
        return no("started", _("Seats are settled when the room begins; note attendance instead."))
    return YES


def may_promote(viewer: Viewer, room: Room, seat: Seat, *, at: datetime) -> Verdict:
    """Whether a host may give this seat in line the next free one; close to the start only with their consent."""
    if not (verdict := may_seat_people(viewer, room, at=at)):
        return verdict
    if at >= room.cutoff_at and not seat.short_notice:
        return no(
            "cutoff",
            _(
                "The cut-off has passed, and this person has not said that short notice is fine. "
                "Write to them: they can take a free seat themselves."
            ),
        )
    return YES


def may_cancel(viewer: Viewer, room: Room, *, at: datetime) -> Verdict:
    """Whether the room can be cancelled; a draft is deleted, as nobody has seen it."""
    if not (verdict := may_change(viewer, room, at=at)):
        return verdict
    if room.state == Room.State.DRAFT:
        return no("draft", _("Nobody has seen this draft. Delete it instead."))
    return YES


def may_retime(viewer: Viewer, room: Room, *, at: datetime) -> Verdict:
    """Whether the room can still be given another start."""
    if not (verdict := may_change(viewer, room, at=at)):
        return verdict
    if room.state == Room.State.LIVE or (room.state in Room.SEATABLE and room.has_started(at)):
        return no("started", _("This room has begun, so its time stays. Make a new one for another day."))
    return YES


def may_be_on(day: date, today: date) -> Verdict:
    """Whether a room or a series can be on this day at all."""
    if abs(day - today) <= FURTHEST:
        return YES
    return no("too_far", _("That is more than a hundred years away. Choose a nearer day."))


def may_publish(viewer: Viewer, room: Room, community: Community, *, at: datetime) -> Verdict:
    """Whether a draft can be shown to everybody now."""
    if not (verdict := may_host(viewer)):
        return verdict
    if room.state not in (Room.State.DRAFT, *Room.AHEAD):
        return no("over", _("This room is over. Make a new one like it instead."))
    if room.has_started(at) and room.state == Room.State.DRAFT:
        return no("past", _("This room would begin in the past. Give it a time that is still to come."))
    if community.state == Community.State.ARCHIVED:
        return no("archived", _("This community is archived, so no rooms are published in it."))
    return YES


def may_note_attendance(viewer: Viewer, room: Room, *, at: datetime) -> Verdict:
    """Whether the host may note who came."""
    if not (verdict := may_host(viewer)):
        return verdict
    if room.state not in (Room.State.LIVE, Room.State.HELD):
        return no("not_held", _("Attendance is noted once the room has begun."))
    return YES


def may_convert(viewer: Viewer, room: Room, *, at: datetime) -> Verdict:
    """Whether the room can still be given another format."""
    if not (verdict := may_change(viewer, room, at=at)):
        return verdict
    if room.state == Room.State.LIVE or (room.state in Room.SEATABLE and room.has_started(at)):
        return no("started", _("This room has begun, so its format stays."))
    return YES


def may_become(room: Room, fmt: Format) -> Verdict:
    """Whether a format works with those who hold a seat; fewer than two are too few for any, and each still may."""
    fits = fmt.feasible(room.held)
    return YES if fits or room.held < 2 else no("unfit", fits.sentence)


def may_merge(viewer: Viewer, room: Room, before_other: Viewer, other: Room, *, at: datetime) -> Verdict:
    """Whether a host may ask the people of a room to come to another one of the same community instead."""
    if room.pk == other.pk or room.community_id != other.community_id:
        return no("other_room", _("Choose another room of the same community."))
    if not (verdict := may_seat_people(viewer, room, at=at)):
        return verdict
    if not (verdict := may_seat_people(before_other, other, at=at)):
        return verdict
    if at >= room.cutoff_at:
        return no(
            "cutoff",
            _("The cut-off has passed, so there is no time left to ask everybody. Write to them instead."),
        )
    return YES


def may_ask_for_times(viewer: Viewer, room: Room, *, at: datetime) -> Verdict:
    """Whether a host may ask everybody when the room should be instead."""
    if not (verdict := may_retime(viewer, room, at=at)):
        return verdict
    if room.state == Room.State.DRAFT:
        return no("draft", _("Nobody else sees this room yet. Give it another time yourself."))
    return YES
