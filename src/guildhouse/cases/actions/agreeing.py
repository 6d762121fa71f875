"""Whether machines read the cases of a room: each person in it agrees for themselves, and can take it back."""

from guildhouse.cases import policy
from guildhouse.cases.actions.frame import enter, living
from guildhouse.cases.facts import Facts
from guildhouse.cases.models import Agreement
from guildhouse.history.actions import act, record
from guildhouse.history.actors import Actor
from guildhouse.kit import clock
from guildhouse.kit.rules import require
from guildhouse.rooms.models import Room


@act
def agree(room: Room, *, actor: Actor) -> Agreement:
    """Agree that machines confirmed in this room read its cases. They do once everybody has agreed."""
    stage, at = enter(room, actor), clock.now()
    require(policy.may_agree(stage.before, living(stage.room, stage.person)))
    row, is_new = Agreement.objects.get_or_create(room=stage.room, person=stage.person, defaults={"at": at})
    if is_new:
        # Not about the room: its hosts read what happened to it, and nobody is told who agrees.
        record(Facts.AGREED, actor=actor, subject=row, community=stage.room.community_id, at=at)
    return row


@act
def disagree(room: Room, *, actor: Actor) -> None:
    """Take one's agreement back; from this moment no machine reads the cases of the room."""
    stage = enter(room, actor)
    row = Agreement.objects.filter(room=stage.room, person=stage.person).first()
    if row is not None:
        community = stage.room.community_id
        record(Facts.AGREEMENT_WITHDRAWN, actor=actor, subject=row, community=community)
        row.delete()
