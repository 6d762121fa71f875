from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from guildhouse.communities.models.community import Community
from guildhouse.communities.seasons import Season
from guildhouse.kit.ids import public_id
from guildhouse.people.models import Person


class DeclaredSeason(models.Model):
    """A season a community gave other days than the usual ones (`communities.seasons` says which those are)."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="seasons")
    begins_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    declared_by = models.ForeignKey(Person, models.SET_NULL, null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["community", "begins_on"], name="seasons_begin_on_different_days"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("begins_on")), name="season_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.community_id}: {self.begins_on}–{self.ends_on}"


class DutyQuerySet(models.QuerySet["Duty"]):
    def carried(self) -> "DutyQuerySet":
        """Duties somebody carries, in this season or promised for the next."""
        return self.filter(state=Duty.State.CARRIED)

    def living(self) -> "DutyQuerySet":
        """Duties that are carried, or that somebody was asked to carry and has not answered."""
        return self.filter(state__in=(Duty.State.ASKED, Duty.State.CARRIED))


class Duty(models.Model):
    """One of the seven duties as a member carries it for a season; several may share one."""

    class Kind(models.TextChoices):
        AGENDA = "agenda", _("agenda activist")
        KEEPER = "keeper", _("community keeper")
        FRIEND = "friend", _("critical friend")
        REPORTER = "reporter", _("social reporter")
        MESSENGER = "messenger", _("external messenger")
        DETECTIVE = "detective", _("value detective")
        BROKER = "broker", _("organisational broker")

    class State(models.TextChoices):
        ASKED = "asked", _("asked")
        CARRIED = "carried", _("carried")
        DECLINED = "declined", _("not this time")
        LAPSED = "lapsed", _("not answered")
        ENDED = "ended", _("over")

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    community = models.ForeignKey(Community, models.CASCADE, related_name="duties")
    person = models.ForeignKey(Person, models.CASCADE, related_name="duties")
    kind = models.CharField(_("duty"), max_length=10, choices=Kind)
    state = models.CharField(max_length=10, choices=State)
    begins_on = models.DateField()
    ends_on = models.DateField()
    asked_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="duties_asked")
    word = models.CharField(_("why you thought of them"), max_length=300, blank=True)
    made_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    note = models.TextField(_("note for whoever comes next"), max_length=4000, blank=True)
    note_asked_at = models.DateTimeField(null=True)

    objects = DutyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["community", "person", "kind", "begins_on"],
                condition=Q(state__in=("asked", "carried")),
                name="one_living_duty_each",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("carried", "ended")) | Q(taken_at__isnull=False),
                name="duty_carried_was_taken",
            ),
        ]
        indexes = [
            models.Index(fields=["community", "kind", "begins_on"], name="duty_of_community"),
            models.Index(
                fields=["ends_on", "id"],
                condition=Q(state__in=("asked", "carried")),
                name="duty_by_end",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}@{self.community_id}:{self.kind}"

    def is_of(self, day: date) -> bool:
        """Whether the season it is for holds this day."""
        return self.begins_on <= day <= self.ends_on

    def owes_note(self, day: date) -> bool:
        """Whether on this day whoever carries it is to write down what the next one should know."""
        season = Season(self.begins_on, self.ends_on)
        is_carried = self.state == self.State.CARRIED and not self.community.is_archived
        return is_carried and not self.note and season.hands_over_on(day)

    def waits(self, day: date) -> bool:
        """Whether on this day it waits for the person it is for: for an answer, or for the note."""
        is_asked = self.state == self.State.ASKED and not self.community.is_archived
        return (is_asked and day <= self.ends_on) or self.owes_note(day)
