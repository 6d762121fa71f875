"""Rooms that do not take place: cancelled with a reason, or drafts deleted."""

from datetime import datetime

from django.utils.translation import gettext as _

from guildhouse.history.actions import act, record
from guildhouse.history.actors import SYSTEM, Actor
from guildhouse.kit import clock
from guildhouse.kit.rules import Refused, no, require
from guildhouse.rooms import policy
from guildhouse.rooms.actions.frame import viewer_of
from guildhouse.rooms.actions.seating import because, lock, step
from guildhouse.rooms.facts import Facts
from guildhouse.rooms.models import Merging, RoleAsk, Room, RoomRole, Seat, TimePoll

State = Room.State


@act
def cancel(room: Room, *, actor: Actor, why: str) -> Room:
    """Cancel a room, with the reason everybody who had to do with it is told."""
    room, at = lock(room), clock.now()
    viewer = viewer_of(actor, room)
    require(policy.may_host(viewer))
    if room.state == State.CANCELLED:
        return room
    require(policy.may_cancel(viewer, room, at=at))
    if not why.strip():
        raise Refused(no("why", _("Say why; everybody who planned to come will read it.")))
    cancel_locked(room, actor=actor, at=at, why=why)
    return room


def cancel_locked(room: Room, *, actor: Actor, at: datetime, why: str, how: str = "") -> None:
    """Cancel a room whose lock is held. Part of an act that asked its policy."""
    end_without_being_held(room, State.CANCELLED, actor=actor, at=at, why=why, how=how)
    record(
        Facts.CANCELLED,
        actor=actor,
        subject=room,
        community=room.community_id,
        at=at,
        why=why,
        **because(how),
    )


def end_without_being_held(
    room: Room, state: Room.State, *, actor: Actor, at: datetime, why: str, how: str = ""
) -> None:
    """Cancelled or lapsed: every living seat lapses. Part of an act that holds the room's lock."""
    room.state, room.why_ended, room.changed_at = state, why, at
    room.sequence += 1
    room.save(update_fields=["state", "why_ended", "changed_at", "sequence"])
    stop_asking(room, at)
    roles = {role.pk: role for role in RoomRole.objects.filter(room=room)}
    for seat in Seat.objects.living().filter(room=room).order_by("pk"):
        seat.room, seat.role = room, roles[seat.role_id]
        step(seat, Seat.State.LAPSED, actor=actor if actor.person else SYSTEM, at=at, how=how or str(state))


def stop_asking(room: Room, at: datetime) -> None:
    """Nobody is asked any more about another room, another time or a role. Whoever said nothing stays as they are."""
    Merging.objects.filter(room=room, ended_at=None).update(ended_at=at, outcome=Merging.Outcome.STOPPED)
    TimePoll.objects.filter(room=room, ended_at=None).update(ended_at=at)
    RoleAsk.objects.filter(seat__room=room, answered_at=None).update(answered_at=at)


@act
def delete_draft(room: Room, *, actor: Actor) -> None:
    """Delete a draft nobody has seen; a published room is cancelled instead."""
    at = clock.now()
    try:
        room = lock(room)
    except Room.DoesNotExist:
        return
    require(policy.may_host(viewer_of(actor, room)))
    if room.state != State.DRAFT:
        raise Refused(no("published", _("People have seen this room. Cancel it, so that they are told.")))
    Seat.objects.filter(room=room).delete()
    RoomRole.objects.filter(room=room).delete()
    record(
        Facts.CANCELLED,
        actor=actor,
        subject=room,
        community=room.community_id,
        at=at,
        how="draft",
        purpose=room.purpose,
    )
    room.delete()
