"""What the worker does for cases: lets go of those whose time is over, and mends what a crash left half done."""

from datetime import timedelta

from guildhouse.cases import actions
from guildhouse.kit import clock
from guildhouse.kit.retention import Round

rounds = Round(timedelta(seconds=20))


def let_go() -> int:
    """Expire what is due, end what lost its key, and destroy keys that have no business being there."""
    at = clock.now()
    if not rounds.is_due(at):
        return 0
    # Rest first: what fails is tried again after the pause and not at once.
    rounds.rest(at)
    return actions.expire_due() + actions.withdraw_again() + actions.let_go_of_keys()
