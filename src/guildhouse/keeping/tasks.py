"""What the worker does for those who keep the house."""

from datetime import timedelta

from guildhouse.keeping import actions, retention
from guildhouse.kit import clock
from guildhouse.kit.retention import Round

rounds = Round(timedelta(seconds=20))


def erase() -> int:
    """Erase whoever and whatever is due, sweep up after it, and note it in the register."""
    at = clock.now()
    if not rounds.is_due(at):
        return 0
    # Rest first: what fails is tried again after the pause and not at once.
    rounds.rest(at)
    done = actions.erase_due() + actions.erase_communities_due() + actions.sweep_due()
    done += actions.note_erasures()
    if done:
        rounds.not_before = None
    return done


def forget() -> int:
    """Let go of a portion of what has been kept long enough."""
    return retention.forget_portion()
