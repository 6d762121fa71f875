from datetime import date, timedelta

import pytest

from guildhouse.communities import actions as communities
from guildhouse.harvest import actions, needs, presenting, queries, tasks
from guildhouse.harvest.models import Card, Commitment, Outcome
from guildhouse.harvest.tests.harvesting import dropped, during, evening, over
from guildhouse.history.actors import Actor
from guildhouse.history.models import Fact
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


def taken_on(room: Room, by: Person, owner: Person | None = None, **said) -> Commitment:
    card = dropped(room, by, "commitment", "Warp the small loom", owner=owner, **said)
    return Commitment.objects.get(card=card)


def refusal(act, *arguments, **said) -> str:
    with pytest.raises(Refused) as refused:
        act(*arguments, **said)
    return refused.value.code


def state_of(commitment: Commitment) -> str:
    return Commitment.objects.get(pk=commitment.pk).state


def told(commitment: Commitment, person: Person | None) -> presenting.Answer:
    card = Card.objects.select_related("commitment__owner", "commitment__outcome").get(pk=commitment.card_id)
    return presenting.answer_of(card.commitment, person)


def test_somebody_else_named_is_asked_and_takes_it_on(cast: Cast, room: Room):
    commitment = taken_on(room, cast.ana, cast.bo)
    assert (commitment.owner, commitment.state) == (cast.bo, "asked")
    assert refusal(actions.accept, commitment, actor=cast.actor("ana")) == "not_owner"
    actions.accept(commitment, actor=cast.actor("bo"))
    before = fact_count()
    actions.accept(commitment, actor=cast.actor("bo"))
    assert (state_of(commitment), fact_count()) == ("open", before)


def test_somebody_else_named_may_say_no(cast: Cast, room: Room):
    commitment = taken_on(room, cast.ana, cast.bo)
    actions.decline(commitment, word="No loom.", actor=cast.actor("bo"))
    assert state_of(commitment) == "declined"
    assert (told(commitment, cast.ana).words, told(commitment, cast.ana).text) == ("not taken on", "No loom.")
    others = told(commitment, member(cast.weavers, "Flo"))
    assert (others.words, others.text) == ("not taken on", "")
    assert refusal(actions.accept, commitment, actor=cast.actor("bo")) == "decided"
    assert refusal(actions.tell, commitment, value="applied", actor=cast.actor("bo")) == "declined"


def test_whoever_asked_takes_on_themselves_what_the_other_did_not(cast: Cast, room: Room):
    commitment = taken_on(room, cast.ana, cast.bo)
    assert refusal(actions.take_over, commitment, actor=cast.actor("ana")) == "decided"
    actions.decline(commitment, actor=cast.actor("bo"))
    assert refusal(actions.take_over, commitment, actor=cast.actor("bo")) == "not_author"
    with clock.at(during(room)):
        actions.take_over(commitment, actor=cast.actor("ana"))
        before = fact_count()
        actions.take_over(commitment, actor=cast.actor("ana"))
    taken = Commitment.objects.get()
    assert (taken.owner, taken.state, fact_count()) == (cast.ana, "open", before)


def test_nobody_is_named_who_is_not_in_the_room(cast: Cast, room: Room):
    assert refusal(taken_on, room, cast.bo, member(cast.weavers, "Flo")) == "not_there"
    assert not Card.objects.exists()


def test_a_day_that_is_over_or_far_away_is_refused(cast: Cast, room: Room):
    assert refusal(taken_on, room, cast.bo, due_on=date(2027, 3, 9)) == "past"
    assert refusal(taken_on, room, cast.bo, due_on=date(2030, 1, 1)) == "too_far"
    assert taken_on(room, cast.bo, due_on=date(2027, 3, 10)).due_on == date(2027, 3, 10)


@pytest.mark.parametrize("value", ["applied", "realised"])
def test_its_owner_says_what_came_of_it_and_that_is_value(cast: Cast, room: Room, value: str):
    commitment = taken_on(room, cast.bo)
    actions.tell(commitment, value=value, text="Two hours.", actor=cast.actor("bo"))
    outcome = Outcome.objects.get(commitment=commitment)
    assert (outcome.value, outcome.text, outcome.person, state_of(commitment)) == (
        value,
        "Two hours.",
        cast.bo,
        "done",
    )
    before = fact_count()
    actions.tell(commitment, value=value, text="Two hours.", actor=cast.actor("bo"))
    assert fact_count() == before


