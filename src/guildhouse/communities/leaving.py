"""What must end with a membership in the apps that lie above: seats, standing rows, hosting.

Leaving takes effect everywhere at once, and communities may not know of rooms. So an app above appends a function
in its `AppConfig.ready`; leaving, being removed and being blocked call them all inside the same act, after the
membership has ended:

    from guildhouse.communities import leaving
    leaving.ON_LEAVING.append(actions.give_up_everything)

Each is called with the community's id, the person's id and the actor, and may raise `Refused`, which undoes it all.
"""

from collections.abc import Callable

from guildhouse.history.actors import Actor

OnLeaving = Callable[[int, int, Actor], None]

ON_LEAVING: list[OnLeaving] = []


def tell(community_id: int, person_id: int, actor: Actor) -> None:
    """Call everybody who has something to end."""
    for end in ON_LEAVING:
        end(community_id, person_id, actor)
