"""Who may do what with a room or a seat. Pages, imports and actions all ask here; nothing here queries."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from guildhouse.communities import policy as communities_policy
from guildhouse.communities.models import Community
from guildhouse.communities.models.membership import Level
from guildhouse.communities.policy import Standing
from guildhouse.kit.rules import YES, Verdict, forbid, no
from guildhouse.people.models import Person
from guildhouse.rooms.models import OwnFormat, Room, RoomRole, Seat, Series

State = Seat.State
EARLIEST_CHECK_IN, LATEST_CHECK_IN = timedelta(minutes=15), timedelta(hours=1)
# At the ends of the calendar a moment has no hour in some zones, and every page it stands on would break.
FURTHEST = timedelta(days=36_525)


@dataclass(frozen=True, slots=True)
class Viewer:
    """One person before one room: their standing in its community, their seat, whether they host it."""

    standing: Standing
    seat: Seat | None = None
    is_named_host: bool = False
    is_in_fixed_group: bool = False
    has_left: bool = False  # the room's community, since they took their seat

    @property
    def is_host(self) -> bool:
        """Conveners are hosts of every room of their community; an import acts as one. Whoever left hosts nothing."""
        if self.standing.acts_for_house:
            return True
        belongs = self.standing.is_member and not self.standing.is_blocked
        return (self.is_named_host and belongs) or self.standing.is_convener

    @property
    def is_coming(self) -> bool:
        """Whether they hold a seat for good, or held it; not with an offer, and not once they left or are blocked."""
        if self.seat is None or self.standing.is_blocked or self.has_left:
            return False
        return self.seat.state in Seat.COMING


def may_see_inside(viewer: Viewer) -> bool:
    """Whether the person gets the list of participants, the address and, near the start, the link."""
    return viewer.is_host or viewer.is_coming


def may_ask(viewer: Viewer, room: Room, *, at: datetime) -> Verdict:
    """Whether the person may ask for a seat now, by the room's state and access rule."""
    standing = viewer.standing
    if standing.person is None:
        return forbid(
            "signed_out", _("Sign in or make an account; you come back to this room and lose nothing.")
        )
    if standing.is_blocked:
        return forbid(
            "blocked", _("You were asked to stay away from this community, so its rooms are closed to you.")
        )
    invited = viewer.seat is not None and viewer.seat.state == State.INVITED
    in_line = viewer.seat is not None and viewer.seat.state == State.WAITLISTED
    if not (verdict := _takes_requests(room, expected=invited or in_line, at=at)):
        return verdict
    if viewer.seat is not None and viewer.seat.state == State.DECLINED and not viewer.seat.may_ask_again:
        return no(
            "answered",
            _("The host answered your request and asked you not to send another one for this room."),
        )
    if viewer.seat is not None and viewer.seat.state == State.REMOVED:
        return forbid(
            "removed", _("A host took you off this room. Write to a convener if you think that is wrong.")
        )
    return YES if invited or in_line or viewer.is_host else _access(viewer, room)


def _takes_requests(room: Room, *, expected: bool, at: datetime) -> Verdict:
    if room.state == Room.State.DRAFT:
        return no("draft", _("This room is not published yet."))
    if room.state == Room.State.CANCELLED:
        return no("cancelled", _("This room was cancelled. Look at the next rooms of the community."))
    if room.state == Room.State.LAPSED:
        return no("lapsed", _("This room lapsed because too few people could come. Look at the next rooms."))
    if room.state in (Room.State.LIVE, Room.State.HELD) or room.has_started(at):
        return no("started", _("This room has already begun. Look at the next rooms of the community."))
    if room.state == Room.State.CLOSED and not expected:
        return no("closed", _("The host closed this room to new requests. Look at the next rooms."))
    return YES


def _access(viewer: Viewer, room: Room) -> Verdict:
    standing = viewer.standing
    if standing.person is not None and standing.person.kind == Person.Kind.AGENT and not room.welcomes_agents:
        return forbid("agents", _("This room is for people only."))
    if room.access == Room.Access.INVITED:
        return forbid(
            "invited_only",
            _("People come to this room by invitation. Write to its host if you would like one."),
        )
    if room.access == Room.Access.FIXED:
        if viewer.is_in_fixed_group:
            return YES
        return forbid(
            "fixed_group",
            _("This room belongs to the fixed group of its series. Ask its host about joining the group."),
        )
    if room.access == Room.Access.SITE:
        return YES
    if not standing.is_member:
        if room.welcomes_visitors:
            return YES
        return forbid("not_member", _("Join the community to come to its rooms; its front page says how."))
    needs_level = room.access == Room.Access.LEVEL and room.access_level
    if needs_level and not standing.is_at_least(room.access_level):
        return forbid(
            "level",
            _(
                "This room is for members from the level “%(level)s” up. "
                "A convener recognises levels; until then, rooms without a level are open to you."
            )
            % {"level": Level(room.access_level).label},
        )
    return YES


