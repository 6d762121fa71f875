from datetime import datetime, timedelta

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from guildhouse.kit.ids import public_id
from guildhouse.live.clockwork import Course, Plan, plan_from_json
from guildhouse.people.models import Person
from guildhouse.rooms.models import Room

# A run may begin so long before the room does, and goes on so long after it should have ended.
EARLY = timedelta(minutes=15)
LINGERS = timedelta(minutes=30)


class RunQuerySet(models.QuerySet["Run"]):
    def under_way(self) -> "RunQuerySet":
        """Runs nobody has ended yet."""
        return self.filter(ended_at=None)

    def left_open(self, at: datetime) -> "RunQuerySet":
        """Runs that are to be ended by the clock: their room was called off, or is over for a while."""
        gone = Q(room__state__in=(Room.State.CANCELLED, Room.State.LAPSED))
        return self.under_way().filter(gone | Q(room__ends_at__lte=at - LINGERS))


class Run(models.Model):
    """A room while it is led through its steps: its plan, and how far it is.

    The lengths are milliseconds; `clockwork` says what they mean.
    """

    room = models.OneToOneField(Room, models.CASCADE, related_name="run")
    plan = models.JSONField()
    index = models.PositiveSmallIntegerField(default=0)
    began_at = models.DateTimeField()
    began_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    since = models.DateTimeField()
    paused_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    spent = models.JSONField()
    rested = models.PositiveBigIntegerField(default=0)
    granted = models.PositiveBigIntegerField()
    total = models.PositiveBigIntegerField()
    # What buttons are pressed on: two people who go on at once go on by one step.
    move = models.PositiveIntegerField(default=1)
    # What screens are shown by: also counts hands, and the bell.
    version = models.PositiveIntegerField(default=1)
    bell = models.BooleanField(_("a bell at the end of each step"), default=True)

    objects = RunQuerySet.as_manager()

    COURSE = ("index", "began_at", "since", "paused_at", "spent", "rested", "granted", "total")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(version__gte=F("move")), name="run_shows_every_move"),
            models.CheckConstraint(condition=Q(since__gte=F("began_at")), name="run_begins_before_its_step"),
        ]
        indexes = [models.Index(fields=["id"], condition=Q(ended_at=None), name="run_under_way")]

    def __str__(self) -> str:
        return f"room {self.room_id} at step {self.index + 1}"

    @property
    def steps(self) -> Plan:
        """The plan, read."""
        return plan_from_json(self.plan)

    @property
    def course(self) -> Course:
        """How far it is, for `clockwork`."""
        kept = {name: getattr(self, name) for name in self.COURSE}
        return Course(**{**kept, "spent": tuple(self.spent)})


class Hand(models.Model):
    """Somebody who would like to say or ask something; the row is gone once it is lowered."""

    TEXT_LENGTH = 300

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    run = models.ForeignKey(Run, models.CASCADE, related_name="hands")
    person = models.ForeignKey(Person, models.CASCADE, related_name="hands")
    text = models.CharField(_("what it is about"), max_length=TEXT_LENGTH, blank=True)
    raised_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "person"], name="one_hand_each")]
        indexes = [models.Index(fields=["run", "raised_at", "id"], name="hand_in_order")]

    def __str__(self) -> str:
        return f"{self.person_id} in run {self.run_id}"


class Hush(models.Model):
    """That somebody turned the bell off for themselves in one room."""

    run = models.ForeignKey(Run, models.CASCADE, related_name="hushes")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "person"], name="one_hush_each")]

    def __str__(self) -> str:
        return f"no bell for {self.person_id} in run {self.run_id}"


class Part(models.Model):
    """That somebody plays a part of the format in one round, as it was agreed in the room: who presents, say."""

    run = models.ForeignKey(Run, models.CASCADE, related_name="parts")
    round = models.PositiveSmallIntegerField(default=1)
    role = models.SlugField(max_length=40)
    person = models.ForeignKey(Person, models.CASCADE, related_name="parts")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "round", "person"], name="one_part_a_round")]

    def __str__(self) -> str:
        return f"{self.person_id} as {self.role} in run {self.run_id}"