def test_the_last_answer_counts(cast: Cast, room: Room):
    commitment = taken_on(room, cast.bo)
    actions.tell(commitment, value="applied", actor=cast.actor("bo"))
    actions.tell(commitment, value="realised", text="The cloth holds.", actor=cast.actor("bo"))
    assert Outcome.objects.get().value == "realised"
    actions.let_go(commitment, word="It was no good after all.", actor=cast.actor("bo"))
    assert (state_of(commitment), Outcome.objects.count()) == ("let_go", 0)


def test_nobody_else_answers_for_its_owner(cast: Cast, room: Room):
    commitment = taken_on(room, cast.bo)
    for act, said in (
        (actions.tell, {"value": "applied"}),
        (actions.let_go, {}),
        (actions.not_yet, {}),
        (actions.move, {"due_on": date(2027, 4, 1)}),
        (actions.share_answer, {"shared": True}),
    ):
        assert refusal(act, commitment, actor=cast.actor("ana"), **said) == "not_owner"


def test_what_came_of_it_is_seen_by_others_only_when_its_owner_shares_it(cast: Cast, room: Room):
    commitment = taken_on(room, cast.bo)
    actions.let_go(commitment, word="No time.", actor=cast.actor("bo"))
    assert (told(commitment, cast.bo).state, told(commitment, cast.bo).text) == ("let_go", "No time.")
    seen = told(commitment, cast.ana)
    assert (seen.state, seen.words, seen.text) == ("open", "", "")
    actions.share_answer(commitment, shared=True, actor=cast.actor("bo"))
    assert told(commitment, cast.ana).text == "No time."


def test_moving_it_moves_when_one_is_asked(cast: Cast, room: Room):
    commitment = taken_on(room, cast.bo)
    with clock.at(during(room)):
        actions.move(commitment, due_on=date(2027, 6, 1), word="After the fair.", actor=cast.actor("bo"))
    moved = Commitment.objects.get()
    assert (moved.due_on, moved.word, moved.ask_at.date()) == (
        date(2027, 6, 1),
        "After the fair.",
        date(2027, 6, 2),
    )


def test_two_weeks_later_its_owner_is_asked_once_what_came_of_it(cast: Cast, room: Room):
    commitment, room = taken_on(room, cast.bo), over(room)
    with clock.at(room.ends_at + timedelta(days=13)):
        assert tasks.ask_back() == 0
    with clock.at(room.ends_at + timedelta(days=15)):
        assert (tasks.ask_back(), tasks.ask_back()) == (1, 0)
        assert Fact.objects.get(kind="harvest.asked_back").concerns_id == cast.bo.pk
        actions.not_yet(commitment, actor=cast.actor("bo"))
    with clock.at(room.ends_at + timedelta(days=40)):
        assert tasks.ask_back() == 1
        actions.not_yet(commitment, word="Still not.", actor=cast.actor("bo"))
    with clock.at(room.ends_at + timedelta(days=400)):
        assert tasks.ask_back() == 0


def test_whoever_took_on_what_was_asked_of_them_is_asked_again_after_a_not_yet(cast: Cast, room: Room):
    commitment = taken_on(room, cast.ana, cast.bo)
    with clock.at(during(room)):
        actions.accept(commitment, actor=cast.actor("bo"))
    for days in (15, 30):
        with clock.at(over(room).ends_at + timedelta(days=days)):
            assert tasks.ask_back() == 1
            actions.not_yet(commitment, actor=cast.actor("bo"))
            before = fact_count()
            actions.not_yet(commitment, actor=cast.actor("bo"))
            assert fact_count() == before


def test_a_not_yet_leaves_today_in_peace_until_one_is_asked_again_and_then_for_good(cast: Cast, room: Room):
    commitment, room = taken_on(room, cast.bo, due_on=date(2027, 3, 11)), over(room)

    def waits(days: int) -> bool:
        return bool(needs.needs(cast.bo, room.ends_at + timedelta(days=days)))

    def not_yet(days: int) -> None:
        with clock.at(room.ends_at + timedelta(days=days)):
            tasks.ask_back()
            actions.not_yet(commitment, actor=cast.actor("bo"))

    assert (waits(0), waits(3)) == (False, True)
    not_yet(3)
    assert (waits(3), waits(16)) == (False, False)
    with clock.at(room.ends_at + timedelta(days=18)):
        assert tasks.ask_back() == 1
    assert waits(18)
    not_yet(18)
    assert not waits(19)
    not_yet(40)
    assert not waits(400)
    with clock.at(room.ends_at + timedelta(days=40)):
        actions.move(commitment, due_on=date(2027, 6, 1), actor=cast.actor("bo"))
    assert waits(100)


