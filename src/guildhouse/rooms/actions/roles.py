"""Asking somebody to take a role, and what they answer."""

from django.utils.translation import gettext as _

from guildhouse.communities.queries import standing as standing_in
from guildhouse.history.actions import act
from guildhouse.history.actors import Actor
from guildhouse.kit import clock
from guildhouse.kit.rules import Refused, no, require
from guildhouse.people.models import Person
from guildhouse.rooms import policy, rolemap
from guildhouse.rooms.actions.frame import viewer_of
from guildhouse.rooms.actions.hosting import invite_locked
from guildhouse.rooms.actions.rerolling import move_role, put_role_ask
from guildhouse.rooms.actions.seating import fill, lock, tell
from guildhouse.rooms.facts import Facts
from guildhouse.rooms.formats.known import format_of
from guildhouse.rooms.models import RoleAsk, Room, RoomRole, Seat

State = Seat.State


@act
def ask_to_take(room: Room, person: Person, role_key: str, *, actor: Actor) -> Seat:
    """Ask somebody to take a role of the room's format; whoever has no seat yet is invited to one in it."""
    room, at = lock(room), clock.now()
    require(policy.may_seat_people(viewer_of(actor, room), room, at=at))
    if role_key not in {role.key for role in format_of(room.format).roles}:
        raise Refused(no("no_role", _("This room has no such role. Choose one of those on its page.")))
    if standing_in(person, room.community).is_blocked:
        raise Refused(no("blocked", _("This person was asked to stay away from the community.")))
    seat = Seat.objects.filter(room=room, person=person).select_related("role", "person").first()
    if seat is None or not seat.is_living:
        seat = invite_locked(room, person, role_key, actor=actor, at=at)
    seat.room = room
    last = RoleAsk.objects.filter(seat=seat, role_key=role_key).order_by("-pk").first()
    if seat.role.key != role_key and (last is None or not (last.is_open or last.accepted)):
        put_role_ask(seat, role_key, seat.role.key, RoleAsk.Why.ASKED, actor=actor, at=at)
    return seat


@act
def answer_role_ask(room: Room, *, actor: Actor, yes: bool) -> RoleAsk:
    """Say whether one takes the role one was asked to take. Whoever says no keeps the seat."""
    room, at = lock(room), clock.now()
    seat = viewer_of(actor, room).seat
    found = RoleAsk.objects.filter(seat=seat).order_by("-pk").first() if seat else None
    if seat is None or found is None or (found.answered_at is not None and found.accepted is None):
        raise Refused(no("not_asked", _("Nobody asks you to take a role here.")))
    if found.answered_at is not None:
        return found
    require(policy.may_answer(room, seat, at=at))
    seat.room = room
    if yes:
        _take(room, seat, found)
    elif found.why == RoleAsk.Why.CONVERTED:
        _take_part_as_most_do(room, seat)
    found.accepted, found.answered_at = yes, at
    found.save(update_fields=["accepted", "answered_at"])
    tell(Facts.ROLE_ANSWERED, seat, actor=actor, at=at, role=found.role_key, yes=yes)
    fill(room, at=at)
    return found


def _take(room: Room, seat: Seat, asked: RoleAsk) -> None:
    """The seat has the role from now on, where one asks for seats in it; else it is a word given."""
    role = RoomRole.objects.filter(room=room, key=asked.role_key).first()
    if role is None or role.pk == seat.role_id:
        return
    if role.is_full:
        raise Refused(
            no("role_full", _("Somebody else has taken this role meanwhile. Your seat stays as it is."))
        )
    move_role(seat, role)


def _take_part_as_most_do(room: Room, seat: Seat) -> None:
    role = RoomRole.objects.filter(room=room, key=rolemap.plain(format_of(room.format))).first()
    if role is None or role.pk == seat.role_id:
        return
    if role.is_full:  # a seat is theirs whatever they answer, so the role grows by theirs
        role.capacity = role.held + 1
        role.save(update_fields=["capacity"])
    move_role(seat, role)
