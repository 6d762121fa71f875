"""The small groups of a room, round by round, and what people wish about them."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guildhouse.kit.ids import public_id
from guildhouse.people.models import Person
from guildhouse.rooms.models import Room


class Arrangement(models.Model):
    """That a room has circles: who formed them, by what, and whether its people see them."""

    room = models.OneToOneField(Room, models.CASCADE, related_name="arrangement")
    formed_at = models.DateTimeField()
    formed_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    shown_at = models.DateTimeField(null=True)
    spreads_experience = models.BooleanField(default=False)
    minds_language = models.BooleanField(default=False)
    # What was not found, in codes and numbers: who is concerned is read from the circles themselves.
    unmet = models.JSONField(default=list)
    seed = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"circles of {self.room_id}"


class Round(models.Model):
    """One time that the people of a room divide into circles."""

    MOST = 24

    room = models.ForeignKey(Room, models.CASCADE, related_name="rounds")
    number = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["room", "number"], name="one_round_of_a_number"),
            models.CheckConstraint(condition=Q(number__gte=1), name="rounds_count_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.room_id}:{self.number}"


class Circle(models.Model):
    """A small group inside a room, formed for a round."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="circles")
    number = models.PositiveSmallIntegerField()
    link = models.URLField(_("link of the circle"), max_length=600, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "number"], name="one_circle_of_a_number"),
            models.CheckConstraint(condition=Q(number__gte=1), name="circles_count_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.round_id}:{self.number}"


class CircleMember(models.Model):
    """Somebody in a circle, with the part they begin with; `place` is the number of that part."""

    circle = models.ForeignKey(Circle, models.CASCADE, related_name="members")
    # The round once more, so that the database itself lets nobody be in two circles of it.
    round = models.ForeignKey(Round, models.CASCADE, related_name="members")
    person = models.ForeignKey(Person, models.CASCADE, related_name="circles")
    role = models.SlugField(max_length=40, blank=True)
    place = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "person"], name="one_circle_a_round"),
            models.UniqueConstraint(fields=["circle", "place"], name="one_place_in_a_circle"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.circle_id}"


class WishQuerySet(models.QuerySet["Wish"]):
    def for_room(self, room: Room) -> "WishQuerySet":
        """What is to be heeded in this room: what was asked for it, and for every room of its community."""
        everywhere = Q(everywhere=True, room__community=room.community_id)
        return self.filter(Q(room=room) | everywhere)


class Wish(models.Model):
    """That two people be apart, or together once; told in confidence to the hosts of a room."""

    class Kind(models.TextChoices):
        APART = "apart", pgettext_lazy("two people in circles", "apart in every round")
        TOGETHER = "together", pgettext_lazy("two people in circles", "together in one round")

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    room = models.ForeignKey(Room, models.CASCADE, related_name="wishes")
    kind = models.CharField(max_length=10, choices=Kind)
    one = models.ForeignKey(Person, models.CASCADE, related_name="+")
    other = models.ForeignKey(Person, models.CASCADE, related_name="+")
    everywhere = models.BooleanField(_("also in later rooms of this community"), default=False)
    asked_by = models.ForeignKey(Person, models.CASCADE, related_name="+")
    asked_at = models.DateTimeField()

    objects = WishQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["room", "one", "other", "kind", "asked_by"], name="a_wish_is_asked_once"
            ),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="a_wish_is_about_two_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.one_id} {self.kind} {self.other_id}"
