"""The bell at the end of a step: on or off for the room, and for oneself."""

from guildhouse.history.actions import act
from guildhouse.history.actors import Actor
from guildhouse.kit.rules import require
from guildhouse.live import policy
from guildhouse.live.actions.frame import asked_to_lead, locked, shown, there
from guildhouse.live.models import Hush, Run
from guildhouse.rooms.actions.frame import somebody, viewer_of
from guildhouse.rooms.models import Room


@act
def set_bell(room: Room, *, on: bool, actor: Actor) -> Run:
    """Turn the bell on or off for everybody in the room."""
    run = asked_to_lead(room, actor).run
    if run.bell == on:
        return run
    run.bell = on
    return shown(run, "bell")


@act
def hush(room: Room, *, on: bool, actor: Actor) -> Run:
    """Turn the bell off for oneself in this room (`on`), or on again."""
    run, person = locked(room), somebody(actor)
    viewer = viewer_of(actor, run.room if run else room)
    require(policy.may_hush(viewer, run))
    run = there(run, policy.may_hush(viewer, None))
    mine = Hush.objects.filter(run=run, person=person)
    if mine.exists() == on:
        return run
    if on:
        Hush.objects.create(run=run, person=person)
    else:
        mine.delete()
    return shown(run)