def test_a_not_yet_long_before_the_day_it_is_due_asks_no_sooner(cast: Cast, room: Room):
    commitment = taken_on(room, cast.bo, due_on=date(2027, 9, 1))
    with clock.at(during(room)):
        actions.not_yet(commitment, actor=cast.actor("bo"))
    assert Commitment.objects.get().ask_at.date() == date(2027, 9, 2)


def test_who_reads_what_came_of_it_is_said_anew_by_whoever_takes_it_over(cast: Cast, room: Room):
    commitment = taken_on(room, cast.ana, cast.bo)
    actions.decline(commitment, actor=cast.actor("bo"))
    actions.share_answer(commitment, shared=True, actor=cast.actor("bo"))
    with clock.at(during(room)):
        actions.take_over(commitment, actor=cast.actor("ana"))
    actions.tell(commitment, value="applied", text="Mine alone.", actor=cast.actor("ana"))
    assert told(commitment, cast.bo).text == ""


@pytest.mark.parametrize("answer", ["tell", "let_go"])
def test_whoever_has_answered_is_not_asked(cast: Cast, room: Room, answer: str):
    commitment, room = taken_on(room, cast.bo), over(room)
    if answer == "tell":
        actions.tell(commitment, value="applied", actor=cast.actor("bo"))
    else:
        actions.let_go(commitment, actor=cast.actor("bo"))
    with clock.at(room.ends_at + timedelta(days=40)):
        assert tasks.ask_back() == 0


def test_nobody_is_asked_about_what_they_never_took_on(cast: Cast, room: Room):
    taken_on(room, cast.ana, cast.bo)
    with clock.at(room.ends_at + timedelta(days=40)):
        assert tasks.ask_back() == 0


def test_today_holds_what_is_asked_and_what_is_due(cast: Cast, room: Room):
    mine = taken_on(room, cast.bo, due_on=date(2027, 3, 20))
    with clock.at(during(room)):
        actions.drop(room, kind="commitment", text="Write it down", owner=cast.bo, actor=Actor(cast.ana))
    early, late = during(room), during(room) + timedelta(days=10)
    assert [need.sentence for need in needs.needs(cast.bo, early)] == [
        "Ana asks you to take on: “Write it down”."
    ]
    assert "You took on: “Warp the small loom”." in [need.sentence for need in needs.needs(cast.bo, late)]
    actions.tell(mine, value="applied", actor=cast.actor("bo"))
    assert len(needs.needs(cast.bo, late)) == 1
    assert needs.needs(cast.ana, late) == []


def test_today_asks_two_questions_whatever_there_is(cast: Cast, room: Room, django_assert_num_queries):
    for number in range(12):
        dropped(room, cast.bo, "commitment", f"Thread {number}", due_on=date(2027, 3, 11))
    with django_assert_num_queries(2):
        assert len(needs.needs(cast.bo, during(room) + timedelta(days=3))) == 12


def test_what_waits_in_a_community_one_has_left_waits_no_more(cast: Cast, room: Room):
    taken_on(room, cast.bo, due_on=date(2027, 3, 11))
    room.community.visibility = "hidden"
    room.community.save(update_fields=["visibility"])
    with clock.at(during(room)):
        communities.leave(cast.weavers, actor=cast.actor("bo"))
    assert queries.cards_waiting(cast.bo.pk) == []


def test_what_was_taken_on_waits_no_more_for_whoever_was_asked_to_stay_away(cast: Cast, room: Room):
    taken_on(room, cast.bo, due_on=date(2027, 3, 11))
    with clock.at(during(room) + timedelta(days=3)):
        assert len(needs.needs(cast.bo, clock.now())) == 1
        communities.block(cast.weavers, cast.bo, reason="Shouted.", actor=cast.actor("ana"))
        assert needs.needs(cast.bo, clock.now()) == []
