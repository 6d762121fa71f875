"""A lesson leaves without the case: short words, by the presenter's own act."""

from django.utils.translation import gettext as _

from guildhouse.cases import policy
from guildhouse.cases.actions.frame import enter, owned
from guildhouse.cases.facts import Facts
from guildhouse.history.actions import act, record
from guildhouse.history.actors import Actor
from guildhouse.history.models import Fact
from guildhouse.kit import clock
from guildhouse.kit.rules import Refused, no, require
from guildhouse.rooms import lessons
from guildhouse.rooms.models import Room


@act
def take_lesson(room: Room, *, actor: Actor, words: str) -> list[str]:
    """Take a lesson from one's own case into what the room leaves; answers the ids of what keeps it."""
    stage, at = enter(room, actor), clock.now()
    case = owned(stage.room, stage.person, _("You have no case in this room to take a lesson from."))
    require(policy.may_take_lesson(case, stage.before, stage.room, at=at))
    require(policy.may_word_lesson(words))
    kept = lessons.leave(stage.room, words.strip(), actor)
    if not kept:
        raise Refused(
            no("nowhere", _("Nothing is kept of rooms in this house, so there is no place for a lesson."))
        )
    known = Fact.objects.filter(kind=Facts.LESSON_LEFT, subject_type=case._meta.label_lower)
    if not known.filter(subject_id=case.pk, data__kept=kept).exists():
        community = stage.room.community_id
        record(Facts.LESSON_LEFT, actor=actor, subject=case, community=community, at=at, kept=kept)
    return kept
