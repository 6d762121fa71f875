"""The two functions every seat goes through: `step` changes its state, `fill` gives away what is free.

Both must run inside an act that holds the room's row lock (`lock`).
"""

import secrets
from datetime import datetime
from typing import Any

from django.db.models import F, Max

from guildhouse.communities.models.membership import Level
from guildhouse.communities.policy import Standing
from guildhouse.history.actions import record
from guildhouse.history.actors import SYSTEM, Actor
from guildhouse.kit.quiet import after_waking_hours
from guildhouse.people.models import Person
from guildhouse.rooms.facts import Facts
from guildhouse.rooms.models import Room, RoomRole, Seat
from guildhouse.rooms.queries import place_in_line

State = Seat.State
KIND = {state: Facts[f"SEAT_{state.name}"] for state in State}


def lock(room: Room) -> Room:
    """The room's row, locked until the act ends: seats are counted and numbers drawn under it."""
    return Room.objects.select_for_update(of=("self",)).select_related("community").get(pk=room.pk)


def new_seat(room: Room, role: RoomRole, person: Person, at: datetime) -> Seat:
    """A seat that is not in the database before its first `step`."""
    return Seat(room=room, role=role, person=person, state="", asked_at=at, changed_at=at)


def step(seat: Seat, to: Seat.State, *, actor: Actor, at: datetime, how: str = "", **fields: Any) -> Seat:
    """Move a seat to a state, with the counters of its room and role, and one fact.

    `fields` are other columns of the seat to set; `how` says in a word what caused it (standing, promoted …).
    """
    before = seat.state
    _count(seat, held=(to in Seat.HOLDING) - (before in Seat.HOLDING))
    _count_waiting(seat.room, (to == State.WAITLISTED) - (before == State.WAITLISTED))
    changes = {"state": to, "changed_at": at, "expires_at": None, **fields}
    for name, value in changes.items():
        setattr(seat, name, value)
    if seat.pk is None:
        seat.save(force_insert=True)
    else:
        seat.save(update_fields=[*changes, "role"])
    record(
        KIND[to],
        actor=actor,
        subject=seat,
        community=seat.room.community_id,
        concerns=seat.person_id,
        at=at,
        room=seat.room_id,
        role=seat.role.key,
        before=str(before),
        **({"how": how} if how else {}),
    )
    return seat


def _count(seat: Seat, held: int) -> None:
    # F() and not the value read: with the constraints it is the second belt, should a lock ever be forgotten.
    if held:
        Room.objects.filter(pk=seat.room_id).update(held=F("held") + held)
        RoomRole.objects.filter(pk=seat.role_id).update(held=F("held") + held)
        seat.room.held += held
        seat.role.held += held


def _count_waiting(room: Room, waiting: int) -> None:
    if waiting:
        Room.objects.filter(pk=room.pk).update(waiting=F("waiting") + waiting)
        room.waiting += waiting


def enter_line(seat: Seat, standing: Standing, *, actor: Actor, at: datetime, **fields: Any) -> Seat:
    """Put a seat at its place in the waiting list, with the next number of the room."""
    room = seat.room
    number = room.next_number
    Room.objects.filter(pk=room.pk).update(next_number=F("next_number") + 1)
    room.next_number += 1
    place = {
        "number": number,
        "line_key": _line_key(room, standing, seat.person_id),
        "entered_line_at": at,
    }
    step(seat, State.WAITLISTED, actor=actor, at=at, **{**fields, **place})
    seat.place_on_entering = place_in_line(seat)
    seat.save(update_fields=["place_on_entering"])
    return seat


def _line_key(room: Room, standing: Standing, person: int) -> int:
    if room.line == Room.Line.LOTTERY:
        return secrets.randbelow(2**40)
    if room.line == Room.Line.NEWCOMERS:
        return 0 if standing.level in ("", Level.NEWCOMER) else 1
    if room.line == Room.Line.LEAST_RECENT:
        had = Seat.objects.filter(person=person, room__community=room.community_id)
        had = had.filter(state__in=(State.CONFIRMED, State.ATTENDED))
        latest = had.aggregate(latest=Max("room__starts_at"))["latest"]
        return int(latest.timestamp()) if latest else 0
    return 0


def is_free(room: Room, role: RoomRole) -> bool:
    """Whether one more seat of this role fits, within the role's limit and the room's own."""
    return not room.is_full and not role.is_full


def seat_or_line(seat: Seat, standing: Standing, *, actor: Actor, at: datetime, **fields: Any) -> Seat:
    """Confirm the seat when one is free and nobody is ahead, else put it in line."""
    if is_free(seat.room, seat.role) and not _somebody_is_ahead(seat, at):
        return step(seat, State.CONFIRMED, actor=actor, at=at, **fields)
    if seat.state == State.WAITLISTED:
        return seat
    return enter_line(seat, standing, actor=actor, at=at, **fields)


def _somebody_is_ahead(seat: Seat, at: datetime) -> bool:
    waiting = Seat.objects.in_line().filter(room=seat.room_id, role=seat.role_id).exclude(pk=seat.pk)
    if at < seat.room.cutoff_at:
        return waiting.exists()
    # Inside the cut-off whoever of the earlier line claims first gets the seat, and only then anyone.
    if seat.entered_line_at is not None and seat.entered_line_at < seat.room.cutoff_at:
        return False
    return waiting.filter(entered_line_at__lt=seat.room.cutoff_at).exists()


def fill(room: Room, *, at: datetime) -> list[Seat]:
    """Give every free seat to whoever is next in line, and return the seats given.

    The only way a freed seat is passed on, whatever freed it; calling it again changes nothing. Inside the
    room's cut-off only those are promoted who said that short notice is fine.
    """
    if room.waiting == 0 or room.state not in (*Room.SEATABLE, Room.State.DRAFT) or room.has_started(at):
        return []
    roles = {role.pk: role for role in RoomRole.objects.filter(room=room)}
    line = Seat.objects.in_line().filter(room=room).select_related("person")
    if at >= room.cutoff_at:
        line = line.filter(short_notice=True)
    given = []
    for seat in line:
        if room.is_full or all(role.is_full for role in roles.values()):
            break
        seat.room, seat.role = room, roles[seat.role_id]
        if is_free(room, seat.role):
            given.append(_give(seat, at=at))
    return given


def _give(seat: Seat, *, at: datetime) -> Seat:
    room, person = seat.room, seat.person
    if room.freed == Room.Freed.PROMOTE or at >= room.cutoff_at:
        return step(seat, State.CONFIRMED, actor=SYSTEM, at=at, how="promoted")
    until = after_waking_hours(at, room.offer_hours, person.quiet_from, person.quiet_until, person.zone)
    return step(
        seat, State.OFFERED, actor=SYSTEM, at=at, how="promoted", expires_at=min(until, room.cutoff_at)
    )
