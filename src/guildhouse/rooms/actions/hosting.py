"""What the hosts of a room do about its seats."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Min
from django.utils.translation import gettext as _

from guildhouse.communities.queries import standing as standing_in
from guildhouse.history.actions import act, record
from guildhouse.history.actors import Actor
from guildhouse.history.models import Fact
from guildhouse.kit import clock
from guildhouse.kit.rules import Refused, no, require
from guildhouse.people.models import Person
from guildhouse.rooms import policy, queries
from guildhouse.rooms.actions.asking import chosen_role
from guildhouse.rooms.actions.frame import person_of, viewer_of
from guildhouse.rooms.actions.seating import fill, is_free, lock, new_seat, seat_or_line, step, tell
from guildhouse.rooms.facts import Facts
from guildhouse.rooms.models import Host, Room, Seat

State = Seat.State


def _seats(room: Room, seats: Iterable[Seat]) -> list[Seat]:
    """The seats as they are now, under the room's lock, each pointing at the locked room and one role row."""
    fresh = Seat.objects.filter(room=room, pk__in=[seat.pk for seat in seats])
    found = list(fresh.select_related("person", "role").order_by("asked_at", "pk"))
    roles = {seat.role_id: seat.role for seat in found}
    for seat in found:
        seat.room, seat.role = room, roles[seat.role_id]
    return found


def _seat(room: Room, seat: Seat) -> Seat:
    for found in _seats(room, [seat]):
        return found
    raise Refused(no("no_seat", _("This seat is not in this room.")))


@act
def approve(room: Room, seats: Iterable[Seat], *, actor: Actor) -> list[Seat]:
    """Say yes to requests, oldest first; those for whom no seat is left get a place in line."""
    room, at = lock(room), clock.now()
    require(policy.may_seat_people(viewer_of(actor, room), room, at=at))
    answered = []
    for seat in _seats(room, seats):
        if seat.state == State.REQUESTED:
            standing = standing_in(seat.person, room.community)
            seat_or_line(seat, standing, actor=actor, at=at, decided_by=person_of(actor))
        answered.append(seat)
    return answered


@act
def decline(
    room: Room,
    seats: Iterable[Seat],
    *,
    actor: Actor,
    reason_code: str,
    reason: str,
    next_step: str,
    may_ask_again: bool = True,
) -> list[Seat]:
    """Say no to requests, always with a reason and what the person can do next."""
    room, at = lock(room), clock.now()
    require(policy.may_seat_people(viewer_of(actor, room), room, at=at))
    if not reason.strip() or not next_step.strip():
        raise Refused(no("reason", _("Say why, and what the person can do next; they will read both.")))
    answer: dict[str, Any] = {
        "decided_by": person_of(actor),
        "reason_code": reason_code or Seat.Reason.OTHER,
        "reason": reason,
        "next_step": next_step,
        "may_ask_again": may_ask_again,
    }
    asking = [seat for seat in _seats(room, seats) if seat.state in (State.REQUESTED, State.WAITLISTED)]
    return [step(seat, State.DECLINED, actor=actor, at=at, **answer) for seat in asking]


@act
def ask_back(room: Room, seats: Iterable[Seat], *, actor: Actor, question: str) -> list[Seat]:
    """Ask those who sent a request something before deciding."""
    room, at = lock(room), clock.now()
    require(policy.may_seat_people(viewer_of(actor, room), room, at=at))
    if not question.strip():
        raise Refused(no("question", _("Write what you would like to know.")))
    asking = [seat for seat in _seats(room, seats) if seat.state == State.REQUESTED]
    asked = [seat for seat in asking if seat.host_question != question]
    for seat in asked:
        seat.host_question, seat.host_question_answer = question, ""
        seat.save(update_fields=["host_question", "host_question_answer"])
        tell(Facts.ASKED_BACK, seat, actor=actor, at=at, question=question)
    return asking


@act
def offer_other_date(
    room: Room, seats: Iterable[Seat], other: Room, *, actor: Actor, reason: str
) -> list[Seat]:
    """Decline requests here and invite those people to another room of the same community."""
    first, second = sorted((room, other), key=lambda one: one.pk)
    locked = {one.pk: lock(one) for one in (first, second)}
    room, other, at = locked[room.pk], locked[other.pk], clock.now()
    if room.pk == other.pk or room.community_id != other.community_id:
        raise Refused(no("other_room", _("Choose another room of the same community.")))
    require(policy.may_seat_people(viewer_of(actor, other), other, at=at))
    require(policy.may_seat_people(viewer_of(actor, room), room, at=at))
    moved = [seat for seat in _seats(room, seats) if seat.state in (State.REQUESTED, State.WAITLISTED)]
    for seat in moved:
        step(
            seat,
            State.DECLINED,
            actor=actor,
            at=at,
            how="other_date",
            decided_by=person_of(actor),
            reason_code=Seat.Reason.FIT,
            reason=reason or _("Another date fits better."),
            next_step=_("You are invited to “%(purpose)s”; take that seat if it suits you.")
            % {"purpose": other.purpose},
        )
        invite_locked(other, seat.person, seat.role.key, actor=actor, at=at)
        tell(Facts.OTHER_DATE, seat, actor=actor, at=at, other=other.pk)
    return moved


