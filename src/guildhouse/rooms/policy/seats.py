"""Who may ask for a seat, take it, give it up, and answer what those with a seat are asked."""

from datetime import datetime

from django.utils.translation import gettext as _

from guildhouse.communities.models.membership import Level
from guildhouse.kit.rules import YES, Verdict, forbid, no
from guildhouse.people.models import Person
from guildhouse.rooms.models import Room, RoomRole, Seat
from guildhouse.rooms.policy.viewing import Viewer

State = Seat.State


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


def may_answer(room: Room, seat: Seat, *, at: datetime) -> Verdict:
    """Whether somebody with a seat can still say what they would like: the role, the other room, the times."""
    if not seat.is_living:
        return no("no_seat", _("You have no seat and no place in line here, so nothing is asked of you."))
    if room.state not in Room.SEATABLE or room.has_started(at):
        return no("started", _("This room has already begun."))
    return YES
