"""Two rooms that become one: the people of the smaller are asked, and who accepts moves to the other."""

from datetime import datetime

from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from guildhouse.history.actions import act, record
from guildhouse.history.actors import SYSTEM, Actor
from guildhouse.history.models import Fact
from guildhouse.kit import clock
from guildhouse.kit.rules import Refused, no, require
from guildhouse.rooms import policy, queries, rolemap
from guildhouse.rooms.actions.asking import MUST_ACCEPT
from guildhouse.rooms.actions.ending import cancel_locked
from guildhouse.rooms.actions.frame import person_of, viewer_of
from guildhouse.rooms.actions.seating import fill, is_free, lock, new_seat, step
from guildhouse.rooms.along import take_along
from guildhouse.rooms.facts import Facts
from guildhouse.rooms.formats.known import format_of
from guildhouse.rooms.models import MergeAnswer, Merging, Room, RoomRole, Seat

State = Seat.State
HOW = "merged"


def asked_to_come(room: Room) -> "list[Seat]":
    """The seats of those who are asked, and have not come along yet: all that live, but for invitations."""
    return [seat for seat in Seat.objects.living().filter(room=room).order_by("pk") if _is_asked(seat)]


def _is_asked(seat: Seat) -> bool:
    return seat.state != State.INVITED


def _both(room: Room, into: Room) -> tuple[Room, Room]:
    """Both rooms locked, always in the same order, so that two merges never wait for each other."""
    locked = {one.pk: lock(one) for one in sorted((room, into), key=lambda one: one.pk)}
    return locked[room.pk], locked[into.pk]


@act
def propose_merge(room: Room, into: Room, *, actor: Actor) -> Merging:
    """Ask everybody in a room whether they come to another one instead; it takes no new requests meanwhile.

    It is cancelled once all have answered, at the latest at its cut-off. The other room has to have seats for all.
    """
    (room, into), at = _both(room, into), clock.now()
    viewers = viewer_of(actor, room), viewer_of(actor, into)
    require(policy.may_merge(viewers[0], room, viewers[1], into, at=at))
    either = Q(room=room) | Q(room=into) | Q(into=room)
    under_way = Merging.objects.filter(either, ended_at=None).order_by("pk").first()
    if under_way is not None and (under_way.room_id, under_way.into_id) == (room.pk, into.pk):
        return under_way
    if under_way is not None:
        raise Refused(no("merging", _("One of these rooms is being merged already. Stop that first.")))
    people = asked_to_come(room)
    _refuse_too_small(into, people)
    merging = Merging.objects.create(
        room=room, into=into, by=person_of(actor), began_at=at, ends_at=room.cutoff_at
    )
    closes = room.state == Room.State.PUBLISHED
    if closes:
        room.state = Room.State.CLOSED
        room.save(update_fields=["state"])
    record(
        Facts.MERGE_PROPOSED,
        actor=actor,
        subject=room,
        community=room.community_id,
        at=at,
        into=into.pk,
        people=len(people),
        closed=closes,
    )
    return merging


def _refuse_too_small(into: Room, people: list[Seat]) -> None:
    if not people:
        raise Refused(
            no("nobody", _("Nobody has a seat in this room who could be asked. Cancel it instead."))
        )
    there = Seat.objects.filter(room=into, person__in=[seat.person_id for seat in people])
    needed = len(people) - there.filter(state__in=Seat.HOLDING).count()
    if into.waiting or (into.capacity is not None and into.capacity - into.held < needed):
        raise Refused(no("too_small", _("That room has too few free seats for everybody who is here.")))


@act
def answer_merge(room: Room, *, actor: Actor, yes: bool, accepts: str = "") -> MergeAnswer:
    """Say whether one comes along to the other room. Who does has a seat there, and none here any more.

    `accepts` is the name by which the other room's confidentiality clause is accepted, where it has another one.
    """
    merging = Merging.objects.filter(room=room).select_related("into").order_by("-pk").first()
    if merging is None:
        raise Refused(no("not_asked", _("Nobody asks you to come to another room.")))
    (room, into), at = _both(room, merging.into), clock.now()
    merging = Merging.objects.get(pk=merging.pk)
    viewer = viewer_of(actor, room)
    seat = viewer.seat
    said = MergeAnswer.objects.filter(merging=merging, seat=seat).first() if seat else None
    if said is not None and (said.comes or not yes):
        return said
    if seat is None or merging.ended_at is not None or not _is_asked(seat):
        raise Refused(no("not_asked", _("Nobody asks you to come to another room any more.")))
    require(policy.may_answer(room, seat, at=at))
    seat.room = room
    said, _is_new = MergeAnswer.objects.update_or_create(
        merging=merging, seat=seat, defaults={"comes": yes, "answered_at": at}
    )
    record(
        Facts.MERGE_ANSWERED,
        actor=actor,
        subject=room,
        community=room.community_id,
        concerns=seat.person_id,
        at=at,
        into=into.pk,
        yes=yes,
    )
    if yes:
        _come_along(seat, into, accepts, actor=actor, at=at)
        fill(room, at=at)
    finish_merging(room, at=at)
    return said


