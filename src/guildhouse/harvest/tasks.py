"""What the worker does after rooms: ask the owners of commitments, once the time has come, what came of them."""

from guildhouse.harvest import actions
from guildhouse.harvest.models import Commitment
from guildhouse.history.actors import SYSTEM
from guildhouse.kit import clock

PORTION = 50


def ask_back() -> int:
    """Ask about every commitment it is time to ask about, a portion at a time; cheap when there is none."""
    due = Commitment.objects.to_ask_back(clock.now()).order_by("ask_at", "pk")[:PORTION]
    return sum(actions.ask_back(commitment, actor=SYSTEM) for commitment in due)
