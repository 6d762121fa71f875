"""What every act in a running room begins and ends with: the run's row under its lock, and telling the screens."""

from datetime import datetime
from typing import Any, NamedTuple

from guildhouse.history.actors import Actor
from guildhouse.kit.rules import Refused, Verdict, require
from guildhouse.live import policy
from guildhouse.live.models import Run
from guildhouse.live.ringing import ring
from guildhouse.rooms.actions.frame import viewer_of
from guildhouse.rooms.formats import Format
from guildhouse.rooms.models import Room
from guildhouse.rooms.policy import Viewer
from guildhouse.rooms.presenting.words import format_of


class Asked(NamedTuple):
    """A run under its lock, and who wants something of it."""

    run: Run
    viewer: Viewer
    format: Format


def locked(room: Room) -> Run | None:
    """The room's run, locked until the act ends: its course is moved under it."""
    rows = Run.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("room__community").filter(room=room).first()


def asked_to_lead(room: Room, actor: Actor) -> Asked:
    """The run under its lock, for whoever may lead it."""
    run, fmt = locked(room), format_of(room.format)
    viewer = viewer_of(actor, run.room if run else room)
    require(policy.may_conduct(viewer, run, fmt))
    return Asked(there(run, policy.may_conduct(viewer, None, fmt)), viewer, fmt)


def there(run: Run | None, otherwise: Verdict) -> Run:
    """The run, which a policy has found to be there."""
    if run is None:
        raise Refused(otherwise)
    return run


def shown(run: Run, *changed: str) -> Run:
    """Save what changed, and have every screen show it."""
    run.version += 1
    run.save(update_fields=[*changed, "version"])
    ring(run.room_id)
    return run


def of(run: Run, actor: Actor, at: datetime | None = None) -> dict[str, Any]:
    """What every fact of a run says. No page but the room's own screens shows it, so none is made anew for it."""
    return {
        "actor": actor,
        "subject": run,
        "community": run.room.community_id,
        "at": at,
        "raises_version": False,
        "room": run.room_id,
    }
