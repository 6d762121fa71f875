"""The two functions every seat goes through: `step` changes its state, `fill` gives away what is free.

Both must run inside an act that holds the room's row lock (`lock`).
"""

import secrets
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Max, Q, QuerySet

from guildhouse.communities.models.membership import Level
from guildhouse.communities.policy import Standing
from guildhouse.history.actions import record
from guildhouse.history.actors import SYSTEM, Actor
from guildhouse.kit.prepared import insert, prepared
from guildhouse.kit.quiet import after_waking_hours
from guildhouse.kit.statements import rows_of
from guildhouse.kit.turns import holds_a_row
from guildhouse.people.models import Person
from guildhouse.rooms.facts import Facts
from guildhouse.rooms.models import Room, RoomRole, Seat

State = Seat.State
KIND = {state: Facts[f"SEAT_{state.name}"] for state in State}
COUNT_IN_ROOM = (
    "UPDATE rooms_room SET held = held + %s, waiting = waiting + %s, next_number = next_number + %s "
    "WHERE id = %s"
)
COUNT_IN_ROLE = "UPDATE rooms_roomrole SET held = held + %s WHERE id = %s"
# What the person is told with a refusal; kept in the fact too, as asking again writes over the seat.
TOLD = ("reason_code", "reason", "next_step")


def lock(room: Room) -> Room:
    """The room's row, locked until the act ends: seats are counted and numbers drawn under it."""
    found = _locked(room.pk)
    if not found:
        raise Room.DoesNotExist
    holds_a_row()
    return found[0]


@prepared
def _locked(room: int) -> QuerySet[Room]:
    rows = Room.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("community").filter(pk=room)


def new_seat(room: Room, role: RoomRole, person: Person, at: datetime) -> Seat:
    """A seat that is not in the database before its first `step`."""
    return Seat(room=room, role=role, person=person, state="", asked_at=at, changed_at=at)


def because(how: str) -> dict[str, Any]:
    """The word in a fact for what caused it, when there is one."""
    return {"how": how} if how else {}


def step(seat: Seat, to: Seat.State, *, actor: Actor, at: datetime, how: str = "", **fields: Any) -> Seat:
    """Move a seat to a state, with the counters of its room and role, and one fact.

    `fields` are other columns of the seat to set; `how` says in a word what caused it (standing, promoted …).
    """
    before = seat.state
    _count(seat, before, to)
    # A calendar takes the newest of two notices by their numbers, so no two states of a seat share one.
    changes = {"state": to, "changed_at": at, "expires_at": None, "revision": seat.revision + 1, **fields}
    for name, value in changes.items():
        setattr(seat, name, value)
    if seat.pk is None:
        insert(seat)
    else:
        seat.save(update_fields=[*changes, "role"])
    said: dict[str, Any] = {"how": how, **{name: str(fields.get(name, "")) for name in TOLD}}
    said = {name: word for name, word in said.items() if word}
    tell(KIND[to], seat, actor=actor, at=at, role=seat.role.key, before=str(before), **said)
    return seat


def tell(kind: str, seat: Seat, *, actor: Actor, at: datetime, **said: Any) -> None:
    """Write one fact about a seat: it always says the room, and concerns whose seat it is."""
    record(
        kind,
        actor=actor,
        subject=seat,
        community=seat.room.community_id,
        concerns=seat.person_id,
        at=at,
        room=seat.room_id,
        **said,
    )


def _count(seat: Seat, before: str, to: Seat.State) -> None:
    held = (to in Seat.COUNTED) - (before in Seat.COUNTED)
    waiting = (to == State.WAITLISTED) - (before == State.WAITLISTED)
    # Entering the line draws the room's next number. What is added and not the value read: with the constraints it is
    # the second belt, should a lock ever be forgotten.
    drawn = max(waiting, 0)
    if held or waiting:
        rows_of(COUNT_IN_ROOM, [held, waiting, drawn, seat.room_id])
    if held:
        rows_of(COUNT_IN_ROLE, [held, seat.role_id])
    seat.room.held += held
    seat.room.waiting += waiting
    seat.room.next_number += drawn
    seat.role.held += held


