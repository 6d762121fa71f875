"""What happens at the same moment: each ends well, and nothing is there twice."""

from datetime import timedelta
from functools import partial

from guildhouse.harvest import actions
from guildhouse.harvest.invariants import violations
from guildhouse.harvest.models import Card, Commitment, Recognition, Reflection
from guildhouse.harvest.tests.harvesting import dropped, during, evening, over
from guildhouse.history.actors import SYSTEM, Actor
from guildhouse.history.models import Fact
from guildhouse.kit.rules import Refused
from guildhouse.rooms.tests.scenes import Race, at
from guildhouse.testing.cast import Cast
from guildhouse.testing.races import Outcome

AT_ONCE = 5


def told(kind: str) -> int:
    return Fact.objects.filter(kind=f"harvest.{kind}").count()


def well(outcomes: list[Outcome]) -> bool:
    return not [one for one in outcomes if one.error and not isinstance(one.error, Refused)]


def test_one_looks_back_once_however_often_one_presses(race: Race, cast: Cast):
    room = evening(cast)
    said = {"takes": "Slower is faster.", "worth": "yes", "actor": Actor(cast.bo)}
    outcomes = race(*[at(during(room), actions.reflect, room, **said)] * AT_ONCE)
    assert well(outcomes)
    assert (Reflection.objects.count(), told("reflected")) == (1, 1)


def test_a_card_sent_five_times_at_once_is_one_card_and_one_question(race: Race, cast: Cast):
    room = evening(cast)
    outcomes = race(*[partial(dropped, room, cast.bo, "question", "How tight is tight?")] * AT_ONCE)
    assert well(outcomes)
    assert {one.value for one in outcomes} == {Card.objects.get()}
    assert Fact.objects.filter(kind="communities.question_asked").count() == 1


def test_two_people_with_the_same_question_put_it_on_the_agenda_once(race: Race, cast: Cast):
    room = evening(cast)
    outcomes = race(*(partial(dropped, room, who, "question", "How tight?") for who in (cast.ana, cast.bo)))
    assert well(outcomes)
    assert Card.objects.count() == 2
    assert len(set(Card.objects.values_list("question", flat=True))) == 1


def test_thanks_are_let_be_seen_once_however_often_one_presses(race: Race, cast: Cast):
    room = evening(cast)
    given = at(
        during(room), actions.recognise, room, to=cast.ana, text="You held it.", actor=Actor(cast.bo)
    )()
    outcomes = race(*[partial(actions.show, given, to="room", actor=Actor(cast.ana))] * AT_ONCE)
    assert well(outcomes)
    assert (Recognition.objects.get().state, told("recognition_shown")) == ("room", 1)


def test_thanks_taken_away_while_they_are_let_be_seen_are_gone(race: Race, cast: Cast):
    room = evening(cast)
    given = at(
        during(room), actions.recognise, room, to=cast.ana, text="You held it.", actor=Actor(cast.bo)
    )()
    outcomes = race(
        partial(actions.show, given, to="room", actor=Actor(cast.ana)),
        partial(actions.withdraw, given, actor=Actor(cast.bo)),
        partial(actions.withdraw, given, actor=Actor(cast.ana)),
    )
    assert well(outcomes)
    assert (Recognition.objects.count(), told("recognition_taken_back")) == (0, 1)


def test_two_workers_ask_once_what_came_of_it(race: Race, cast: Cast):
    room = over(evening(cast))
    commitment = Commitment.objects.get(card=dropped(room, cast.bo, "commitment", "Warp it"))
    late = room.ends_at + timedelta(days=20)
    outcomes = race(*[at(late, actions.ask_back, commitment, actor=SYSTEM)] * 3)
    assert sorted(bool(one.value) for one in outcomes) == [False, False, True]
    assert told("asked_back") == 1


def test_a_commitment_taken_on_and_declined_at_once_is_one_of_the_two(race: Race, cast: Cast):
    room = evening(cast)
    commitment = dropped(room, cast.ana, "commitment", "Warp it", owner=cast.bo).commitment
    outcomes = race(
        partial(actions.accept, commitment, actor=Actor(cast.bo)),
        partial(actions.decline, commitment, actor=Actor(cast.bo)),
    )
    assert well(outcomes)
    assert told("commitment_accepted") + told("commitment_declined") == 1
    assert list(violations()) == []
