from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guildhouse.communities.models import Community
from guildhouse.people.models import Person


class LockQuerySet(models.QuerySet["Lock"]):
    def in_force(self) -> "LockQuerySet":
        """Locks that have not been lifted."""
        return self.filter(lifted_at=None)


class Lock(models.Model):
    """An account closed by somebody who looks after the house, with the reason the person is told."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="locks")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="locks_made")
    reason = models.TextField(_("reason, which they are told"), max_length=2000)
    at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="locks_lifted")

    objects = LockQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(lifted_at=None), name="one_lock_in_force_each"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="lock_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} locked"


class ErasureQuerySet(models.QuerySet["Erasure"]):
    def waiting(self) -> "ErasureQuerySet":
        """Erasures that were asked for, and neither taken back nor done."""
        return self.filter(ended_at=None)

    def due(self, at: datetime) -> "ErasureQuerySet":
        """Erasures whose waiting time is over."""
        return self.waiting().filter(due_at__lte=at)


class Erasure(models.Model):
    """That a person or a community is to be erased, and until when it can be taken back."""

    person = models.ForeignKey(Person, models.CASCADE, null=True, related_name="erasures")
    community = models.ForeignKey(Community, models.CASCADE, null=True, related_name="erasures")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="erasures_asked")
    reason = models.TextField(_("reason"), max_length=2000, blank=True)
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects = ErasureQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(person=None, community__isnull=False) | Q(person__isnull=False, community=None),
                name="erasure_of_one_thing",
            ),
            models.UniqueConstraint(
                fields=["person"], condition=Q(ended_at=None), name="one_erasure_waiting_each"
            ),
            models.UniqueConstraint(
                fields=["community"], condition=Q(ended_at=None), name="one_erasure_waiting_per_community"
            ),
        ]

    def __str__(self) -> str:
        return f"erasure {self.pk}"


class Tombstone(models.Model):
    """That somebody or something was erased: enough to do it again after a restore, and nothing about them.

    `known_by` is a keyed digest of the handle an import would bring; `swept_at` is set once the day after was looked
    through for what came late.
    """

    class Kind(models.TextChoices):
        PERSON = "person", _("person")
        COMMUNITY = "community", _("community")

    kind = models.CharField(max_length=10, choices=Kind)
    public_id = models.CharField(max_length=12)
    known_by = models.CharField(max_length=60, blank=True)
    erased_at = models.DateTimeField()
    swept_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "public_id"], name="one_tombstone_each"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.public_id}"
