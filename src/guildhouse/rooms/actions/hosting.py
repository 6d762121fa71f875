"""What the hosts of a room do about its seats."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from guildhouse.communities.queries import standing as standing_in
from guildhouse.history.actions import act, record
from guildhouse.history.actors import Actor
from guildhouse.kit import clock
from guildhouse.kit.rules import Refused, no, require
from guildhouse.people.models import Person
from guildhouse.rooms import policy, queries
from guildhouse.rooms.actions.asking import chosen_role
from guildhouse.rooms.actions.seating import fill, is_free, lock, new_seat, seat_or_line, step
from guildhouse.rooms.facts import Facts
from guildhouse.rooms.models import Host, Room, Seat

State = Seat.State


def _host(actor: Actor, room: Room) -> policy.Viewer:
    return queries.viewer(actor.person if isinstance(actor.person, Person) else None, room)


def _seats(room: Room, seats: Iterable[Seat]) -> list[Seat]:
    """The seats as they are now, under the room's lock, each pointing at the locked room and one role row."""
    fresh = Seat.objects.filter(room=room, pk__in=[seat.pk for seat in seats])
    found = list(fresh.select_related("person", "role").order_by("asked_at", "pk"))
    roles = {seat.role_id: seat.role for seat in found}
    for seat in found:
        seat.room, seat.role = room, roles[seat.role_id]
    return found


@act
def approve(room: Room, seats: Iterable[Seat], *, actor: Actor) -> list[Seat]:
    """Say yes to requests, oldest first; those for whom no seat is left get a place in line."""
    room, at = lock(room), clock.now()
    require(policy.may_seat_people(_host(actor, room), room, at=at))
    answered = []
    for seat in _seats(room, seats):
        if seat.state == State.REQUESTED:
            standing = standing_in(seat.person, room.community)
            seat_or_line(seat, standing, actor=actor, at=at, decided_by=actor.person)
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
    require(policy.may_seat_people(_host(actor, room), room, at=at))
    if not reason.strip() or not next_step.strip():
        raise Refused(no("reason", _("Say why, and what the person can do next; they will read both.")))
    answer = {
        "decided_by": actor.person,
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
    require(policy.may_seat_people(_host(actor, room), room, at=at))
    if not question.strip():
        raise Refused(no("question", _("Write what you would like to know.")))
    asked = [seat for seat in _seats(room, seats) if seat.state == State.REQUESTED]
    for seat in asked:
        seat.host_question, seat.host_question_answer = question, ""
        seat.save(update_fields=["host_question", "host_question_answer"])
        record(
            Facts.ASKED_BACK,
            actor=actor,
            subject=seat,
            community=room.community_id,
            concerns=seat.person_id,
            room=room.pk,
            question=question,
        )
    return asked


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
    require(policy.may_seat_people(_host(actor, other), other, at=at))
    require(policy.may_seat_people(_host(actor, room), room, at=at))
    moved = [seat for seat in _seats(room, seats) if seat.state in (State.REQUESTED, State.WAITLISTED)]
    for seat in moved:
        step(
            seat,
            State.DECLINED,
            actor=actor,
            at=at,
            how="other_date",
            decided_by=actor.person,
            reason_code=Seat.Reason.FIT,
            reason=reason or _("Another date fits better."),
            next_step=_("You are invited to “%(purpose)s”; take that seat if it suits you.")
            % {"purpose": other.purpose},
        )
        _invite(other, seat.person, seat.role.key, actor=actor, at=at)
        record(
            Facts.OTHER_DATE,
            actor=actor,
            subject=seat,
            community=room.community_id,
            concerns=seat.person_id,
            room=room.pk,
            other=other.pk,
        )
    return moved


@act
def invite(room: Room, person: Person, *, actor: Actor, role: str = "") -> Seat:
    """Invite somebody to a room; whether to take the seat is theirs to say."""
    room, at = lock(room), clock.now()
    require(policy.may_seat_people(_host(actor, room), room, at=at))
    if queries.viewer(person, room).standing.is_blocked:
        raise Refused(no("blocked", _("This person was asked to stay away from the community.")))
    return _invite(room, person, role, actor=actor, at=at)


def _invite(room: Room, person: Person, role: str, *, actor: Actor, at) -> Seat:
    seat = Seat.objects.filter(room=room, person=person).select_related("role").first()
    if seat is not None and seat.is_living:
        return seat
    seat = seat or new_seat(room, chosen_role(room, ""), person, at)
    seat.room = room
    if role and room.roles.filter(key=role).exists():
        seat.role = chosen_role(room, role)
    return step(seat, State.INVITED, actor=actor, at=at, asked_at=at, may_ask_again=True, number=None)


@act
def remove(room: Room, seat: Seat, *, actor: Actor, reason: str) -> Seat:
    """Take somebody off a room, with the reason they will read; a freed seat goes to the next in line."""
    room, at = lock(room), clock.now()
    require(policy.may_change(_host(actor, room), room, at=at))
    if not reason.strip():
        raise Refused(no("reason", _("Say why; the person will read it.")))
    [seat] = _seats(room, [seat])
    if seat.is_living:
        step(seat, State.REMOVED, actor=actor, at=at, reason=reason, decided_by=actor.person)
        fill(room, at=at)
    return seat


@act
def promote(room: Room, seat: Seat, *, actor: Actor, reason: str = "") -> Seat:
    """Give a free seat to somebody in line; passing others needs a reason, which those who wait can read."""
    room, at = lock(room), clock.now()
    require(policy.may_seat_people(_host(actor, room), room, at=at))
    [seat] = _seats(room, [seat])
    if seat.state != State.WAITLISTED:
        return seat
    if not is_free(room, seat.role):
        raise Refused(
            no("full", _("No seat is free in this role. Raise its limit first, or wait until one frees."))
        )
    passes = queries.place_in_line(seat) > 1
    if passes and not reason.strip():
        raise Refused(
            no("reason", _("Others wait longer. Say why this person goes first; they will read it."))
        )
    how, why = ("ahead", reason) if passes else ("promoted", "")
    return step(seat, State.CONFIRMED, actor=actor, at=at, how=how, decided_by=actor.person, ahead_why=why)


@act
def message(room: Room, *, actor: Actor, text: str) -> None:
    """Write to everybody who has a seat, an offer or a place in line."""
    room = lock(room)
    require(policy.may_host(_host(actor, room)))
    if not text.strip():
        raise Refused(no("text", _("Write the message first.")))
    record(Facts.MESSAGE, actor=actor, subject=room, community=room.community_id, text=text)


@act
def name_host(room: Room, person: Person, *, actor: Actor) -> None:
    """Name somebody who answers for the room beside oneself."""
    room, at = lock(room), clock.now()
    require(policy.may_change(_host(actor, room), room, at=at))
    _host_row, is_new = Host.objects.get_or_create(room=room, person=person, defaults={"at": at})
    if is_new:
        record(Facts.HOST_NAMED, actor=actor, subject=room, community=room.community_id, concerns=person.pk)
