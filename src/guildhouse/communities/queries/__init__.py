"""What can be asked about communities and the people in them."""

from guildhouse.communities.policy import STRANGER
from guildhouse.communities.queries.founding import Condition, conditions, missing, sign_ons, signers_needed
from guildhouse.communities.queries.stages import evidence
from guildhouse.communities.queries.standing import (
    accepted_edition,
    belongs,
    convener_count,
    conveners,
    latest_charter,
    latest_edition,
    standing,
    standings,
)

__all__ = [
    "STRANGER",
    "Condition",
    "accepted_edition",
    "belongs",
    "conditions",
    "convener_count",
    "conveners",
    "evidence",
    "latest_charter",
    "latest_edition",
    "missing",
    "sign_ons",
    "signers_needed",
    "standing",
    "standings",
]
