"""Seats whose role becomes another one: one at a time, or all of them when a room gets another format."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import F

from guildhouse.history.actors import Actor
from guildhouse.rooms import rolemap
from guildhouse.rooms.actions.frame import person_of
from guildhouse.rooms.actions.limits import follow_format, roles_of
from guildhouse.rooms.actions.seating import tell
from guildhouse.rooms.facts import Facts
from guildhouse.rooms.formats.known import format_of
from guildhouse.rooms.models import RoleAsk, Room, RoomRole, Seat


def move_role(seat: Seat, role: RoomRole) -> None:
    """Give a seat another role, with the counters of both. Part of an act that holds the room's lock."""
    if seat.role_id == role.pk:
        return
    if seat.state in Seat.COUNTED:
        RoomRole.objects.filter(pk=seat.role_id).update(held=F("held") - 1)
        RoomRole.objects.filter(pk=role.pk).update(held=F("held") + 1)
    seat.role = role
    seat.save(update_fields=["role"])


def put_role_ask(seat: Seat, key: str, was: str, why: RoleAsk.Why, *, actor: Actor, at: datetime) -> RoleAsk:
    """Ask somebody whether they take a role; what they were asked before and never answered is asked no more."""
    RoleAsk.objects.filter(seat=seat, answered_at=None).update(answered_at=at)
    asked = RoleAsk.objects.create(
        seat=seat, role_key=key, was_key=was, why=why, asked_by=person_of(actor), asked_at=at
    )
    tell(Facts.ROLE_ASKED, seat, actor=actor, at=at, role=key, was=was, why=str(why))
    return asked


def take_roles_of_format(room: Room, before: str, *, actor: Actor, at: datetime) -> None:
    """Give a locked room the roles its format has now, and every seat the one most like its own.

    Nobody loses a seat: a role that more people have than the format foresees is as large as they are. Whoever
    holds a seat and finds themselves in another role is asked whether they take it. Part of an act that asked
    its policy; what has become free is for `fill`.
    """
    if before == room.format:
        follow_format(room)
        return
    was, now = format_of(before), format_of(room.format)
    seats = list(Seat.objects.filter(room=room).select_related("role", "person").order_by("asked_at", "pk"))
    had = {seat.pk: seat.role.key for seat in seats}
    wanted = {role.key: role for role in roles_of(room, {})}
    to = rolemap.mapped(set(had.values()), now, observers=room.welcomes_observers)
    gets = _within_limits(seats, {seat.pk: to[had[seat.pk]] for seat in seats}, wanted, rolemap.plain(now))
    _write(room, seats, gets, wanted)
    usual, is_usual = rolemap.plain(was), rolemap.plain(now)
    for seat in seats:
        seat.room = room
        if seat.is_holding and rolemap.is_another(had[seat.pk], usual, gets[seat.pk], is_usual):
            put_role_ask(seat, gets[seat.pk], had[seat.pk], RoleAsk.Why.CONVERTED, actor=actor, at=at)


def _within_limits(
    seats: Iterable[Seat], gets: dict[int, str], roles: dict[str, RoomRole], usual: str
) -> dict[int, str]:
    """Who is over the limit of a role takes part as most do, the last to have asked first; that role grows."""
    taken = dict.fromkeys(roles, 0)
    for seat in seats:
        if seat.state not in Seat.COUNTED:
            continue
        most = roles[gets[seat.pk]].capacity
        if most is not None and taken[gets[seat.pk]] >= most:
            gets[seat.pk] = usual
        taken[gets[seat.pk]] += 1
    for key, role in roles.items():
        role.held = taken[key]
        if role.capacity is not None:
            role.capacity = max(role.capacity, role.held)
    return gets


def _write(room: Room, seats: Iterable[Seat], gets: dict[int, str], wanted: dict[str, RoomRole]) -> None:
    there = {role.key: role for role in RoomRole.objects.filter(room=room)}
    for key, role in wanted.items():
        if key not in there:
            role.save(force_insert=True)
            continue
        role.pk = there[key].pk
        role._state.adding = False
        role.save(update_fields=["capacity", "minimum", "position", "held"])
    for seat in seats:
        if seat.role_id != wanted[gets[seat.pk]].pk:
            seat.role = wanted[gets[seat.pk]]
            seat.save(update_fields=["role"])
    RoomRole.objects.filter(room=room).exclude(key__in=wanted).delete()
