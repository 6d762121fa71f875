"""What the people of a room are asked about it: another role, another room, another time."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guildhouse.kit.ids import public_id
from guildhouse.people.models import Person
from guildhouse.rooms.models.room import Room
from guildhouse.rooms.models.seat import Seat


class RoleAsk(models.Model):
    """A question to somebody with a seat: would you take this role?"""

    class Why(models.TextChoices):
        CONVERTED = "converted", _("the room has another format")
        ASKED = "asked", _("a host would like it")

    seat = models.ForeignKey(Seat, models.CASCADE, related_name="role_asks")
    role_key = models.SlugField(max_length=40)
    was_key = models.SlugField(max_length=40, blank=True)
    why = models.CharField(max_length=10, choices=Why)
    asked_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField()
    accepted = models.BooleanField(null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["seat"], condition=Q(answered_at=None), name="one_open_role_ask_each"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seat_id} as {self.role_key}?"

    @property
    def is_open(self) -> bool:
        return self.answered_at is None


class Merging(models.Model):
    """A room whose people are asked to come to another one instead; it is cancelled once all have answered."""

    class Outcome(models.TextChoices):
        MERGED = "merged", _("merged")
        STOPPED = "stopped", _("stopped")
        FELL_THROUGH = "fell", _("fell through")

    room = models.ForeignKey(Room, models.CASCADE, related_name="mergings")
    into = models.ForeignKey(Room, models.CASCADE, related_name="+")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    began_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=8, choices=Outcome, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["room"], condition=Q(ended_at=None), name="one_merging_of_a_room_at_a_time"
            ),
            models.CheckConstraint(condition=~Q(room=models.F("into")), name="a_room_merges_with_another"),
        ]
        indexes = [models.Index(fields=["ends_at"], condition=Q(ended_at=None), name="mergings_under_way")]

    def __str__(self) -> str:
        return f"{self.room_id} into {self.into_id}"


class MergeAnswer(models.Model):
    """Whether somebody comes along to the other room."""

    merging = models.ForeignKey(Merging, models.CASCADE, related_name="answers")
    seat = models.ForeignKey(Seat, models.CASCADE, related_name="merge_answers")
    comes = models.BooleanField()
    answered_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["merging", "seat"], name="one_merge_answer_each")]

    def __str__(self) -> str:
        return f"{self.seat_id}: {self.comes}"


class TimePoll(models.Model):
    """Times at which a room could be held instead; everybody who has to do with it says which suit."""

    MOST = 5

    room = models.ForeignKey(Room, models.CASCADE, related_name="time_polls")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["room"], condition=Q(ended_at=None), name="one_time_poll_of_a_room_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"when should {self.room_id} be?"


class ProposedTime(models.Model):
    """One of those times, by the clock on the wall of the room's zone."""

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    poll = models.ForeignKey(TimePoll, models.CASCADE, related_name="times")
    wall_date = models.DateField(_("day"))
    wall_time = models.TimeField(_("time"))
    starts_at = models.DateTimeField()
    is_chosen = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["poll", "wall_date", "wall_time"], name="a_time_is_proposed_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.wall_date} {self.wall_time}"


class TimeAnswer(models.Model):
    """Which of the times suit somebody; none of them is an answer, too."""

    poll = models.ForeignKey(TimePoll, models.CASCADE, related_name="answers")
    seat = models.ForeignKey(Seat, models.CASCADE, related_name="time_answers")
    suits = models.JSONField(default=list)
    answered_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["poll", "seat"], name="one_time_answer_each")]

    def __str__(self) -> str:
        return f"{self.seat_id}: {self.suits}"
