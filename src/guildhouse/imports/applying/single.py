"""Single rooms of a plan."""

from typing import Any

from django.utils.translation import gettext as _

from guildhouse.communities.models import Community
from guildhouse.history.actions import act
from guildhouse.history.actors import Actor
from guildhouse.imports.applying import memory, saying
from guildhouse.imports.applying.meetings import COLUMNS, assumed
from guildhouse.imports.applying.report import CHANGED, LEFT, MADE, REFUSED, SAME
from guildhouse.imports.applying.work import Work
from guildhouse.imports.models import Imported
from guildhouse.imports.plan import RoomPlan
from guildhouse.kit.rules import Refused
from guildhouse.people.models import Person
from guildhouse.rooms import actions
from guildhouse.rooms.models import Room

KIND = Imported.Kind.ROOM
COLUMNS_OF_ROOM = {**COLUMNS, "about": "about", "on": "wall_date", "time": "wall_time", "zone": "zone"}


@act
def bring_room(work: Work, plan: RoomPlan, *, actor: Actor) -> None:
    """Plan and publish a single room, or change what the source says differently about one that is here."""
    community = work.community(plan.community)
    if community is None:
        return
    row = memory.known(work.source, KIND, plan.key)
    room = Room.objects.filter(pk=row.object_id or 0).select_related("community").first() if row else None
    said = saying.room(plan)
    outcome = SAME
    try:
        if row is None:
            room, outcome = _planned(work, plan, community, actor), MADE
        elif room is None or room.state not in Room.AHEAD:
            work.report.tell(LEFT, plan.place, f"{plan.title}, {community}", _("does not take place here"))
        elif changed := memory.differing(row, said):
            _change(work, room, plan, changed, actor)
            outcome = CHANGED
    except Refused as refused:
        work.report.tell(REFUSED, plan.place, f"{plan.title}, {community}", str(refused))
        return
    object_id = room.pk if room else row.object_id if row else None
    memory.keep(row, work.source, KIND, plan.key, said=said, day=work.day, object_id=object_id)
    work.report.count(KIND, outcome)


def _planned(work: Work, plan: RoomPlan, community: Community, actor: Actor) -> Room:
    room = actions.plan(
        community,
        actor=actor,
        form_key=memory.form_key(work.source, KIND, plan.key),
        assumed=assumed(plan.assumptions),
        **{column: getattr(plan, name) for name, column in COLUMNS_OF_ROOM.items()},
    )
    _name_hosts(work, room, plan, actor)
    return actions.publish(room, actor=actor)


def _name_hosts(work: Work, room: Room, plan: RoomPlan, actor: Actor) -> None:
    pks = [pk for key in plan.hosts if (pk := work.people.get(key))]
    for person in Person.objects.filter(pk__in=pks).order_by("pk"):
        actions.name_host(room, person, actor=actor)


def _change(work: Work, room: Room, plan: RoomPlan, changed: set[str], actor: Actor) -> None:
    fields: dict[str, Any] = {
        COLUMNS_OF_ROOM[name]: getattr(plan, name) for name in changed & set(COLUMNS_OF_ROOM)
    }
    capacity = fields.pop("capacity", room.capacity)
    marks = [one for one in room.assumed if one.get("field") not in changed]
    marks += [one for one in assumed(plan.assumptions) if one["field"] in changed]
    actions.edit(room, actor=actor, **fields, assumed=marks)
    if "capacity" in changed:
        actions.set_limits(room, capacity=capacity, actor=actor)
    if "hosts" in changed:
        _name_hosts(work, room, plan, actor)
