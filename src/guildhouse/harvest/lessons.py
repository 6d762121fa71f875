"""Where a lesson goes that leaves a room without the case it was learned from: it becomes a card."""

from guildhouse.harvest import actions
from guildhouse.history.actors import Actor
from guildhouse.rooms.models import Room


def lesson_left(room: Room, text: str, actor: Actor) -> str:
    """Keep the lesson as a card of its presenter; answers the public id of the card."""
    return actions.keep_lesson(room, text=text, actor=actor)
