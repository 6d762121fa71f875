"""Being shown a case: noted for its presenter before a word of it is read."""

from django.db.models import F
from django.utils.translation import gettext as _

from guildhouse.cases import policy, queries
from guildhouse.cases.actions.frame import locked
from guildhouse.cases.models import Case, Reading
from guildhouse.cases.sealing import Words
from guildhouse.history.actions import act
from guildhouse.history.actors import Actor
from guildhouse.kit import clock
from guildhouse.kit.rules import Refused, no, require
from guildhouse.rooms.actions.frame import somebody, viewer_of


@act
def read(case: Case, *, actor: Actor) -> Words:
    """The words of a case, for somebody who may read it; who reads another's is on record for its presenter."""
    person, at = somebody(actor), clock.now()
    case = locked(case)
    room = case.room
    before = queries.before(viewer_of(actor, room), room)
    require(policy.may_read(case, before, room, at=at))
    words = queries.words_of(case)
    if words is None:
        raise Refused(no("unreadable", _("This case cannot be read any more.")))
    if case.person_id != person.pk:
        _note(case, person.pk)
    return words


def _note(case: Case, person: int) -> None:
    at = clock.now()
    row = Reading.objects.filter(case=case, person=person)
    if not row.update(last_at=at, times=F("times") + 1):
        Reading.objects.create(case=case, person_id=person, first_at=at, last_at=at)
