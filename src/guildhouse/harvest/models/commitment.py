from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guildhouse.harvest.models.card import ONE_LINE, Card
from guildhouse.kit.walls import wall
from guildhouse.people.models import Person


class CommitmentQuerySet(models.QuerySet["Commitment"]):
    def to_ask_back(self, at: object) -> "CommitmentQuerySet":
        """Those whose owners are to be asked by now what came of them."""
        return self.filter(state=Commitment.State.OPEN, ask_at__lte=at)


class Commitment(models.Model):
    """What one person takes on, until a day: the owner alone says what became of it, and who reads that."""

    class State(models.TextChoices):
        ASKED = "asked", pgettext_lazy("commitment", "asked for")
        DECLINED = "declined", pgettext_lazy("commitment", "not taken on")
        OPEN = "open", pgettext_lazy("commitment", "taken on")
        DONE = "done", pgettext_lazy("commitment", "done")
        LET_GO = "let_go", pgettext_lazy("commitment", "let go")

    LIVING = (State.ASKED, State.OPEN)

    card = models.OneToOneField(Card, models.CASCADE, related_name="commitment")
    owner = models.ForeignKey(Person, models.CASCADE, related_name="commitments")
    due_on = models.DateField(_("until when"))
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    word = models.CharField(max_length=ONE_LINE, blank=True)
    answered_at = models.DateTimeField(null=True)
    # When the owner is asked by letter what came of it; empty when they are not asked (again).
    ask_at = models.DateTimeField(null=True)
    asked_count = models.PositiveSmallIntegerField(default=0)
    shared_at = models.DateTimeField(null=True)

    objects = CommitmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ask_at=None) | Q(state__in=("open", "asked")),
                name="only_what_is_open_is_asked_about",
            )
        ]
        indexes = [
            models.Index(fields=["owner", "state", "due_on"], name="commitment_of_owner"),
            models.Index(fields=["ask_at"], condition=Q(state="open"), name="commitment_to_ask_about"),
        ]

    def __str__(self) -> str:
        return f"{self.owner_id}: {self.card_id} {self.state}"

    @property
    def was_taken_on(self) -> bool:
        """Whether somebody said that they do it, or has done it since."""
        return self.state not in (self.State.ASKED, self.State.DECLINED)

    def waits(self, day: date, zone: str) -> bool:
        """Whether on this day its owner is to say what came of it, and has not since the day it was due."""
        if self.state != self.State.OPEN or day < self.due_on:
            return False
        return self.answered_at is None or wall(self.answered_at, zone).date() < self.due_on


class Outcome(models.Model):
    """What came of a commitment, in its owner's own line: applied, or realised."""

    class Value(models.TextChoices):
        APPLIED = "applied", _("tried, or done")
        REALISED = "realised", _("it made a difference")

    commitment = models.OneToOneField(Commitment, models.CASCADE, related_name="outcome")
    person = models.ForeignKey(Person, models.CASCADE, related_name="outcomes")
    value = models.CharField(max_length=10, choices=Value)
    text = models.CharField(max_length=ONE_LINE, blank=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.commitment_id} {self.value}"
