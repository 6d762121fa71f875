from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from guildhouse.harvest import actions
from guildhouse.harvest.invariants import violations
from guildhouse.harvest.models import Card, Commitment, Outcome, Recognition, Reflection
from guildhouse.harvest.tests.harvesting import dropped, during, evening
from guildhouse.history.actors import Actor
from guildhouse.kit import clock
from guildhouse.rooms.models import Room
from guildhouse.rooms.tests.rooming import member
from guildhouse.testing.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def room(cast: Cast) -> Room:
    """A room with one of everything."""
    room = evening(cast)
    dropped(room, cast.bo, "question", "How tight?")
    kept = dropped(room, cast.bo, "commitment", "Warp it")
    with clock.at(during(room)):
        actions.tell(kept.commitment, value="applied", actor=Actor(cast.bo))
        actions.reflect(room, takes="Slower.", tries="A shed", actor=Actor(cast.bo))
        actions.try_out(room, actor=Actor(cast.bo))
        actions.recognise(room, to=cast.ana, text="You held it.", actor=Actor(cast.bo))
    return room


def test_a_house_in_order_has_nothing_to_say(room: Room):
    assert list(violations()) == []


def test_each_thing_that_must_not_be_is_told(cast: Cast, room: Room):
    flo = member(cast.weavers, "Flo")
    card, question = Card.objects.get(text="Warp it"), Card.objects.get(kind="question").question
    type(question).objects.filter(pk=question.pk).update(community=cast.glass)
    Commitment.objects.filter(card=card).update(owner=flo)
    Card.objects.filter(text="A shed").update(became=[], author=cast.ana)
    Reflection.objects.update(person=flo)
    Recognition.objects.update(to=flo)
    told = "\n".join(violations())
    for said in (
        "of another community",
        "who was not in its room",
        "told by somebody who did not take it on",
        "the card does not say so",
        "Reflection",
        "Recognition",
        "leads to a card of somebody else",
    ):
        assert said in told
    Outcome.objects.all().delete()
    Commitment.objects.filter(card__text="A shed").delete()
    Room.objects.filter(pk=room.pk).update(
        state=Room.State.PUBLISHED,
        starts_at=room.starts_at + timedelta(days=1),
        ends_at=room.ends_at + timedelta(days=1),
    )
    told = "\n".join(violations())
    for said in ("is done, and", "its commitment says otherwise", "which has not begun"):
        assert said in told


@pytest.mark.parametrize(
    "wrong",
    [
        lambda cast, room: Card.objects.filter(kind="question").update(kind="term"),
        lambda cast, room: Card.objects.update(text=""),
        lambda cast, room: Reflection.objects.create(room=room, person=cast.bo, takes="x", at=room.ends_at),
        lambda cast, room: Reflection.objects.create(room=room, person=cast.ana, at=room.ends_at),
        lambda cast, room: Recognition.objects.update(to=cast.bo),
        lambda cast, room: Commitment.objects.filter(state="done").update(ask_at=room.ends_at),
    ],
)
def test_the_database_itself_forbids_what_must_never_be(cast: Cast, room: Room, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        wrong(cast, room)
