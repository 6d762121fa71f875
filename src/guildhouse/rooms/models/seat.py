from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guildhouse.kit.ids import public_id
from guildhouse.people.models import Person
from guildhouse.rooms.models.room import Room, RoomRole


class SeatQuerySet(models.QuerySet["Seat"]):
    def living(self) -> "SeatQuerySet":
        """Seats somebody still waits for, is asked about, or holds."""
        return self.filter(state__in=Seat.LIVING)

    def involving(self) -> "SeatQuerySet":
        """Seats by which a person has something to do with a room, before and after it."""
        return self.filter(state__in=Seat.INVOLVING)

    def in_line(self) -> "SeatQuerySet":
        """The waiting list in its order: the policy's key, then the number drawn under the room's lock."""
        return self.filter(state=Seat.State.WAITLISTED).order_by("line_key", "number", "pk")


class Seat(models.Model):
    """One person's participation in one room, from invited or requested to attended."""

    class State(models.TextChoices):
        INVITED = "invited", _("invited")
        REQUESTED = "requested", _("asked for")
        DECLINED = "declined", _("declined")
        WAITLISTED = "waitlisted", _("in line")
        OFFERED = "offered", _("offered")
        CONFIRMED = "confirmed", _("confirmed")
        EXPIRED = "expired", _("offer ran out")
        WITHDRAWN = "withdrawn", _("given up")
        REMOVED = "removed", _("removed")
        LAPSED = "lapsed", _("not reached")
        ATTENDED = "attended", _("attended")
        EXCUSED = "excused", _("excused")
        ABSENT = "absent", _("absent")

    class Reason(models.TextChoices):
        FULL = "full", _("the room is full")
        FIT = "fit", _("another room fits better")
        MIX = "mix", _("the mix of people or cases")
        LEVEL = "level", _("it needs more experience here first")
        CONFLICT = "conflict", _("a conflict of roles or interests")
        OTHER = "other", _("another reason")

    HOLDING = (State.OFFERED, State.CONFIRMED)
    LIVING = (State.INVITED, State.REQUESTED, State.WAITLISTED, State.OFFERED, State.CONFIRMED)
    COMING = (State.CONFIRMED, State.ATTENDED)
    PRESENCE = (State.ATTENDED, State.EXCUSED, State.ABSENT)
    # What the counters count: a seat stays taken when it is noted whether somebody came.
    COUNTED = (*HOLDING, *PRESENCE)
    INVOLVING = (*LIVING, *PRESENCE, State.DECLINED, State.EXPIRED, State.LAPSED)

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    # Found by `one_seat_each` and `seat_of_person`: each index more is a page more that every claim writes.
    room = models.ForeignKey(Room, models.CASCADE, related_name="seats", db_index=False)
    role = models.ForeignKey(RoomRole, models.PROTECT, related_name="seats")
    person = models.ForeignKey(Person, models.CASCADE, related_name="seats", db_index=False)
    state = models.CharField(max_length=10, choices=State)
    number = models.PositiveIntegerField(null=True)
    line_key = models.BigIntegerField(default=0)
    place_on_entering = models.PositiveIntegerField(null=True)
    entered_line_at = models.DateTimeField(null=True)
    short_notice = models.BooleanField(_("I can also come at short notice"), default=False)
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=0)
    answer = models.TextField(_("my answer"), max_length=2000, blank=True)
    host_question = models.CharField(max_length=600, blank=True)
    host_question_answer = models.CharField(max_length=2000, blank=True)
    accepted_name = models.CharField(
        _("my name, accepting the confidentiality clause"), max_length=120, blank=True
    )
    decided_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+", db_index=False)
    reason_code = models.CharField(max_length=10, choices=Reason, blank=True)
    reason = models.TextField(max_length=2000, blank=True)
    next_step = models.TextField(max_length=1000, blank=True)
    may_ask_again = models.BooleanField(default=True)
    is_late = models.BooleanField(default=False)
    ahead_why = models.CharField(max_length=600, blank=True)
    contested = models.CharField(_("what is noted wrongly"), max_length=600, blank=True)
    checked_in_at = models.DateTimeField(null=True)
    excused_at = models.DateTimeField(null=True)
    excuse = models.CharField(_("why I cannot come"), max_length=300, blank=True)

    objects = SeatQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["room", "person"], name="one_seat_each"),
            models.UniqueConstraint(
                fields=["room", "number"],
                condition=Q(state="waitlisted"),
                name="numbers_in_line_are_drawn_once",
            ),
            models.CheckConstraint(
                condition=~Q(state="waitlisted") | Q(number__isnull=False), name="line_has_numbers"
            ),
            models.CheckConstraint(
                condition=~Q(state="offered") | Q(expires_at__isnull=False), name="offers_run_out"
            ),
            models.CheckConstraint(
                condition=~Q(state="declined") | (~Q(reason_code="") & ~Q(reason="") & ~Q(next_step="")),
                name="declining_a_seat_says_why",
            ),
            models.CheckConstraint(condition=~Q(state="removed") | ~Q(reason=""), name="removing_says_why"),
        ]
        indexes = [
            models.Index(fields=["room", "state", "line_key", "number"], name="seat_line"),
            models.Index(fields=["person", "state"], name="seat_of_person"),
            models.Index(fields=["expires_at"], condition=Q(state="offered"), name="seat_offers"),
            models.Index(fields=["decided_by"], condition=~Q(decided_by=None), name="seat_decided"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}→{self.room_id} {self.state}"

    @property
    def is_holding(self) -> bool:
        return self.state in self.HOLDING

    @property
    def is_self_excused(self) -> bool:
        """Whether it ended by an excuse of whoever had it; one may have excused oneself, come back, and given it up."""
        return self.excused_at is not None and self.excused_at == self.changed_at

    @property
    def is_living(self) -> bool:
        return self.state in self.LIVING

    def ahead(self) -> Q:
        """The condition of seats that come before this one in a line: the order of `in_line`."""
        earlier = Q(line_key__lt=self.line_key) | Q(line_key=self.line_key, number__lt=self.number)
        return earlier & Q(state=Seat.State.WAITLISTED)
