"""What several actions begin with: the rows as they are under the room's lock, and one line out of what was typed."""

from datetime import datetime

from django.utils.translation import gettext as _

from guildhouse.harvest import policy
from guildhouse.harvest.models import Card
from guildhouse.history.actors import Actor
from guildhouse.history.models import Fact
from guildhouse.kit.rules import Refused, no, require
from guildhouse.people.models import Person
from guildhouse.rooms.actions.frame import viewer_of
from guildhouse.rooms.actions.seating import lock
from guildhouse.rooms.formats.known import format_of
from guildhouse.rooms.models import Room
from guildhouse.rooms.policy import Viewer


def one_line(text: str) -> str:
    """What was typed, on one line; refused when nothing is left of it."""
    line = " ".join(text.split())
    require(policy.says_something(line))
    return line


def room_for_more(room: Room, author: Person) -> None:
    """Refuse another card of somebody who has as many in this room as anybody may have."""
    require(policy.may_drop_more(Card.objects.filter(room=room, author=author).count()))


def not_too_often(kind: str, room: Room, by: Person, to: Person) -> None:
    """Refuse what is told by letter where it was told often before, also if it was taken away since."""
    told = Fact.objects.filter(kind=kind, actor_id=by.pk, concerns_id=to.pk, data__room=room.pk)
    require(policy.may_write_to(told.count()))


def reach_of(room: Room) -> str:
    """How far what is said in this room may go."""
    return policy.reach_of(room, format_of(room.format).confidentiality)


def lock_card(card: Card, actor: Actor) -> tuple[Card, Room, Viewer]:
    """The card as it is now under its room's lock, the room, and whoever acts before it."""
    room = lock(card.room)
    found = Card.objects.select_related("question").filter(pk=card.pk).first()
    if found is None:
        raise gone()
    found.room = room
    return found, room, viewer_of(actor, room)


def gone() -> Refused:
    """What is said about something that somebody took back meanwhile."""
    return Refused(no("gone", _("Somebody took this back meanwhile. Nothing is left to do.")))


def note_became(card: Card, what: str, public_id: str) -> None:
    """Keep what was made of a card; from then on it is never deleted. Part of an act that holds the room's lock."""
    made = {"what": what, "id": public_id}
    if made not in card.became:
        card.became = [*card.became, made]
        card.save(update_fields=["became"])


def shared_since(card: Card, at: datetime | None, by: int | None) -> None:
    """Set since when the community reads a card, and who said so."""
    card.shared_at, card.shared_by_id = at, by
    card.save(update_fields=["shared_at", "shared_by"])
