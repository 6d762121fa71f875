from datetime import timedelta

import pytest

from guildhouse.harvest import actions
from guildhouse.harvest.models import Card, Commitment, Recognition, Reflection, Wording
from guildhouse.harvest.retention import CLASSES
from guildhouse.harvest.tests.harvesting import dropped, during, evening
from guildhouse.history.actors import Actor
from guildhouse.kit import clock
from guildhouse.rooms.models import Room
from guildhouse.testing.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def room(cast: Cast) -> Room:
    """A room with one of everything that passes, and of what stays."""
    room = evening(cast)
    card = dropped(room, cast.bo)
    kept = dropped(room, cast.bo, "commitment", "Warp it")
    with clock.at(during(room)):
        actions.correct(card, text="Slower is faster.", actor=Actor(cast.bo))
        actions.let_go(kept.commitment, word="No time.", actor=Actor(cast.bo))
        actions.reflect(room, takes="Slower.", actor=Actor(cast.bo))
        for text, answer in (("One", actions.keep), ("Two", actions.turn_down), ("Three", None)):
            given = actions.recognise(room, to=cast.ana, text=text, actor=Actor(cast.bo))
            if answer:
                answer(given, actor=Actor(cast.ana))
    return room


def forget(room: Room, days: int) -> int:
    """Let go of what is a year old, so many days after the room."""
    before = during(room) + timedelta(days=days - 365)
    return sum(one.forget(before, 100) for one in CLASSES)


def test_what_people_wrote_for_themselves_goes_after_a_year_and_cards_stay(room: Room):
    assert forget(room, 364) == 0
    assert forget(room, 366) == 5
    assert (Reflection.objects.count(), Wording.objects.count()) == (0, 0)
    assert list(Recognition.objects.values_list("text", flat=True)) == ["One"]
    assert Commitment.objects.get().word == ""
    assert Card.objects.count() == 2


def test_what_its_owner_shares_stays(cast: Cast, room: Room):
    actions.share_answer(Commitment.objects.get(), shared=True, actor=Actor(cast.bo))
    forget(room, 366)
    assert Commitment.objects.get().word == "No time."
