from datetime import datetime, timedelta

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from guildhouse.communities.models import Community, Office
from guildhouse.kit.ids import public_id
from guildhouse.people.models import Person
from guildhouse.rooms.models.plan import Plan

# Their length is a number of minutes of sixteen bits.
LONGER_THAN_ANY = timedelta(minutes=2**15)


class RoomQuerySet(models.QuerySet["Room"]):
    def visible_to(self, person: Person | None) -> "RoomQuerySet":
        """Rooms the person (or None, somebody signed out) may know of; never wider than their community."""
        published = ~Q(state=Room.State.DRAFT)
        public = Q(community__visibility=Community.Visibility.PUBLIC)
        if person is None:
            return self.filter(published & public)
        members = Q(community__in=person.memberships.living().values("community"))
        blocked = Q(community__in=person.blocks.in_force().values("community"))
        left = Q(community__in=person.memberships.exclude(ended_at=None).values("community"))
        living = Q(pk__in=person.seats.living().values("room"))
        seated = (living | (Q(pk__in=person.seats.involving().values("room")) & ~left)) & ~blocked
        hosting = Q(pk__in=person.hosted.values("room")) & members
        convening = Q(
            community__in=person.offices.held().filter(kind=Office.Kind.CONVENER).values("community")
        )
        return self.filter((published & (public | members | seated)) | hosting | convening)

    def upcoming(self, at: datetime) -> "RoomQuerySet":
        """Rooms that are still to come or under way."""
        return self.filter(ends_at__gt=at, state__in=Room.AHEAD)

    def not_over(self, at: datetime) -> "RoomQuerySet":
        """Rooms that end after this moment, found by when they begin: in the order in which they are shown."""
        return self.filter(ends_at__gt=at, starts_at__gt=at - LONGER_THAN_ANY)

    def open_to_requests(self, at: datetime) -> "RoomQuerySet":
        """Rooms one can still ask a seat in."""
        return self.filter(starts_at__gt=at, state=Room.State.PUBLISHED)


class Room(Plan):
    """One concrete practice session of a community."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("open to requests")
        CLOSED = "closed", _("closed to requests")
        LIVE = "live", _("under way")
        HELD = "held", _("held")
        CANCELLED = "cancelled", _("cancelled")
        LAPSED = "lapsed", _("lapsed")

    AHEAD = (State.PUBLISHED, State.CLOSED, State.LIVE)
    SEATABLE = (State.PUBLISHED, State.CLOSED)

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    community = models.ForeignKey(Community, models.PROTECT, related_name="rooms")
    series = models.ForeignKey("rooms.Series", models.SET_NULL, null=True, related_name="rooms")
    occurrence_on = models.DateField(null=True)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    wall_date = models.DateField(_("day"))
    wall_time = models.TimeField(_("time"))
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    held = models.PositiveIntegerField(default=0)
    waiting = models.PositiveIntegerField(default=0)
    next_number = models.PositiveIntegerField(default=1)
    sequence = models.PositiveIntegerField(default=0)
    published_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField(null=True)
    why_ended = models.TextField(_("why it does not take place"), max_length=1000, blank=True)
    runs_anyway = models.BooleanField(default=False)
    checked = models.PositiveSmallIntegerField(default=0)

    objects = RoomQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(capacity=None) | Q(held__lte=F("capacity")), name="room_not_oversold"
            ),
            models.CheckConstraint(condition=Q(capacity=None) | Q(capacity__gt=0), name="room_has_room"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="room_ends_after_it_starts"),
            models.UniqueConstraint(fields=["series", "occurrence_on"], name="one_room_per_date_of_a_series"),
        ]
        indexes = [
            models.Index(fields=["starts_at", "id"], name="room_by_start"),
            models.Index(fields=["community", "starts_at", "id"], name="room_of_community"),
            models.Index(fields=["state", "starts_at"], name="room_by_state"),
            models.Index(fields=["ends_at", "state"], name="room_by_end"),
            models.Index(fields=["state", "ends_at"], name="room_by_state_and_end"),
            models.Index(fields=["community", "ends_at", "state"], name="room_of_community_by_end"),
        ]

    def __str__(self) -> str:
        return self.purpose

    @property
    def cutoff_at(self) -> datetime:
        """After this nobody is promoted who did not ask for short notice."""
        return self.starts_at - timedelta(minutes=self.cutoff_minutes)

    def has_started(self, at: datetime) -> bool:
        return at >= self.starts_at

    @property
    def is_full(self) -> bool:
        return self.capacity is not None and self.held >= self.capacity


class RoomRole(models.Model):
    """A role people can hold a seat in, with its own limit inside the room's."""

    OBSERVER = "observer"  # the key of those who only watch, in rooms that welcome them

    room = models.ForeignKey(Room, models.CASCADE, related_name="roles")
    key = models.SlugField(max_length=40)
    capacity = models.PositiveIntegerField(_("most people in this role"), null=True, blank=True)
    minimum = models.PositiveIntegerField(_("fewest people in this role"), default=0)
    held = models.PositiveIntegerField(default=0)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["room", "key"], name="one_role_of_a_key"),
            models.CheckConstraint(
                condition=Q(capacity=None) | Q(held__lte=F("capacity")), name="role_not_oversold"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.room_id}:{self.key}"

    @property
    def is_full(self) -> bool:
        return self.capacity is not None and self.held >= self.capacity


class Host(models.Model):
    """Somebody who answers for a room; they may also hold a seat in it."""

    room = models.ForeignKey(Room, models.CASCADE, related_name="hosts")
    person = models.ForeignKey(Person, models.CASCADE, related_name="hosted")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["room", "person"], name="one_host_row_each")]

    def __str__(self) -> str:
        return f"{self.person_id} hosts {self.room_id}"