def may_take_role(viewer: Viewer, room: Room, role: RoomRole) -> Verdict:
    """Whether a seat in this role can be asked for at all."""
    seat = viewer.seat
    if seat is not None and seat.is_living and seat.state != State.INVITED:
        if seat.role_id == role.pk:
            return YES
        return no(
            "other_role",
            _("You already have a seat or a place in line in another role. Give that one up first."),
        )
    if role.key == RoomRole.OBSERVER and not room.welcomes_observers:
        return no("observers", _("This room has no seats for observers."))
    return YES


def may_withdraw(viewer: Viewer, room: Room, *, at: datetime) -> Verdict:
    """Leaving is always possible until the room is over."""
    if viewer.seat is None or not viewer.seat.is_living:
        return no("no_seat", _("You have no seat and no place in line here, so there is nothing to give up."))
    if room.state not in (*Room.AHEAD, Room.State.DRAFT):
        return no("over", _("This room is over."))
    return YES


def may_accept(viewer: Viewer, room: Room, *, at: datetime) -> Verdict:
    """Whether an offer can still be taken."""
    if viewer.seat is None or viewer.seat.state != State.OFFERED:
        return no("no_offer", _("No seat is offered to you here at the moment."))
    if viewer.seat.expires_at is not None and at >= viewer.seat.expires_at:
        return no("expired", _("The offer ran out and the seat went to the next in line. You can ask again."))
    if room.state not in Room.SEATABLE or room.has_started(at):
        return no("started", _("This room has already begun."))
    return YES


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


def may_run_series(standing: Standing, series: Series) -> Verdict:
    """Whether the person answers for a series: whoever planned it and still belongs here, a convener, an import."""
    person = standing.person
    planned = person is not None and series.created_by_id == person.pk and standing.is_member
    if planned or standing.is_convener or standing.acts_for_house:
        return YES
    return forbid(
        "not_host", _("Only whoever planned this series and the community's conveners may do this.")
    )


def may_keep_formats(standing: Standing, community: Community) -> Verdict:
    """Whether the person may make, change and retire formats of the community's own: conveners and facilitators."""
    if standing.acts_for_house:
        return YES
    if not (verdict := communities_policy.may_take_part(standing, community)):
        return verdict
    if standing.is_convener or standing.is_facilitator:
        return YES
    return forbid(
        "formats_by",
        _(
            "Conveners and facilitators keep the formats of this community. "
            "Tell one of them what you would like to try; a format's file is there to take along."
        ),
    )


def may_have_more_formats(offered: int) -> Verdict:
    """Whether a community that offers so many formats of its own may offer one more."""
    if offered < OwnFormat.MOST:
        return YES
    return no(
        "many_formats",
        _("There are %(most)s formats of your own already. Retire one that nobody uses, then add this one.")
        % {"most": OwnFormat.MOST},
    )


def sees_link(viewer: Viewer, room: Room, *, at: datetime) -> bool:
    """The joining link: for the confirmed from 15 minutes before the start, for hosts at any time."""
    if viewer.is_host:
        return True
    return viewer.is_coming and (room.starts_at - at).total_seconds() <= 15 * 60 and room.state in Room.AHEAD


def may_convert(viewer: Viewer, room: Room, *, at: datetime) -> Verdict:
    """Whether the room can still be given another format."""
    if not (verdict := may_change(viewer, room, at=at)):
        return verdict
    if room.state == Room.State.LIVE or (room.state in Room.SEATABLE and room.has_started(at)):
        return no("started", _("This room has begun, so its format stays."))
    return YES


def may_answer(room: Room, seat: Seat, *, at: datetime) -> Verdict:
    """Whether somebody with a seat can still say what they would like: the role, the other room, the times."""
    if not seat.is_living:
        return no("no_seat", _("You have no seat and no place in line here, so nothing is asked of you."))
    if room.state not in Room.SEATABLE or room.has_started(at):
        return no("started", _("This room has already begun."))
    return YES


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
