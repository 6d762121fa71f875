from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guildhouse.communities.models import Membership
from guildhouse.harvest.models.card import ONE_LINE, were_there
from guildhouse.kit.ids import public_id
from guildhouse.people.models import Person
from guildhouse.rooms.models import Room


class RecognitionQuerySet(models.QuerySet["Recognition"]):
    def visible_to(self, person: Person | None) -> "RecognitionQuerySet":
        """Words of thanks the person reads: to them, from them, and those the thanked let be seen where they are."""
        if person is None:
            return self.none()
        here = Q(room__community__in=Membership.objects.living().filter(person=person).values("community"))
        among = were_there(person, here) | (Q(room__in=person.hosted.values("room")) & here)
        shown = Q(state=Recognition.State.ROOM) & among
        shown |= Q(state=Recognition.State.COMMUNITY) & (among | here)
        blocked = Q(room__community__in=person.blocks.in_force().values("community"))
        seen = Exists(Room.objects.visible_to(person).order_by().filter(pk=OuterRef("room")))
        return self.filter(Q(to=person) | Q(by=person) | shown, seen).exclude(blocked)


class Recognition(models.Model):
    """One person thanks another for something they did in a room; the other sees it first, and says who else does."""

    class State(models.TextChoices):
        GIVEN = "given", pgettext_lazy("word of thanks", "not answered yet")
        KEPT = "kept", pgettext_lazy("word of thanks", "kept for oneself")
        ROOM = "room", pgettext_lazy("word of thanks", "seen by those of the room")
        COMMUNITY = "community", pgettext_lazy("word of thanks", "seen by the community")
        DECLINED = "declined", pgettext_lazy("word of thanks", "declined")

    SHOWN = (State.ROOM, State.COMMUNITY)

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    room = models.ForeignKey(Room, models.CASCADE, related_name="recognitions")
    by = models.ForeignKey(Person, models.CASCADE, related_name="thanks_given")
    to = models.ForeignKey(Person, models.CASCADE, related_name="thanks_received")
    text = models.CharField(_("what they did, in a sentence"), max_length=ONE_LINE)
    # Which step of the room's format, counted from 0, and which of its roles they had.
    step = models.PositiveSmallIntegerField(null=True)
    role = models.SlugField(max_length=40, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.GIVEN)
    at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    objects = RecognitionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(by=F("to")), name="nobody_thanks_themselves"),
            models.CheckConstraint(condition=~Q(text=""), name="thanks_say_what_for"),
            models.UniqueConstraint(fields=["room", "by", "to", "text"], name="nobody_thanks_twice_alike"),
        ]
        indexes = [models.Index(fields=["room", "state", "id"], name="recognition_of_room")]

    def __str__(self) -> str:
        return f"{self.by_id} thanks {self.to_id}"

    def state_for(self, person: Person | None) -> str:
        """The answer as far as somebody knows of it: all of it whoever is thanked, others that it may be seen."""
        is_theirs = person is not None and person.pk == self.to_id
        return self.state if is_theirs or self.state in self.SHOWN else self.State.GIVEN
