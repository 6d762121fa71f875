from datetime import timedelta

import pytest

from guildhouse.harvest import actions, queries
from guildhouse.harvest.models import Card, Reflection
from guildhouse.harvest.tests.harvesting import during, evening, over
from guildhouse.history.actors import Actor
from guildhouse.kit import clock
from guildhouse.kit.rules import Refused
from guildhouse.people.models import Person
from guildhouse.rooms.models import Room
from guildhouse.rooms.tests.rooming import fact_count, member
from guildhouse.testing.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def room(cast: Cast) -> Room:
    return evening(cast)


def reflected(room: Room, person: Person, **said) -> Reflection:
    with clock.at(during(room)):
        return actions.reflect(room, actor=Actor(person), **said)


def test_one_looks_back_once_and_the_last_answer_counts(cast: Cast, room: Room):
    reflected(room, cast.bo, takes="Slower is faster.", worth="yes")
    reflected(room, cast.bo, takes="Slower is faster.", tries="A wider shed", worth="partly")
    mine = Reflection.objects.get()
    assert (mine.takes, mine.tries, mine.worth, mine.shared_at) == (
        "Slower is faster.",
        "A wider shed",
        "partly",
        None,
    )
    before = fact_count()
    reflected(room, cast.bo, takes="Slower is faster.", tries="A wider shed", worth="partly")
    assert fact_count() == before


def test_there_is_something_to_keep(cast: Cast, room: Room):
    with pytest.raises(Refused) as refused:
        reflected(room, cast.bo)
    assert refused.value.code == "text"


def test_only_those_with_a_seat_look_back_not_even_hosts_without_one(cast: Cast, room: Room):
    for person in (member(cast.weavers, "Flo"), cast.cy):
        with pytest.raises(Refused) as refused:
            reflected(room, person, worth="yes")
        assert refused.value.code == "not_there"


def test_two_weeks_later_it_is_too_late(cast: Cast, room: Room):
    room = over(room)
    with clock.at(room.ends_at + timedelta(days=15)), pytest.raises(Refused) as refused:
        actions.reflect(room, worth="yes", actor=cast.actor("bo"))
    assert refused.value.code == "too_late"


def test_what_one_wrote_is_read_by_others_only_when_one_shares_it(cast: Cast, room: Room):
    reflected(room, cast.bo, takes="Slower is faster.")
    assert queries.reflections_shared(room) == []
    reflected(room, cast.bo, takes="Slower is faster.", shared=True)
    assert [one.takes for one in queries.reflections_shared(room)] == ["Slower is faster."]
    reflected(room, cast.bo, takes="Slower is faster.")
    assert queries.reflections_shared(room) == []


def test_what_one_will_try_becomes_a_commitment_in_one_tap(cast: Cast, room: Room):
    reflected(room, cast.bo, tries="A wider shed")
    with clock.at(during(room)):
        card = actions.try_out(room, actor=cast.actor("bo"))
        assert actions.try_out(room, actor=cast.actor("bo")) == card
    assert (card.kind, card.text, card.commitment.owner) == ("commitment", "A wider shed", cast.bo)
    assert Reflection.objects.get().card == card
    assert Card.objects.count() == 1


def test_hosts_see_how_many_found_it_worth_their_time_from_five_answers_on(cast: Cast):
    people = [member(cast.weavers, f"M{number}") for number in range(4)]
    room = evening(cast, *people)
    for person in people:
        reflected(room, person, worth="yes")
    from guildhouse.harvest import policy
    from guildhouse.rooms.queries import viewer

    ana, bo = viewer(cast.ana, room), viewer(cast.bo, room)
    assert not policy.may_count(ana, sum(queries.worth_of(room).values()))
    reflected(room, cast.bo, worth="no")
    assert queries.worth_of(room) == {"no": 1, "yes": 4}
    assert policy.may_count(ana, 5)
    assert not policy.may_count(bo, 5)
