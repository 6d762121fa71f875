from django.db import models

from guildhouse.kit.ids import public_id
from guildhouse.rooms.models.seat import Seat


class Certificate(models.Model):
    """That somebody took part in a room, for those who have to show it; it lasts as long as the seat is kept."""

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    seat = models.OneToOneField(Seat, models.CASCADE, related_name="certificate")
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.public_id
