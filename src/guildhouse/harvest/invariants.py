"""What must always be true of what rooms leave behind, asked of the rows as they are; nothing here writes."""

from collections.abc import Iterator

from django.db.models import Exists, F, OuterRef, Q

from guildhouse.harvest.models import Card, Commitment, Outcome, Recognition, Reflection
from guildhouse.rooms.models import Host, Room, Seat
from guildhouse.rooms.policy import EARLIEST_CHECK_IN

MOST_EACH = 50
NEVER_BEGAN = (Room.State.DRAFT, *Room.SEATABLE)


def violations() -> Iterator[str]:
    """One sentence, with ids, for each thing about harvests that should never be so; nothing when all is well."""
    yield from _cards()
    yield from _commitments()
    yield from _people()


def _cards() -> Iterator[str]:
    early = Card.objects.filter(
        # A room whose time was moved since may have been open when the card was left.
        Q(room__changed_at=None) | Q(room__changed_at__lte=F("at")),
        room__state__in=NEVER_BEGAN,
        room__starts_at__gt=F("at") + EARLIEST_CHECK_IN,
    )
    for pk, room in early.order_by("pk").values_list("pk", "room")[:MOST_EACH]:
        yield f"Card {pk} was left by room {room}, which has not begun."
    elsewhere = Card.objects.exclude(question=None).exclude(question__community=F("room__community"))
    for pk, question in elsewhere.order_by("pk").values_list("pk", "question")[:MOST_EACH]:
        yield f"Card {pk} is question {question} of another community."
    bare = Card.objects.filter(
        Q(kind="commitment", commitment=None) | ~Q(kind="commitment") & ~Q(commitment=None)
    )
    for pk, kind in bare.order_by("pk").values_list("pk", "kind")[:MOST_EACH]:
        yield f"Card {pk} is a {kind}, and its commitment says otherwise."
    made = Card.objects.exclude(question=None, commitment=None).filter(became=[])
    for pk in made.order_by("pk").values_list("pk", flat=True)[:MOST_EACH]:
        yield f"Something was made of card {pk}, and the card does not say so."


def _commitments() -> Iterator[str]:
    room = {"room": OuterRef("card__room")}
    owner = {"person": OuterRef("owner"), **room}
    there = Exists(Seat.objects.filter(**owner)) | Exists(Host.objects.filter(**owner))
    # A year later it is forgotten who had a seat.
    known = Exists(Seat.objects.filter(**room))
    strangers = Commitment.objects.filter(known).exclude(there).exclude(owner=F("card__author"))
    for pk, person in strangers.order_by("pk").values_list("pk", "owner")[:MOST_EACH]:
        yield f"Commitment {pk} is person {person}'s, who was not in its room."
    done = Q(outcome=None, state="done") | ~Q(outcome=None) & ~Q(state="done")
    for pk, state in Commitment.objects.filter(done).order_by("pk").values_list("pk", "state")[:MOST_EACH]:
        yield f"Commitment {pk} is {state}, and what came of it says otherwise."
    others = Outcome.objects.exclude(person=F("commitment__owner"))
    for pk in others.order_by("pk").values_list("pk", flat=True)[:MOST_EACH]:
        yield f"Outcome {pk} is told by somebody who did not take it on."


def _people() -> Iterator[str]:
    seats = Seat.objects.filter(room=OuterRef("room"))
    for model, name in ((Reflection, "person"), (Recognition, "to")):
        there = Exists(seats.filter(person=OuterRef(name)))
        hosts = Exists(Host.objects.filter(room=OuterRef("room"), person=OuterRef(name)))
        strangers = model._default_manager.filter(Exists(seats)).exclude(there).exclude(hosts)
        for pk, person in strangers.order_by("pk").values_list("pk", name)[:MOST_EACH]:
            yield f"{model.__name__} {pk} is of person {person}, who was not in its room."
    stood = Reflection.objects.exclude(card=None).exclude(card__author=F("person"))
    for pk in stood.order_by("pk").values_list("pk", flat=True)[:MOST_EACH]:
        yield f"Reflection {pk} leads to a card of somebody else."
