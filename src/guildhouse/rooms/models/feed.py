from django.db import models

from guildhouse.people.models import Person


class CalendarFeedQuerySet(models.QuerySet["CalendarFeed"]):
    def answering(self) -> "CalendarFeedQuerySet":
        """Addresses that still answer: those of people who are here and whose account is not locked."""
        return self.filter(person__is_active=True, person__erased_at=None, person__merged_into=None)


class CalendarFeed(models.Model):
    """The secret address at which a calendar program reads the rooms of one person; only its hash is kept."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="calendar_feed")
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()

    objects = CalendarFeedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"the calendar of {self.person_id}"
