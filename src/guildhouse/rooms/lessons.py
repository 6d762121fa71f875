"""Where a lesson goes that somebody takes from what was told in a room in confidence: into what the room leaves.

Whoever tells of it (cases) and whoever keeps what a room leaves (harvest) stand side by side and know nothing of
each other, so the lists stand here.
"""

from collections.abc import Callable

from guildhouse.history.actors import Actor
from guildhouse.rooms.models import Room

# Called inside the act by which somebody takes a lesson, with the room, the words, and who does it. The words are
# read by whoever reads what the room leaves, without the name of who took them: what they came from is not told.
# An app above appends its function in `AppConfig.ready`; while there is none, no lesson can be taken.
OnLesson = Callable[[Room, str, Actor], None]
ON_LESSON: list[OnLesson] = []
LONGEST = 600


def leave(room: Room, words: str, actor: Actor) -> None:
    """Hand the lesson on. Part of an act that asked its policy."""
    for keep in ON_LESSON:
        keep(room, words, actor)
