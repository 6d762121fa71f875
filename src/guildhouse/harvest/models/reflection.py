from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guildhouse.harvest.models.card import ONE_LINE, Card
from guildhouse.people.models import Person
from guildhouse.rooms.models import Room


class ReflectionQuerySet(models.QuerySet["Reflection"]):
    def shared(self) -> "ReflectionQuerySet":
        """Those whose writers let the others of the room read them."""
        return self.filter(shared_at__isnull=False)


class Reflection(models.Model):
    """Two minutes at the end of a room: private to whoever wrote it, unless they share it with the room."""

    class Worth(models.TextChoices):
        YES = "yes", pgettext_lazy("worth it", "yes")
        PARTLY = "partly", pgettext_lazy("worth it", "partly")
        NO = "no", pgettext_lazy("worth it", "no")

    FEWEST_TOLD = 5  # answers, before their counts are shown to hosts

    room = models.ForeignKey(Room, models.CASCADE, related_name="reflections")
    person = models.ForeignKey(Person, models.CASCADE, related_name="reflections")
    takes = models.CharField(_("What do I take from this room?"), max_length=ONE_LINE, blank=True)
    tries = models.CharField(_("What will I try?"), max_length=ONE_LINE, blank=True)
    worth = models.CharField(_("Was it worth the time?"), max_length=10, choices=Worth, blank=True)
    at = models.DateTimeField()
    shared_at = models.DateTimeField(null=True)
    card = models.OneToOneField(Card, models.SET_NULL, null=True, related_name="reflection")

    objects = ReflectionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["room", "person"], name="one_reflection_each"),
            models.CheckConstraint(
                condition=~Q(takes="", tries="", worth=""), name="a_reflection_says_something"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} on {self.room_id}"