def _come_along(seat: Seat, into: Room, accepts: str, *, actor: Actor, at: datetime) -> None:
    room, there = seat.room, queries.seat_of(seat.person, into)
    if there is None or not there.is_holding:
        _require_place(room, into, there, accepts, at=at)
        role = _role_there(seat, into)
        there = there or new_seat(into, role, seat.person, at)
        there.room, there.role = into, role
        carried = {
            "asked_at": seat.asked_at,
            "answer": seat.answer or there.answer,
            "accepted_name": accepts.strip() or there.accepted_name or seat.accepted_name,
            "short_notice": seat.short_notice,
            "number": None,
            "is_late": False,
            "ahead_why": "",
            "may_ask_again": True,
        }
        step(there, State.CONFIRMED, actor=actor, at=at, how=HOW, **carried)
    step(seat, State.WITHDRAWN, actor=actor, at=at, how=HOW, is_late=False)
    take_along(room, into, seat.person, actor)


def _require_place(room: Room, into: Room, there: Seat | None, accepts: str, *, at: datetime) -> None:
    if into.state not in Room.SEATABLE or into.has_started(at):
        raise Refused(no("other_over", _("The other room takes nobody any more. Your seat here stays.")))
    if there is not None and there.state == State.REMOVED:
        raise Refused(
            no("removed", _("A host took you off the other room. Write to a convener if that is wrong."))
        )
    if there is not None and there.state == State.DECLINED and not there.may_ask_again:
        raise Refused(
            no(
                "answered",
                _("The host answered your request and asked you not to send another one for this room."),
            )
        )
    another = into.confidentiality and into.confidentiality != room.confidentiality
    if another and not accepts.strip() and not (there and there.accepted_name):
        raise Refused(
            no(MUST_ACCEPT, _("Write your name to accept what that room asks about confidentiality."))
        )


def _role_there(seat: Seat, into: Room) -> RoomRole:
    """The role most like one's own that is free there, else the one most people come in."""
    fmt, roles = format_of(into.format), {role.key: role for role in queries.roles(into.pk)}
    wanted = rolemap.mapped([seat.role.key], fmt, observers=into.welcomes_observers)[seat.role.key]
    for key in (wanted, rolemap.plain(fmt)):
        if key in roles and is_free(into, roles[key]) and not _has_line(into, roles[key], seat):
            return roles[key]
    raise Refused(
        no(
            "other_full",
            _("The other room is full meanwhile. Your seat here stays until this room is cancelled."),
        )
    )


def _has_line(into: Room, role: RoomRole, seat: Seat) -> bool:
    if into.waiting == 0:
        return False
    return Seat.objects.in_line().filter(room=into, role=role).exclude(person=seat.person_id).exists()


def finish_merging(room: Room, *, at: datetime) -> bool:
    """End what is under way in a locked room, and say whether it ended.

    It does once all have answered, once its time is over, and where the other room takes nobody any more.
    """
    merging = Merging.objects.filter(room=room, ended_at=None).select_related("into").first()
    if merging is None or room.state not in Room.SEATABLE:
        return False
    if merging.into.state not in Room.SEATABLE:
        _end(room, merging, Merging.Outcome.FELL_THROUGH, actor=SYSTEM, at=at)
        return True
    stay = set(MergeAnswer.objects.filter(merging=merging, comes=False).values_list("seat", flat=True))
    if at < merging.ends_at and any(seat.pk not in stay for seat in asked_to_come(room)):
        return False
    _close(merging, Merging.Outcome.MERGED, at)
    with translation.override(room.community.language):
        why = _("It has become one with “%(room)s”.") % {"room": merging.into.purpose}
    cancel_locked(room, actor=SYSTEM, at=at, why=why, how=HOW)
    came = MergeAnswer.objects.filter(merging=merging, comes=True).count()
    record(
        Facts.MERGED,
        actor=SYSTEM,
        subject=room,
        community=room.community_id,
        at=at,
        into=merging.into_id,
        came=came,
    )
    return True


@act
def stop_merging(room: Room, *, actor: Actor) -> Room:
    """Let a room be itself again; who has gone to the other one stays there."""
    room, at = lock(room), clock.now()
    require(policy.may_change(viewer_of(actor, room), room, at=at))
    merging = Merging.objects.filter(room=room, ended_at=None).first()
    if merging is not None:
        _end(room, merging, Merging.Outcome.STOPPED, actor=actor, at=at)
    return room


def _end(room: Room, merging: Merging, outcome: Merging.Outcome, *, actor: Actor, at: datetime) -> None:
    _close(merging, outcome, at)
    asked = Fact.objects.filter(
        kind=Facts.MERGE_PROPOSED, subject_type=Room._meta.label_lower, subject_id=room.pk
    )
    proposed = asked.order_by("-pk").first()
    if room.state == Room.State.CLOSED and proposed is not None and proposed.data.get("closed"):
        room.state = Room.State.PUBLISHED
        room.save(update_fields=["state"])
    record(
        Facts.MERGE_ENDED,
        actor=actor,
        subject=room,
        community=room.community_id,
        at=at,
        into=merging.into_id,
        outcome=str(outcome),
    )
    fill(room, at=at)


def _close(merging: Merging, outcome: Merging.Outcome, at: datetime) -> None:
    merging.ended_at, merging.outcome = at, outcome
    merging.save(update_fields=["ended_at", "outcome"])
