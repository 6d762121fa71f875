"""Thanks for something done in a room: seen by the thanked first, who says who else sees it. Nothing is counted."""

from guildhouse.harvest import policy
from guildhouse.harvest.actions.commitments import was_there
from guildhouse.harvest.actions.frame import gone, not_too_often, one_line
from guildhouse.harvest.facts import Facts
from guildhouse.harvest.models import Recognition
from guildhouse.history.actions import act, record
from guildhouse.history.actors import Actor
from guildhouse.kit import clock
from guildhouse.kit.rules import require
from guildhouse.people.models import Person
from guildhouse.rooms.actions.frame import somebody, viewer_of
from guildhouse.rooms.actions.seating import lock
from guildhouse.rooms.models import Room, Seat

State = Recognition.State


@act
def recognise(room: Room, *, to: Person, text: str, actor: Actor, step: int | None = None) -> Recognition:
    """Thank somebody in one sentence for what they did in this room; the same words again change nothing.

    `step` is the step of the room's format it happened in, counted from 0; the role they had is kept by itself.
    """
    room, at = lock(room), clock.now()
    viewer, by = viewer_of(actor, room), somebody(actor)
    require(policy.may_thank(viewer, room, to, was_there=was_there(room, to), at=at))
    line = one_line(text)
    known = Recognition.objects.filter(room=room, by=by, to=to, text=line).first()
    if known is not None:
        return known
    not_too_often(Facts.RECOGNISED, room, by, to)
    role = Seat.objects.filter(room=room, person=to).values_list("role__key", flat=True).first() or ""
    given = Recognition.objects.create(room=room, by=by, to=to, text=line, step=step, role=role, at=at)
    record(
        Facts.RECOGNISED,
        actor=actor,
        subject=given,
        community=room.community_id,
        concerns=to.pk,
        at=at,
        room=room.pk,
    )
    return given


@act
def show(recognition: Recognition, *, to: str, actor: Actor) -> Recognition:
    """Let a word of thanks to oneself be seen by those of the room (`to` is room) or by the community (community)."""
    return _answer(recognition, State(to), Facts.RECOGNITION_SHOWN, actor)


@act
def keep(recognition: Recognition, *, actor: Actor) -> Recognition:
    """Keep a word of thanks for oneself."""
    return _answer(recognition, State.KEPT, Facts.RECOGNITION_KEPT, actor)


@act
def turn_down(recognition: Recognition, *, actor: Actor) -> Recognition:
    """Decline a word of thanks; nobody is shown it."""
    return _answer(recognition, State.DECLINED, Facts.RECOGNITION_DECLINED, actor)


@act
def withdraw(recognition: Recognition, *, actor: Actor) -> None:
    """Take a word of thanks away altogether, by whoever wrote it or whoever it is for; twice changes nothing."""
    room = lock(recognition.room)
    found = Recognition.objects.filter(pk=recognition.pk).first()
    if found is None:
        return
    require(policy.may_remove(somebody(actor), found))
    record(
        Facts.RECOGNITION_TAKEN_BACK, actor=actor, subject=found, community=room.community_id, room=room.pk
    )
    found.delete()


def _answer(recognition: Recognition, state: State, kind: Facts, actor: Actor) -> Recognition:
    room, at = lock(recognition.room), clock.now()
    found = Recognition.objects.filter(pk=recognition.pk).first()
    if found is None:
        raise gone()
    require(policy.may_show(somebody(actor), found))
    if found.state != state:
        found.state, found.answered_at = state, at
        found.save(update_fields=["state", "answered_at"])
        record(
            Facts[kind.name],
            actor=actor,
            subject=found,
            community=room.community_id,
            concerns=found.to_id,
            at=at,
            room=room.pk,
            state=state,
        )
    return found
