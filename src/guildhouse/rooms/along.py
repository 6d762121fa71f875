"""What goes along with somebody who comes from one room to another, when two become one.

An app above that keeps something of a person for a room appends a function in its `AppConfig.ready`:

    from guildhouse.rooms import along
    along.ON_COMING_ALONG.append(actions.come_along)

Each is called inside the act, with both rooms locked: the room they leave, the one they go to, who goes, and the actor.
"""

from collections.abc import Callable

from guildhouse.history.actors import Actor
from guildhouse.people.models import Person
from guildhouse.rooms.models import Room

OnComingAlong = Callable[[Room, Room, Person, Actor], None]

ON_COMING_ALONG: list[OnComingAlong] = []


def take_along(room: Room, into: Room, person: Person, actor: Actor) -> None:
    """Let everything that is this person's in the one room go to the other."""
    for take in ON_COMING_ALONG:
        take(room, into, person, actor)
