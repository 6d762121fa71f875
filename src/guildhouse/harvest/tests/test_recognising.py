import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from guildhouse.communities import actions as communities
from guildhouse.harvest import actions, needs, queries
from guildhouse.harvest.models import Recognition
from guildhouse.harvest.policy import MOST_CARDS, MOST_LETTERS
from guildhouse.harvest.tests.harvesting import during, evening, over
from guildhouse.history.actors import Actor
from guildhouse.history.models import Fact
from guildhouse.kit import clock
from guildhouse.kit.rules import Refused
from guildhouse.people.models import Person
from guildhouse.rooms.models import Room
from guildhouse.rooms.tests.rooming import fact_count, member
from guildhouse.testing.cast import Cast

pytestmark = pytest.mark.django_db
WHAT = "You asked the one question nobody dared to."


@pytest.fixture
def room(cast: Cast) -> Room:
    return evening(cast, member(cast.weavers, "Eve"))


def thanked(room: Room, by: Person, to: Person, **said) -> Recognition:
    with clock.at(during(room)):
        return actions.recognise(room, to=to, text=WHAT, actor=Actor(by), **said)


def readers(given: Recognition, *people: Person) -> list[str]:
    return [str(one) for one in people if queries.recognitions_of(given.room, one)]


def refusal(act, *arguments, **said) -> str:
    with pytest.raises(Refused) as refused:
        act(*arguments, **said)
    return refused.value.code


def test_the_thanked_reads_it_first_and_says_who_else_does(cast: Cast, room: Room):
    eve, flo = Person.objects.get(name="Eve"), member(cast.weavers, "Flo")
    given = thanked(room, cast.bo, eve, step=1)
    everybody = (cast.ana, cast.bo, eve, flo, cast.cy)
    assert readers(given, *everybody) == ["Bo", "Eve"]
    actions.show(given, to="room", actor=Actor(eve))
    assert readers(given, *everybody) == ["Ana", "Bo", "Eve"]
    actions.show(given, to="community", actor=Actor(eve))
    assert readers(given, *everybody) == ["Ana", "Bo", "Eve", "Flo"]
    actions.keep(given, actor=Actor(eve))
    assert readers(given, *everybody) == ["Bo", "Eve"]
    actions.turn_down(given, actor=Actor(eve))
    assert readers(given, *everybody) == ["Bo"]


@pytest.mark.parametrize("answer", [actions.keep, actions.turn_down])
def test_whoever_thanked_does_not_learn_that_it_was_kept_or_declined(
    cast: Cast, room: Room, client: Client, answer: Callable[..., Recognition]
):
    given = thanked(room, cast.bo, cast.ana)
    client.force_login(cast.bo)
    before = read_by(client, given)
    answer(given, actor=Actor(cast.ana))
    assert read_by(client, given) == before


def read_by(client: Client, given: Recognition) -> list[str]:
    """The pages on which words of thanks stand, without what is drawn anew for each request."""
    paths = (f"/c/weavers/rooms/{given.room.public_id}/harvest/", f"/c/weavers/thanks/{given.public_id}/")
    pages = [client.get(path).content.decode() for path in paths]
    assert all(WHAT in page for page in pages)
    return [re.sub(r'value="[A-Za-z0-9]{64}"', "", page) for page in pages]


def test_it_says_which_step_and_which_role(cast: Cast, room: Room):
    eve = Person.objects.get(name="Eve")
    given = thanked(room, cast.bo, eve, step=1)
    assert (given.step, given.role) == (1, room.seats.get(person=eve).role.key)


def test_thanking_twice_in_the_same_words_is_once(cast: Cast, room: Room):
    given, before = thanked(room, cast.bo, cast.ana), fact_count()
    assert thanked(room, cast.bo, cast.ana) == given
    assert fact_count() == before


def test_nobody_but_the_thanked_says_who_sees_it(cast: Cast, room: Room):
    given = thanked(room, cast.bo, cast.ana)
    for act, said in ((actions.show, {"to": "room"}), (actions.keep, {}), (actions.turn_down, {})):
        assert refusal(act, given, actor=cast.actor("bo"), **said) == "not_thanked"
    assert refusal(actions.withdraw, given, actor=cast.actor("cy")) == "not_yours"


