"""What can be asked about what rooms leave behind; every list has an end, and none asks more for more rows."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from guildhouse.communities.models import Community, Question
from guildhouse.harvest.models import Card, Commitment, Recognition, Reflection
from guildhouse.harvest.models.card import CardQuerySet
from guildhouse.kit.prepared import prepared
from guildhouse.people.models import Person
from guildhouse.rooms.models import Host, Room, Seat

MOST_CARDS = 200
MOST_BEFORE = 30
LATELY = 50  # rooms of a community among which the last time of a room without a series is looked for
MOST_SHARED = 100
LOOKED_BACK_AT = (Card.Kind.COMMITMENT, Card.Kind.DECISION, Card.Kind.QUESTION)


@dataclass(frozen=True, slots=True)
class LookBack:
    """What the last time left to look back on: the room, and its cards as far as this person reads them."""

    room: Room
    cards: list[Card]


def cards_of(room: Room, person: Person | None) -> list[Card]:
    """The cards of a room this person reads, oldest first, at most two hundred; one query."""
    cards = Card.objects.visible_to(person).filter(room=room)
    return list(_whole(cards).order_by("at", "pk")[:MOST_CARDS])


def card_of(community: Community, public_id: str, person: Person | None) -> Card | None:
    """One card of this community, if the person reads it."""
    found = _whole(Card.objects.visible_to(person)).filter(room__community=community, public_id=public_id)
    return found.select_related("room__community", "room__series").first()


def shared_in(community: Community, person: Person | None, kind: str = "") -> list[Card]:
    """What rooms left to everybody in a community, latest first, at most a hundred; one query."""
    cards = Card.objects.visible_to(person).shared().filter(room__community=community)
    found = _whole(cards.filter(kind=kind) if kind else cards).select_related("room")
    return list(found.order_by("-shared_at", "-pk")[:MOST_SHARED])


def kinds_in(community: Community, person: Person | None) -> dict[str, int]:
    """How many cards of each kind rooms left to everybody in a community; one query."""
    cards = Card.objects.visible_to(person).shared().filter(room__community=community)
    return dict(cards.order_by("kind").values_list("kind").annotate(Count("pk")))


def of_question(question: Question, person: Person | None) -> list[Card]:
    """The cards from which a question of the learning agenda came, as far as the person reads them; one query."""
    cards = Card.objects.visible_to(person).filter(question=question).select_related("room__community")
    return list(cards.order_by("at", "pk")[:MOST_BEFORE])


def look_back(room: Room, person: Person | None) -> LookBack | None:
    """What to begin with: the commitments, decisions and questions of the last time that left any.

    In one query; None where nothing was left that this person reads.
    """
    if person is None:
        return None
    earlier = Card.objects.visible_to(person).filter(_of_times_before(room), kind__in=LOOKED_BACK_AT)
    rows = list(
        _whole(earlier)
        .select_related("room__community")
        .order_by("-room__starts_at", "-room", "at", "pk")[:MOST_BEFORE]
    )
    return (
        LookBack(rows[0].room, [card for card in rows if card.room_id == rows[0].room_id]) if rows else None
    )


def _of_times_before(room: Room) -> Q:
    """The condition of cards of earlier dates of the series, or of earlier rooms with the purpose of one without."""
    held = Room.objects.filter(starts_at__lt=room.starts_at, state=Room.State.HELD)
    if room.series_id is not None:
        return Q(room__in=held.filter(series=room.series_id).values("pk"))
    lately = held.filter(community=room.community_id).order_by("-starts_at", "-pk")
    return Q(room__in=lately.values("pk")[:LATELY], room__purpose=room.purpose)


def recognitions_of(room: Room, person: Person | None) -> list[Recognition]:
    """The words of thanks of a room this person reads, oldest first; one query.

    What is declined is gone from sight but for whoever wrote it, who is not to learn of it.
    """
    declined = Q(state=Recognition.State.DECLINED) & ~Q(by=person)
    seen = Recognition.objects.visible_to(person).filter(room=room).exclude(declined)
    return list(seen.select_related("by", "to", "room").order_by("at", "pk")[:MOST_CARDS])


def recognition_of(community: Community, public_id: str, person: Person | None) -> Recognition | None:
    """One word of thanks of this community, if the person reads it."""
    found = Recognition.objects.visible_to(person).filter(room__community=community, public_id=public_id)
    return found.select_related("by", "to", "room__community").first()


def my_reflection(room: Room, person: Person | None) -> Reflection | None:
    """What one wrote oneself in the two minutes at the end of a room."""
    if person is None:
        return None
    return Reflection.objects.filter(room=room, person=person).select_related("card").first()


def reflections_shared(room: Room) -> list[Reflection]:
    """What people let the others of a room read; for those who were there."""
    shared = Reflection.objects.shared().filter(room=room).exclude(takes="", tries="")
    return list(shared.select_related("person").order_by("at", "pk")[:MOST_CARDS])


def worth_of(room: Room) -> dict[str, int]:
    """How many answered what to “was it worth the time”; whether anybody is shown it is the policy's to say."""
    said = Reflection.objects.filter(room=room).exclude(worth="")
    return dict(said.order_by("worth").values_list("worth").annotate(Count("pk")))


def people_of(room: Room, *, but: Person | None = None) -> list[Person]:
    """Those with a seat in the room, and its named hosts, by name; one query."""
    seated = Seat.objects.filter(room=room, state__in=Seat.COMING).values("person")
    found = Person.objects.living().filter(
        Q(pk__in=seated) | Q(pk__in=Host.objects.filter(room=room).values("person"))
    )
    return list(found.exclude(pk=but.pk if but else 0).order_by("name", "pk"))


@prepared
def cards_waiting(person: int) -> QuerySet[Card]:
    """The cards on which somebody took something on or is asked to, as far as they read them, next due first."""
    mine = Card.objects.visible_to(Person(pk=person)).filter(
        commitment__owner=person, commitment__state__in=Commitment.LIVING
    )
    found = mine.select_related("commitment", "room__community", "author")
    return found.order_by("commitment__due_on", "pk")[:MOST_BEFORE]


@prepared
def thanks_waiting(person: int) -> QuerySet[Recognition]:
    """Words of thanks to somebody who has not said yet who sees them; one query."""
    given = Recognition.objects.visible_to(Person(pk=person)).filter(to=person, state=Recognition.State.GIVEN)
    return given.select_related("room__community", "by").order_by("at", "pk")[:MOST_BEFORE]


def _whole(cards: CardQuerySet) -> CardQuerySet:
    """Cards with everything a page says of them."""
    return cards.select_related("author", "question", "commitment__owner", "commitment__outcome")
