"""What the worker does for those who keep the house."""

from guildhouse.keeping import actions, retention


def erase() -> int:
    """Erase whoever and whatever is due, sweep up after it, and note it in the register."""
    done = actions.erase_due() + actions.erase_communities_due() + actions.sweep_due()
    return done + actions.note_erasures()


def forget() -> int:
    """Let go of a portion of what has been kept long enough."""
    return retention.forget_portion()