def test_saying_the_same_again_changes_nothing(cast: Cast, room: Room):
    given = thanked(room, cast.bo, cast.ana)
    actions.show(given, to="room", actor=cast.actor("ana"))
    before = fact_count()
    actions.show(given, to="room", actor=cast.actor("ana"))
    assert fact_count() == before


@pytest.mark.parametrize("who", ["ana", "bo"])
def test_either_takes_it_away_altogether(cast: Cast, room: Room, who: str):
    given = thanked(room, cast.bo, cast.ana)
    actions.show(given, to="community", actor=cast.actor("ana"))
    actions.withdraw(given, actor=cast.actor(who))
    assert not Recognition.objects.exists()
    before = fact_count()
    actions.withdraw(given, actor=cast.actor(who))
    assert fact_count() == before
    assert refusal(actions.keep, given, actor=cast.actor("ana")) == "gone"


def test_thanks_go_from_one_in_the_room_to_another(cast: Cast, room: Room):
    flo = member(cast.weavers, "Flo")
    assert refusal(thanked, room, cast.bo, cast.bo) == "oneself"
    assert refusal(thanked, room, cast.bo, flo) == "not_there"
    assert refusal(thanked, room, flo, cast.bo) == "not_there"
    room = over(room)
    with clock.at(room.ends_at + timedelta(days=15)):
        assert refusal(actions.recognise, room, to=cast.ana, text=WHAT, actor=cast.actor("bo")) == "too_late"


def test_history_keeps_none_of_the_words(cast: Cast, room: Room):
    thanked(room, cast.bo, cast.ana)
    fact = Fact.objects.get(kind="harvest.recognised")
    assert (fact.concerns_id, fact.data) == (cast.ana.pk, {"room": room.pk})


def test_today_says_that_somebody_thanks_one_until_it_is_answered(cast: Cast, room: Room):
    given = thanked(room, cast.bo, cast.ana)
    (need,) = needs.needs(cast.ana, during(room))
    assert need.sentence == f"Bo thanks you for something you did in “{room.purpose}”."
    actions.keep(given, actor=cast.actor("ana"))
    assert needs.needs(cast.ana, during(room)) == []


def test_thanks_wait_no_more_for_whoever_was_asked_to_stay_away(cast: Cast, room: Room):
    thanked(room, cast.ana, cast.bo)
    assert len(needs.needs(cast.bo, during(room))) == 1
    communities.block(cast.weavers, cast.bo, reason="Shouted.", actor=cast.actor("ana"))
    assert needs.needs(cast.bo, during(room)) == []


def test_nobody_is_written_to_without_end_because_of_one_room(cast: Cast, room: Room):
    bo = cast.actor("bo")
    with clock.at(during(room)):
        for number in range(MOST_LETTERS):
            given = actions.recognise(room, to=cast.ana, text=f"Thanks {number}", actor=bo)
            actions.withdraw(given, actor=bo)
            asked = {"kind": "commitment", "owner": cast.ana, "actor": bo}
            actions.take_back(actions.drop(room, text=f"Do {number}", **asked), actor=bo)
        with pytest.raises(Refused, match="Speak with them"):
            actions.recognise(room, to=cast.ana, text="Once more", actor=bo)
        with pytest.raises(Refused, match="Speak with them"):
            actions.drop(room, text="Once more", **asked)


def test_nobody_fills_the_page_of_a_room_with_their_cards(cast: Cast, room: Room):
    bo = cast.actor("bo")
    with clock.at(during(room)):
        for number in range(MOST_CARDS):
            actions.drop(room, kind="insight", text=f"Card {number}", actor=bo)
        with pytest.raises(Refused, match="as many cards"):
            actions.drop(room, kind="insight", text="One more", actor=bo)
        actions.reflect(room, tries="Weave less", actor=bo)
        with pytest.raises(Refused, match="as many cards"):
            actions.try_out(room, actor=bo)
        actions.drop(room, kind="insight", text="One of mine", actor=cast.actor("ana"))
