"""A lesson that leaves a room without the account it was learned from, and where such a lesson goes.

Whoever keeps the accounts and whoever keeps the harvest stand side by side above rooms and do not know each other. So
the one that keeps a harvest appends a function in its `AppConfig.ready`, and the other calls `leave` inside its act:

    from guildhouse.rooms import lessons
    lessons.ON_LESSON.append(actions.keep_lesson)
    ids = lessons.leave(room, text, actor)

Each is called with the room, the words as the presenter lets them leave, and the actor, who is the presenter; it
answers the public id of what keeps the lesson from then on. The words are shared with the community.
"""

from collections.abc import Callable

from guildhouse.history.actors import Actor
from guildhouse.rooms.models import Room

OnLesson = Callable[[Room, str, Actor], str]

ON_LESSON: list[OnLesson] = []


def leave(room: Room, text: str, actor: Actor) -> list[str]:
    """Hand the lesson to all who keep lessons; answers the public ids of what keeps it."""
    return [keep(room, text, actor) for keep in ON_LESSON]