def enter_line(seat: Seat, standing: Standing, *, actor: Actor, at: datetime, **fields: Any) -> Seat:
    """Put a seat at its place in the waiting list, with the next number of the room."""
    room = seat.room
    key = _line_key(room, standing, seat.person_id)
    # The number drawn is the highest of all, so whoever has the same key or a lower one is ahead.
    ahead = _ahead(room.pk, seat.role_id, key)
    place = {
        "number": room.next_number,
        "line_key": key,
        "entered_line_at": at,
        "place_on_entering": (ahead[0][0] if ahead else 0) + 1,
    }
    return step(seat, State.WAITLISTED, actor=actor, at=at, **{**fields, **place})


@prepared
def _ahead(room: int, role: int, line_key: int) -> QuerySet[Seat, Any]:
    line = Seat.objects.in_line().filter(room=room, role=role, line_key__lte=line_key)
    return line.order_by().values("room").annotate(many=Count("pk")).values_list("many")


def _line_key(room: Room, standing: Standing, person: int) -> int:
    if room.line == Room.Line.LOTTERY:
        return secrets.randbelow(2**40)
    if room.line == Room.Line.NEWCOMERS:
        return 0 if standing.level in ("", Level.NEWCOMER) else 1
    if room.line == Room.Line.LEAST_RECENT:
        had = Seat.objects.filter(person=person, room__community=room.community_id)
        had = had.filter(state__in=(State.CONFIRMED, State.ATTENDED, State.ABSENT))
        latest = had.aggregate(latest=Max("room__starts_at"))["latest"]
        return int(latest.timestamp()) if latest else 0
    return 0


def is_free(room: Room, role: RoomRole) -> bool:
    """Whether one more seat of this role fits, within the role's limit and the room's own."""
    return not room.is_full and not role.is_full


def seat_or_line(seat: Seat, standing: Standing, *, actor: Actor, at: datetime, **fields: Any) -> Seat:
    """Confirm the seat when one is free and nobody is ahead, else put it in line."""
    short_notice = fields.get("short_notice", seat.short_notice)
    if is_free(seat.room, seat.role) and not _somebody_is_ahead(seat, at, short_notice=short_notice):
        return step(seat, State.CONFIRMED, actor=actor, at=at, **fields)
    if seat.state == State.WAITLISTED:
        return seat
    return enter_line(seat, standing, actor=actor, at=at, **fields)


def _somebody_is_ahead(seat: Seat, at: datetime, *, short_notice: bool) -> bool:
    room = seat.room
    if room.waiting == 0:
        return False
    waiting = Seat.objects.in_line().filter(room=room, role=seat.role_id).exclude(pk=seat.pk)
    if at < room.cutoff_at:
        return waiting.exists()
    # Inside the cut-off: first short notice, then whoever of the earlier line claims first, and only then anyone.
    if short_notice:
        return waiting.filter(short_notice=True).exists()
    if seat.state == State.WAITLISTED and _is_of_earlier_line(seat):
        return False
    return waiting.filter(entered_line_at__lt=room.cutoff_at).exists()


def _is_of_earlier_line(seat: Seat) -> bool:
    return seat.entered_line_at is not None and seat.entered_line_at < seat.room.cutoff_at


def fill(room: Room, *, at: datetime) -> list[Seat]:
    """Give every free seat to whoever is next in line, and return the seats given.

    The only way a freed seat is passed on, whatever freed it; calling it again changes nothing. Inside the
    room's cut-off only those are promoted who said that short notice is fine.
    """
    given = []
    while (seat := _next_in_line(room, at)) is not None:
        given.append(_give(seat, at=at))
    return given


def _next_in_line(room: Room, at: datetime) -> Seat | None:
    if room.waiting == 0 or room.is_full or room.has_started(at):
        return None
    if room.state not in (*Room.SEATABLE, Room.State.DRAFT):
        return None
    free = RoomRole.objects.filter(Q(capacity=None) | Q(held__lt=F("capacity")), room=room)
    line = Seat.objects.in_line().filter(room=room, role__in=free)
    if at >= room.cutoff_at:
        line = line.filter(short_notice=True)
    seat = line.select_related("person", "role").first()
    if seat is not None:
        seat.room = room
    return seat


def _give(seat: Seat, *, at: datetime) -> Seat:
    room, person = seat.room, seat.person
    if room.freed == Room.Freed.PROMOTE or at >= room.cutoff_at:
        return step(seat, State.CONFIRMED, actor=SYSTEM, at=at, how="promoted")
    until = after_waking_hours(at, room.offer_hours, person.quiet_from, person.quiet_until, person.zone)
    return step(
        seat, State.OFFERED, actor=SYSTEM, at=at, how="promoted", expires_at=min(until, room.cutoff_at)
    )
