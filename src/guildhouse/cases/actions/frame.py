"""What several actions begin with: the room's lock, who acts before it, and their case."""

from typing import NamedTuple

from django.utils.functional import Promise

from guildhouse.cases import queries
from guildhouse.cases.models import Case
from guildhouse.cases.policy import Before
from guildhouse.history.actors import Actor
from guildhouse.kit.rules import Refused, no
from guildhouse.people.models import Person
from guildhouse.rooms.actions.frame import somebody, viewer_of
from guildhouse.rooms.actions.seating import lock
from guildhouse.rooms.models import Room


class Stage(NamedTuple):
    """A room under its lock, and who acts before it."""

    room: Room
    person: Person
    before: Before


def enter(room: Room, actor: Actor) -> Stage:
    """Lock the room, so that seats and cases in it stay what they are until the act ends."""
    room = lock(room)
    return Stage(room, somebody(actor), queries.before(viewer_of(actor, room), room))


def locked(case: Case) -> Case:
    """The row of a case, locked until the act ends."""
    return Case.objects.select_for_update(of=("self",), no_key=True).get(pk=case.pk)


def living(room: Room, person: Person) -> Case | None:
    """Somebody's own case for the room, locked; None when there is none or it has ended."""
    rows = Case.objects.select_for_update(of=("self",), no_key=True)
    return rows.living().filter(room=room, person=person).first()


def owned(room: Room, person: Person, missing: Promise | str) -> Case:
    """The same, refused with a sentence when there is none."""
    case = living(room, person)
    if case is None:
        raise Refused(no("no_case", str(missing)))
    return case
