from guildhouse.harvest.models.card import Card, Wording
from guildhouse.harvest.models.commitment import Commitment, Outcome
from guildhouse.harvest.models.recognition import Recognition
from guildhouse.harvest.models.reflection import Reflection

__all__ = ["Card", "Commitment", "Outcome", "Recognition", "Reflection", "Wording"]
