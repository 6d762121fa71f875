from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guildhouse.communities.models import Community
from guildhouse.kit.ids import public_id
from guildhouse.people.models import Person
from guildhouse.rooms.models.plan import Plan


class SeriesQuerySet(models.QuerySet["Series"]):
    def visible_to(self, person: Person | None) -> "SeriesQuerySet":
        """Series of communities whose rooms the person may see."""
        public = Q(community__visibility=Community.Visibility.PUBLIC)
        if person is None:
            return self.filter(public)
        return self.filter(public | Q(community__in=person.memberships.living().values("community")))

    def running(self) -> "SeriesQuerySet":
        """Series that still bring new dates."""
        return self.filter(ended_at=None)


class Series(Plan):
    """Rooms that recur at the same wall time, by an RRULE of RFC 5545."""

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    community = models.ForeignKey(Community, models.PROTECT, related_name="series")
    rrule = models.CharField(_("recurrence"), max_length=200)
    first_on = models.DateField(_("first day"))
    last_on = models.DateField(_("last day"), null=True, blank=True)
    wall_time = models.TimeField(_("time"))
    role_limits = models.JSONField(default=dict)
    materialised_until = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)

    objects = SeriesQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(last_on=None) | Q(last_on__gte=models.F("first_on")),
                name="series_ends_after_it_begins",
            ),
            models.CheckConstraint(condition=~Q(rrule=""), name="series_recurs"),
        ]

    def __str__(self) -> str:
        return self.purpose


class SkippedDate(models.Model):
    """A date a series leaves out."""

    series = models.ForeignKey(Series, models.CASCADE, related_name="skipped")
    on = models.DateField()
    why = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["series", "on"], name="a_date_is_skipped_once")]

    def __str__(self) -> str:
        return f"{self.series_id} not on {self.on}"


class StandingSeatQuerySet(models.QuerySet["StandingSeat"]):
    def living(self) -> "StandingSeatQuerySet":
        """Standing seats nobody has given up."""
        return self.filter(ended_at=None)


class StandingSeat(models.Model):
    """Somebody who is seated in every new date of a series before it is published."""

    class Kind(models.TextChoices):
        FIXED = "fixed", _("member of the fixed group")
        REMAINING = "remaining", _("comes to all remaining dates")

    series = models.ForeignKey(Series, models.CASCADE, related_name="standing")
    person = models.ForeignKey(Person, models.CASCADE, related_name="standing_seats")
    role_key = models.SlugField(max_length=40)
    kind = models.CharField(max_length=10, choices=Kind)
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects = StandingSeatQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["series", "person"], condition=Q(ended_at=None), name="one_standing_seat_each"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in every {self.series_id}"
