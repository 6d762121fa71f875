from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guildhouse.kit.ids import public_id
from guildhouse.people.models import Person
from guildhouse.rooms.models import Room


class CaseQuerySet(models.QuerySet["Case"]):
    def living(self) -> "CaseQuerySet":
        """Cases that were neither withdrawn nor have expired: those whose words are still somewhere."""
        return self.filter(ended_at=None)

    def open(self) -> "CaseQuerySet":
        """Living cases that their presenter has opened to the room."""
        return self.living().exclude(opened_at=None)


class Case(models.Model):
    """An account from somebody's own work, for one room. Its words are sealed with a key outside the database."""

    class Ending(models.TextChoices):
        WITHDRAWN = "withdrawn", _("withdrawn")
        EXPIRED = "expired", _("expired")

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    room = models.ForeignKey(Room, models.CASCADE, related_name="cases")
    person = models.ForeignKey(Person, models.CASCADE, related_name="cases")
    key = models.CharField(max_length=32, unique=True)
    sealed = models.BinaryField(default=b"")
    days = models.PositiveSmallIntegerField(_("days it stays after the room"))
    brought_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ending = models.CharField(max_length=10, choices=Ending, blank=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["room", "person"], condition=Q(ended_at=None), name="one_living_case_each"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ending="")
                | (Q(ended_at__isnull=False, sealed=b"") & ~Q(ending="")),
                name="ended_case_holds_nothing",
            ),
        ]
        indexes = [
            models.Index(fields=["room"], condition=Q(ended_at=None), name="case_living"),
            models.Index(fields=["ended_at"], name="case_ended"),
        ]

    def __str__(self) -> str:
        return f"case {self.pk}"

    @property
    def edition(self) -> str:
        """Which words of the case these are: another one each time they change."""
        return self.changed_at.isoformat()

    def expires_at(self, room: Room) -> datetime:
        """When its words go by themselves; it moves with the room."""
        return room.ends_at + timedelta(days=self.days)

    def is_open(self, room: Room, at: datetime) -> bool:
        """Whether those confirmed in the room may read it at this moment."""
        return self.opened_at is not None and self.ended_at is None and at < self.expires_at(room)


class Reading(models.Model):
    """That somebody was shown a case: for its presenter to see."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="readings")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    times = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "person"], name="one_reading_row_each")]

    def __str__(self) -> str:
        return f"{self.person_id} read {self.case_id}"


class Agreement(models.Model):
    """That somebody confirmed in a room agrees that machines who come to it read its cases. Without a row: no."""

    room = models.ForeignKey(Room, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["room", "person"], name="one_agreement_each")]

    def __str__(self) -> str:
        return f"{self.person_id} agrees for {self.room_id}"
