from datetime import datetime

from django.db import models
from django.db.models import F, Q

from guildhouse.people.models import Person


class LetterQuerySet(models.QuerySet["Letter"]):
    def due(self, at: datetime) -> "LetterQuerySet":
        """What may be sent at this moment: waiting and not postponed, or left behind by a worker that died."""
        return self.filter(
            Q(state=Letter.State.QUEUED, not_before__lte=at)
            | Q(state=Letter.State.SENDING, leased_until__lt=at)
        )


class Letter(models.Model):
    """One letter to one person (or, while somebody proves an address, to an address), and what became of it."""

    class State(models.TextChoices):
        QUEUED = "queued"
        SENDING = "sending"
        SENT = "sent"
        FAILED = "failed"
        SHOWN = "shown"
        DROPPED = "dropped"

    person = models.ForeignKey(Person, models.CASCADE, null=True, related_name="letters")
    to = models.EmailField()
    kind = models.CharField(max_length=60)
    fact_id = models.BigIntegerField(null=True)
    community_id = models.BigIntegerField(null=True)
    message_id = models.CharField(max_length=200, unique=True)
    subject = models.CharField(max_length=300)
    text = models.TextField()
    html = models.TextField()
    calendar = models.TextField(blank=True, default="")
    calendar_method = models.CharField(max_length=10, blank=True, default="")
    language = models.CharField(max_length=10)
    holds_secret = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    not_before = models.DateTimeField()
    leased_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["fact_id", "person"], name="one_letter_a_fact_and_person"),
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(sent_at__isnull=False), name="sent_letter_says_when"
            ),
        ]
        indexes = [
            models.Index(
                F("not_before"), F("id"), condition=Q(state__in=("queued", "sending")), name="letter_waiting"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} to {self.to}: {self.state}"