@act
def invite(room: Room, person: Person, *, actor: Actor, role: str = "") -> Seat:
    """Invite somebody to a room; whether to take the seat is theirs to say."""
    room, at = lock(room), clock.now()
    require(policy.may_seat_people(viewer_of(actor, room), room, at=at))
    if standing_in(person, room.community).is_blocked:
        raise Refused(no("blocked", _("This person was asked to stay away from the community.")))
    return invite_locked(room, person, role, actor=actor, at=at)


def invite_locked(room: Room, person: Person, role: str, *, actor: Actor, at: datetime) -> Seat:
    """Invite somebody to a locked room. Part of an act that asked its policy."""
    seat = Seat.objects.filter(room=room, person=person).select_related("role").first()
    if seat is not None and seat.is_living:
        return seat
    seat = seat or new_seat(room, chosen_role(room, ""), person, at)
    seat.room = room
    if role and room.roles.filter(key=role).exists():
        seat.role = chosen_role(room, role)
    fresh: dict[str, Any] = {
        "asked_at": at,
        "may_ask_again": True,
        "number": None,
        "is_late": False,
        "ahead_why": "",
    }
    return step(seat, State.INVITED, actor=actor, at=at, decided_by=person_of(actor), **fresh)


@act
def remove(room: Room, seat: Seat, *, actor: Actor, reason: str) -> Seat:
    """Take somebody off a room, with the reason they will read; a freed seat goes to the next in line."""
    room, at = lock(room), clock.now()
    require(policy.may_change(viewer_of(actor, room), room, at=at))
    if not reason.strip():
        raise Refused(no("reason", _("Say why; the person will read it.")))
    seat = _seat(room, seat)
    if seat.is_living:
        step(seat, State.REMOVED, actor=actor, at=at, reason=reason, decided_by=person_of(actor))
        fill(room, at=at)
    return seat


@act
def promote(room: Room, seat: Seat, *, actor: Actor, reason: str = "") -> Seat:
    """Give somebody in line the seat that is free, or the next one that frees where none is.

    Passing others needs a reason, which those who wait can read.
    """
    room, at = lock(room), clock.now()
    viewer = viewer_of(actor, room)
    require(policy.may_seat_people(viewer, room, at=at))
    seat = _seat(room, seat)
    if seat.state != State.WAITLISTED:
        return seat
    require(policy.may_promote(viewer, room, seat, at=at))
    passes = queries.place_in_line(seat) > 1
    if passes and not reason.strip():
        raise Refused(
            no("reason", _("Others wait longer. Say why this person goes first; they will read it."))
        )
    if not is_free(room, seat.role):
        return _move_ahead(seat, reason, actor=actor, at=at) if passes else seat
    how, why = ("ahead", reason) if passes else ("promoted", seat.ahead_why)
    return step(
        seat, State.CONFIRMED, actor=actor, at=at, how=how, decided_by=person_of(actor), ahead_why=why
    )


def _move_ahead(seat: Seat, reason: str, *, actor: Actor, at: datetime) -> Seat:
    first = Seat.objects.in_line().filter(room=seat.room, role=seat.role_id).aggregate(key=Min("line_key"))
    seat.line_key, seat.ahead_why = first["key"] - 1, reason
    seat.changed_at, seat.decided_by = at, person_of(actor)
    seat.save(update_fields=["line_key", "ahead_why", "changed_at", "decided_by"])
    tell(Facts.MOVED_AHEAD, seat, actor=actor, at=at, reason=reason)
    return seat


@act
def message(room: Room, *, actor: Actor, text: str) -> None:
    """Write to everybody who has a seat, an offer or a place in line. The same words again are not sent twice."""
    room = lock(room)
    require(policy.may_host(viewer_of(actor, room)))
    if not text.strip():
        raise Refused(no("text", _("Write the message first.")))
    said = Fact.objects.filter(
        kind=Facts.MESSAGE, subject_type=Room._meta.label_lower, subject_id=room.pk, actor_id=actor.id
    )
    latest = said.order_by("-pk").first()
    if latest is None or latest.data.get("text") != text:
        record(Facts.MESSAGE, actor=actor, subject=room, community=room.community_id, text=text)


@act
def name_host(room: Room, person: Person, *, actor: Actor) -> None:
    """Name somebody who answers for the room beside oneself."""
    room, at = lock(room), clock.now()
    require(policy.may_change(viewer_of(actor, room), room, at=at))
    if standing_in(person, room.community).is_blocked:
        raise Refused(no("blocked", _("This person was asked to stay away from the community.")))
    _host_row, is_new = Host.objects.get_or_create(room=room, person=person, defaults={"at": at})
    if is_new:
        record(Facts.HOST_NAMED, actor=actor, subject=room, community=room.community_id, concerns=person.pk)
