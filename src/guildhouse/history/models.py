from datetime import datetime

from django.db import models
from django.db.models import F, Q


class Fact(models.Model):
    """One thing that happened, written in the transaction that made it happen.

    Actor, community, subject and the person it concerns are plain ids: history lies below them all.
    """

    kind = models.CharField(max_length=60)
    actor_id = models.BigIntegerField(null=True)
    via = models.CharField(max_length=60)
    community_id = models.BigIntegerField(null=True)
    subject_type = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    concerns_id = models.BigIntegerField(null=True)
    data = models.JSONField(default=dict)
    happened_at = models.DateTimeField()
    # By which the log knows the request that made it happen; empty for what the clock did.
    request_id = models.CharField(max_length=64, blank=True, default="", db_default="")

    class Meta:
        indexes = [
            models.Index(fields=["community_id", "id"], name="fact_of_community"),
            models.Index(fields=["subject_type", "subject_id", "id"], name="fact_of_subject"),
            models.Index(fields=["concerns_id", "id"], name="fact_concerning"),
            models.Index(fields=["actor_id", "id"], name="fact_by_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_type}:{self.subject_id}"


class Version(models.Model):
    """How many transactions have written facts of a community; the key of every page kept as bytes."""

    community_id = models.BigIntegerField(primary_key=True)
    number = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.community_id}@{self.number}"


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def due(self, at: datetime) -> "DeliveryQuerySet":
        """What a worker may claim at this moment: never done, not postponed, not leased by another."""
        return self.filter(done_at=None, not_before__lte=at).filter(
            Q(leased_until=None) | Q(leased_until__lt=at)
        )


class Delivery(models.Model):
    """That one reader of history (mail, imports …) still has to hear of one fact."""

    fact = models.ForeignKey(Fact, models.CASCADE, db_index=False)  # found by `one_delivery_per_reader`
    reader = models.CharField(max_length=20)
    not_before = models.DateTimeField()
    leased_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=300, blank=True)
    done_at = models.DateTimeField(null=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["fact", "reader"], name="one_delivery_per_reader")]
        indexes = [
            models.Index(
                F("not_before"),
                F("id"),
                condition=Q(done_at=None),
                name="delivery_open",
            )
        ]

    def __str__(self) -> str:
        return f"{self.fact_id}→{self.reader}"


class Heartbeat(models.Model):
    """The last moment a worker was seen at its work; one row for each, by machine and process."""

    worker = models.CharField(max_length=120, primary_key=True)
    at = models.DateTimeField()
    waits_because = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return f"{self.worker} {self.at}"


class Answer(models.Model):
    """How one request was answered, kept in the transaction of its act: sent again, it gets the same answer."""

    key = models.CharField(max_length=64, primary_key=True)
    person_id = models.BigIntegerField()
    content = models.CharField(max_length=64)
    location = models.TextField()
    said = models.JSONField(default=list)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["at"], name="answer_at")]

    def __str__(self) -> str:
        return f"{self.person_id} → {self.location}"
