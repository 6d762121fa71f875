from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import pgettext_lazy

from guildhouse.communities.models import Office, Question
from guildhouse.kit.ids import public_id
from guildhouse.people.models import Person
from guildhouse.rooms.models import Room, Seat

ONE_LINE = 300


def were_there(person: Person, members: Q) -> Q:
    """The condition of what was left by rooms the person had a seat in, unless they left the community since.

    `members` is the condition of what is of communities they belong to. The rule is `rooms.queries.has_left`.
    """
    seats = person.seats.filter(state__in=Seat.COMING)
    since = person.memberships.filter(
        community=OuterRef("room__community"), ended_at__gt=OuterRef("asked_at")
    )
    stayed = seats.filter(~Exists(since))
    return Q(room__in=stayed.values("room")) | (Q(room__in=seats.values("room")) & members)


class CardQuerySet(models.QuerySet["Card"]):
    def visible_to(self, person: Person | None) -> "CardQuerySet":
        """Cards the person reads: of rooms they were in or host, their own, and those shared with their community."""
        if person is None:
            return self.none()
        members = Q(room__community__in=person.memberships.living().values("community"))
        convening = person.offices.held().filter(kind=Office.Kind.CONVENER).values("community")
        reads = (
            Q(author=person)
            | Q(commitment__owner=person)
            | were_there(person, members)
            | (Q(room__in=person.hosted.values("room")) & members)
            | Q(room__community__in=convening)
            | (Q(shared_at__isnull=False) & members)
        )
        blocked = Q(room__community__in=person.blocks.in_force().values("community"))
        # Asked of each card's own room: as a list it would hold all rooms the person may know of.
        seen = Exists(Room.objects.visible_to(person).order_by().filter(pk=OuterRef("room")))
        return self.filter(reads, seen).exclude(blocked)

    def shared(self) -> "CardQuerySet":
        """Cards the members of the community read, wherever they were."""
        return self.filter(shared_at__isnull=False)


class Card(models.Model):
    """One line that somebody in a room wants to keep; what is made of it points back to its public id for ever."""

    class Kind(models.TextChoices):
        INSIGHT = "insight", pgettext_lazy("kind of card", "insight")
        TERM = "term", pgettext_lazy("kind of card", "term")
        PITFALL = "pitfall", pgettext_lazy("kind of card", "pitfall")
        DECISION = "decision", pgettext_lazy("kind of card", "decision")
        QUESTION = "question", pgettext_lazy("kind of card", "open question")
        COMMITMENT = "commitment", pgettext_lazy("kind of card", "commitment")

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    room = models.ForeignKey(Room, models.CASCADE, related_name="cards")
    kind = models.CharField(max_length=10, choices=Kind)
    text = models.CharField(max_length=ONE_LINE)
    author = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="cards")
    at = models.DateTimeField()
    corrected_at = models.DateTimeField(null=True)
    from_case = models.BooleanField(default=False)
    shared_at = models.DateTimeField(null=True)
    shared_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    question = models.ForeignKey(Question, models.SET_NULL, null=True, related_name="cards")
    # What was made of it, oldest first: [{"what": "question", "id": "k3v9…"}].
    became = models.JSONField(default=list)

    objects = CardQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="card_says_something"),
            models.CheckConstraint(
                condition=Q(question=None) | Q(kind="question"), name="only_questions_are_on_the_agenda"
            ),
            models.UniqueConstraint(
                fields=["room", "author", "kind", "text"], name="nobody_drops_the_same_words_twice"
            ),
        ]
        indexes = [models.Index(fields=["room", "kind", "id"], name="card_of_room")]

    def __str__(self) -> str:
        return self.text

    @property
    def is_shared(self) -> bool:
        return self.shared_at is not None

    @property
    def is_used(self) -> bool:
        """Whether something was made of it: then it is never deleted. What nobody took on is nothing yet."""
        asked = getattr(self, "commitment", None)
        waits = asked is not None and not asked.was_taken_on
        return any(made["what"] != "commitment" or not waits for made in self.became)


class Wording(models.Model):
    """How a card read before its author corrected it."""

    card = models.ForeignKey(Card, models.CASCADE, related_name="wordings")
    text = models.CharField(max_length=ONE_LINE)
    until = models.DateTimeField()

    def __str__(self) -> str:
        return self.text
