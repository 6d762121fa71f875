"""What a person does about their own seat."""

from math import inf
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from guildhouse.communities.models import Membership
from guildhouse.history.actions import act, record
from guildhouse.history.actors import Actor
from guildhouse.kit import clock
from guildhouse.kit.prepared import prepared
from guildhouse.kit.rules import Refused, no, require
from guildhouse.people.models import Person
from guildhouse.rooms import policy, queries
from guildhouse.rooms.actions.frame import own_seat, somebody, viewer_of
from guildhouse.rooms.actions.seating import fill, lock, new_seat, seat_or_line, step
from guildhouse.rooms.facts import Facts
from guildhouse.rooms.models import Room, RoomRole, Seat

State = Seat.State
MUST_ANSWER = "answer"
MUST_ACCEPT = "accepts"


@act
def ask(
    room: Room,
    *,
    actor: Actor,
    role: str = "",
    answer: str = "",
    accepts: str = "",
    short_notice: bool = False,
    how: str = "",
) -> Seat:
    """Ask for a seat in a room: take it when one is free, else a place in line, or wait for the host's answer.

    `role` is the key of one of the room's roles (the first by default); `accepts` is the name by which the
    person accepts the confidentiality clause, when the room has one; `how` says what larger act this is part of.
    Asking twice changes nothing more. Somebody in line who asks again inside the cut-off takes what is free.
    """
    person = somebody(actor)
    _hold_membership(person, room)
    room, at = lock(room), clock.now()
    viewer = queries.viewer(person, room)
    wanted = chosen_role(room, role or (viewer.seat.role.key if viewer.seat else ""))
    require(policy.may_take_role(viewer, room, wanted))
    seat = viewer.seat
    if seat is not None and seat.state in (State.REQUESTED, State.OFFERED, State.CONFIRMED):
        return seat
    require(policy.may_ask(viewer, room, at=at))
    _complete(room, seat, answer=answer, accepts=accepts)
    invited = seat is not None and seat.state == State.INVITED
    seat = seat or new_seat(room, wanted, person, at)
    seat.room = room
    if seat.state == State.WAITLISTED:
        return seat_or_line(seat, viewer.standing, actor=actor, at=at)
    seat.role = wanted
    fields: dict[str, Any] = {
        "how": how,
        "asked_at": at,
        "answer": answer or seat.answer,
        "accepted_name": accepts or seat.accepted_name,
        "short_notice": short_notice,
        "number": None,
        "is_late": False,
        "ahead_why": "",
        "host_question": "",
        "host_question_answer": "",
    }
    if room.needs_approval and not invited and not viewer.is_host:
        return step(seat, State.REQUESTED, actor=actor, at=at, **fields)
    return seat_or_line(seat, viewer.standing, actor=actor, at=at, **fields)


def _hold_membership(person: Person, room: Room) -> None:
    """Wait for a leaving that is under way, so that nobody gets a seat behind its back."""
    # On SQLite the writer's turn does it. Always before the room: leaving locks in this order too.
    if connection.features.has_select_for_update:
        _held(person.pk, room.community_id)


@prepared
def _held(person: int, community: int) -> QuerySet[Membership, tuple[int]]:
    mine = Membership.objects.living().filter(person=person, community=community)
    return mine.select_for_update(no_key=True).order_by("pk").values_list("pk")


def chosen_role(room: Room, key: str) -> RoomRole:
    """The role of this key; without one, the role most people come in. Refused when there is none."""
    roles = queries.roles(room.pk)
    if key:
        fitting = [role for role in roles if role.key == key]
    else:
        fitting = sorted((role for role in roles if role.key != RoomRole.OBSERVER), key=_most_people_first)
    found = next(iter(fitting), None)
    if found is None:
        raise Refused(no("no_role", _("This room has no such role. Choose one of those on its page.")))
    return found


def _most_people_first(role: RoomRole) -> float:
    return -inf if role.capacity is None else -role.capacity


def _complete(room: Room, seat: Seat | None, *, answer: str, accepts: str) -> None:
    if seat is not None and seat.state == State.WAITLISTED:
        return
    if room.question and not (answer.strip() or (seat and seat.answer)):
        raise Refused(no(MUST_ANSWER, _("The host asks a question; write a short answer to it.")))
    if room.confidentiality and not (accepts.strip() or (seat and seat.accepted_name)):
        raise Refused(
            no(MUST_ACCEPT, _("Write your name to accept what this room asks about confidentiality."))
        )


@act
def withdraw(room: Room, *, actor: Actor, how: str = "") -> Seat:
    """Give up a seat, an offer, a request or a place in line; a freed seat goes to the next in line."""
    room, at = lock(room), clock.now()
    viewer = viewer_of(actor, room)
    seat = viewer.seat
    if seat is not None and seat.state == State.WITHDRAWN:
        return seat
    seat = own_seat(viewer, policy.may_withdraw(viewer, room, at=at), room)
    late = seat.is_holding and at >= room.cutoff_at
    step(seat, State.WITHDRAWN, actor=actor, at=at, how=how, is_late=late)
    fill(room, at=at)
    return seat


@act
def accept_offer(room: Room, *, actor: Actor) -> Seat:
    """Take the seat that is offered."""
    room, at = lock(room), clock.now()
    viewer = viewer_of(actor, room)
    seat = viewer.seat
    if seat is not None and seat.state == State.CONFIRMED:
        return seat
    seat = own_seat(viewer, policy.may_accept(viewer, room, at=at), room)
    return step(seat, State.CONFIRMED, actor=actor, at=at, how="accepted")


@act
def say_short_notice(room: Room, *, actor: Actor, fine: bool) -> Seat:
    """Say whether one would still come when a seat frees close to the start."""
    room, at = lock(room), clock.now()
    viewer = viewer_of(actor, room)
    seat = own_seat(viewer, policy.may_withdraw(viewer, room, at=at), room)
    if seat.short_notice != fine:
        seat.short_notice = fine
        seat.save(update_fields=["short_notice"])
        record(
            Facts.SHORT_NOTICE,
            actor=actor,
            subject=seat,
            community=room.community_id,
            concerns=seat.person_id,
            room=room.pk,
            fine=fine,
        )
        fill(room, at=at)
        seat.refresh_from_db()
    return seat


@act
def answer_back(room: Room, *, actor: Actor, text: str) -> Seat:
    """Answer the question a host asked about one's request."""
    room = lock(room)
    viewer = viewer_of(actor, room)
    seat = own_seat(viewer, policy.may_withdraw(viewer, room, at=clock.now()), room)
    if not seat.host_question:
        raise Refused(no("no_question", _("The host has not asked you anything about this request.")))
    if not text.strip():
        raise Refused(no(MUST_ANSWER, _("Write your answer to the host's question.")))
    if seat.host_question_answer != text:
        seat.host_question_answer = text
        seat.save(update_fields=["host_question_answer"])
        record(Facts.ANSWERED_BACK, actor=actor, subject=seat, community=room.community_id, room=room.pk)
    return seat
