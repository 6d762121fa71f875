"""What the worker does for rooms that run."""

from guildhouse.live import actions


def tick() -> int:
    """End what is over; cheap when nothing is due."""
    return actions.pass_time()
