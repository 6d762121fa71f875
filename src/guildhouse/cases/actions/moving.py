"""A case goes along with its presenter, when two rooms become one."""

from guildhouse.cases.actions.frame import living
from guildhouse.cases.facts import Facts
from guildhouse.history.actions import record
from guildhouse.history.actors import Actor
from guildhouse.people.models import Person
from guildhouse.rooms.models import Room


def come_along(room: Room, into: Room, person: Person, actor: Actor) -> None:
    """Take somebody's case to the room they go to; nobody there sees it before they open it to them. Part of an act.

    Whoever has a case there already keeps both where they are.
    """
    case = living(room, person)
    if case is None or living(into, person) is not None:
        return
    case.room, case.opened_at = into, None
    case.save(update_fields=["room", "opened_at"])
    record(
        Facts.CAME_ALONG,
        actor=actor,
        subject=case,
        community=into.community_id,
        concerns=person.pk,
        left=room.pk,
        room=into.pk,
    )
