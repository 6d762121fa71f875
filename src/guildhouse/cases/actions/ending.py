"""How a case goes: its key is destroyed first, and only then the row says so.

Whoever is killed in between leaves a case that nobody can read any more; the worker writes into the row what happened.
The other way round there would be a moment in which backups could still be read.
"""

from collections.abc import Iterable, Sequence

import structlog

from guildhouse.cases import keys, policy
from guildhouse.cases.actions.frame import locked
from guildhouse.cases.facts import Facts
from guildhouse.cases.models import Case, Reading
from guildhouse.history.actions import act, record
from guildhouse.history.actors import SYSTEM, Actor
from guildhouse.kit import clock
from guildhouse.kit.rules import require
from guildhouse.people.models import Person
from guildhouse.rooms.actions.frame import somebody
from guildhouse.rooms.models import Room

log = structlog.get_logger()

Ending = Case.Ending
KIND = {Ending.WITHDRAWN: Facts.WITHDRAWN, Ending.EXPIRED: Facts.EXPIRED}
# A key no case leads to was left by an older backup that was put back: it opens what nobody could withdraw.
ABANDONED_AFTER = 7 * 24 * 3600


@act
def withdraw(case: Case, *, actor: Actor) -> Case:
    """Take one's own case back: from this moment nobody reads it, here or in any backup. Again changes nothing.

    Asks for nothing but that it is one's own: not for a seat, not for the state of the room.
    """
    case = locked(case)
    require(policy.may_withdraw(case, somebody(actor)))
    return _end(case, Ending.WITHDRAWN, actor)


def _end(case: Case, ending: "Case.Ending", actor: Actor) -> Case:
    """Destroy the key and empty the row. Part of an act."""
    if case.ended_at is not None:
        return case
    at = clock.now()
    destroy(case.key)
    case.sealed, case.ended_at, case.ending = b"", at, ending
    case.save(update_fields=["sealed", "ended_at", "ending"])
    community = Room.objects.filter(pk=case.room_id).values_list("community", flat=True).first()
    record(KIND[ending], actor=actor, subject=case, community=community, concerns=case.person_id, at=at)
    return case


def destroy(key: str) -> None:
    """Destroy a key; where the folder cannot be written the row ends all the same, and the worker tries again."""
    try:
        keys.destroy(key)
    except OSError as error:
        log.error("the key of a case could not be destroyed, and will be", key=key[:6], error=error.strerror)


def expire_due(most: int = 50) -> int:
    """Let go of cases whose time is over; answers how many."""
    at = clock.now()
    over = Case.objects.living().filter(room__ends_at__lte=at).select_related("room").defer("sealed")
    due = [case for case in over.order_by("pk") if at >= case.expires_at(case.room)][:most]
    for case in due:
        _expire(case)
    return len(due)


@act
def _expire(case: Case) -> None:
    case = locked(case)
    if clock.now() >= case.expires_at(Room.objects.get(pk=case.room_id)):
        _end(case, Ending.EXPIRED, SYSTEM)


def withdraw_again() -> int:
    """End every case whose key was destroyed while its row does not say so; answers how many.

    Either somebody was killed in the middle, or an older backup was put back. To be done before a restored house
    opens.
    """
    living = Case.objects.living().defer("sealed").order_by("pk")
    found = [case for case in living if keys.is_destroyed(case.key)]
    for case in found:
        _withdraw_again(case)
    return len(found)


@act
def _withdraw_again(case: Case) -> None:
    case = locked(case)
    is_over = clock.now() >= case.expires_at(case.room)
    _end(case, Ending.EXPIRED if is_over else Ending.WITHDRAWN, SYSTEM)


def let_go_of_keys() -> int:
    """Destroy the keys that have no business being there any more; answers how many.

    Those of cases that ended, and those that no case has led to for a week.
    """
    there = keys.left()
    if not there:
        return 0
    living = set(Case.objects.living().values_list("key", flat=True))
    ended = set(
        Case.objects.exclude(ended_at=None)
        .filter(key__in=sorted(there - living))
        .values_list("key", flat=True)
    )
    gone = [*sorted(ended), *keys.older_than(there - living - ended, ABANDONED_AFTER)]
    for name in gone:
        destroy(name)
    return len(gone)


def forget_people(people: Sequence[Person], _words: set[str]) -> None:
    """What becomes of the cases of somebody who is erased: keys destroyed, rows gone. Part of that act."""
    _delete(Case.objects.filter(person__in=[person.pk for person in people]))


def end_with_room(rooms: Iterable[int]) -> None:
    """What becomes of the cases of rooms that are deleted. Part of the act that deletes them."""
    _delete(Case.objects.filter(room__in=list(rooms)))


def _delete(cases: "Iterable[Case]") -> None:
    for case in list(cases):
        destroy(case.key)
        Reading.objects.filter(case=case).delete()
        case.delete()
