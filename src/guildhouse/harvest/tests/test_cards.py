from datetime import timedelta

import pytest

from guildhouse.communities import actions as communities
from guildhouse.communities.models import Question
from guildhouse.harvest import actions, queries, retention
from guildhouse.harvest.actions.frame import note_became
from guildhouse.harvest.invariants import violations
from guildhouse.harvest.models import Card, Commitment, Wording
from guildhouse.harvest.tests.harvesting import LINE, dropped, during, evening, live_room, over
from guildhouse.history.actions import one_act
from guildhouse.history.actors import Actor
from guildhouse.history.models import Fact
from guildhouse.kit import clock
from guildhouse.kit.rules import Refused
from guildhouse.rooms import lessons
from guildhouse.rooms.models import Room
from guildhouse.rooms.tests.rooming import fact_count, member, open_room
from guildhouse.testing.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def room(cast: Cast) -> Room:
    return evening(cast)


def refusal(act, *arguments, **said) -> str:
    with pytest.raises(Refused) as refused:
        act(*arguments, **said)
    return refused.value.code


def test_somebody_in_the_room_keeps_a_line(cast: Cast, room: Room):
    card = dropped(room, cast.bo, text="  The heddle decides,\n not the hand. ")
    assert (card.text, card.author, card.kind) == (LINE, cast.bo, "insight")
    assert Fact.objects.filter(kind="harvest.card_dropped", subject_id=card.pk).count() == 1


def test_the_same_line_again_is_the_same_card(cast: Cast, room: Room):
    card, before = dropped(room, cast.bo), fact_count()
    assert dropped(room, cast.bo) == card
    assert fact_count() == before


def test_two_people_may_keep_the_same_line(cast: Cast, room: Room):
    assert dropped(room, cast.bo) != dropped(room, cast.ana)


def test_nobody_keeps_nothing(cast: Cast, room: Room):
    assert refusal(dropped, room, cast.bo, text=" \n ") == "text"


def test_whoever_was_not_there_drops_no_card(cast: Cast, room: Room):
    assert refusal(dropped, room, member(cast.weavers, "Flo")) == "not_there"
    assert refusal(dropped, room, cast.cy) == "not_there"


def test_before_a_room_begins_there_is_nothing_to_keep(cast: Cast):
    room = open_room(cast.weavers, cast.ana)
    assert refusal(dropped, room, cast.ana, at=room.starts_at - timedelta(hours=1)) == "not_begun"


def test_two_weeks_after_the_room_only_hosts_still_add_to_it(cast: Cast, room: Room):
    room = over(room)
    late = room.ends_at + timedelta(days=15)
    assert dropped(room, cast.bo, at=room.ends_at + timedelta(days=13))
    assert refusal(dropped, room, cast.bo, text="Too late", at=late) == "too_late"
    assert dropped(room, cast.ana, at=late)
    assert refusal(dropped, room, cast.ana, text="Too late", at=late + timedelta(days=90)) == "too_late"


def test_an_open_question_is_on_the_agenda_at_once(cast: Cast, room: Room):
    card = dropped(room, cast.bo, "question", "How tight is tight?")
    question = Question.objects.get(community=cast.weavers)
    assert (question.text, question.asked_by) == ("How tight is tight?", cast.bo)
    assert (card.question, card.became) == (question, [{"what": "question", "id": question.public_id}])


def test_a_question_that_is_open_already_is_not_asked_twice(cast: Cast, room: Room):
    asked = communities.ask_question(cast.weavers, text="How tight is tight?", actor=cast.actor("ana"))
    assert dropped(room, cast.bo, "question", "How tight is tight?").question == asked
    assert Question.objects.count() == 1


def test_a_visitors_question_waits_for_a_member_to_put_it_on_the_agenda(cast: Cast):
    room = evening(cast, cast.cy, access="site")
    card = dropped(room, cast.cy, "question", "Why wool?")
    assert card.question is None
    assert refusal(actions.put_on_agenda, card, actor=cast.actor("cy")) == "not_member"
    question = actions.put_on_agenda(card, actor=cast.actor("bo"))
    assert actions.put_on_agenda(card, actor=cast.actor("ana")) == question
    assert Question.objects.get() == question


def test_only_a_question_goes_on_the_agenda(cast: Cast, room: Room):
    assert refusal(actions.put_on_agenda, dropped(room, cast.bo), actor=cast.actor("bo")) == "no_question"


def test_its_author_corrects_a_card_and_how_it_read_is_kept(cast: Cast, room: Room):
    card = dropped(room, cast.bo)
    corrected = actions.correct(card, text="The heddle decides.", actor=cast.actor("bo"))
    assert (corrected.text, corrected.public_id) == ("The heddle decides.", card.public_id)
    assert [one.text for one in Wording.objects.filter(card=card)] == [LINE]
    before = fact_count()
    actions.correct(card, text="The heddle decides.", actor=cast.actor("bo"))
    assert (fact_count(), Wording.objects.count()) == (before, 1)


def test_nobody_else_corrects_a_card_not_even_a_host(cast: Cast, room: Room):
    assert (
        refusal(actions.correct, dropped(room, cast.bo), text="No.", actor=cast.actor("ana")) == "not_author"
    )


def test_a_card_is_not_corrected_into_another_one_of_the_same_words(cast: Cast, room: Room):
    card = dropped(room, cast.bo)
    dropped(room, cast.bo, text="Another.")
    assert refusal(actions.correct, card, text="Another.", actor=cast.actor("bo")) == "same"


def test_its_author_shares_a_card_and_keeps_it_in_the_room_again(cast: Cast, room: Room):
    flo, card = member(cast.weavers, "Flo"), dropped(room, cast.bo)
    assert list(Card.objects.visible_to(flo)) == []
    actions.share(card, actor=cast.actor("bo"))
    assert list(Card.objects.visible_to(flo)) == [card]
    assert list(Card.objects.visible_to(cast.cy)) == []
    before = fact_count()
    actions.share(card, actor=cast.actor("bo"))
    assert fact_count() == before
    actions.unshare(card, actor=cast.actor("bo"))
    assert list(Card.objects.visible_to(flo)) == []


@pytest.mark.parametrize(("fmt", "code"), [("balint", "stays"), ("after-action-review", "")])
def test_a_host_shares_the_card_of_another_only_where_lessons_may_leave(cast: Cast, fmt: str, code: str):
    room = evening(cast)
    Room.objects.filter(pk=room.pk).update(format=fmt)
    card = dropped(room, cast.bo)
    if code:
        assert refusal(actions.share, card, actor=cast.actor("ana")) == code
    else:
        assert actions.share(card, actor=cast.actor("ana")).is_shared


def test_where_what_is_said_may_be_told_a_card_is_shared_at_once_unless_the_room_has_a_clause(cast: Cast):
    room = evening(cast)
    Room.objects.filter(pk=room.pk).update(format="talk")
    assert dropped(room, cast.bo).is_shared
    Room.objects.filter(pk=room.pk).update(confidentiality="Nothing leaves.")
    assert not dropped(room, cast.bo, text="Another.").is_shared


def test_a_card_of_which_nothing_was_made_can_be_taken_away(cast: Cast, room: Room):
    card = dropped(room, cast.bo)
    assert refusal(actions.take_back, card, actor=cast.actor("cy")) == "not_author"
    actions.take_back(card, actor=cast.actor("bo"))
    assert not Card.objects.exists()
    before = fact_count()
    actions.take_back(card, actor=cast.actor("bo"))
    assert fact_count() == before
    assert refusal(actions.share, card, actor=cast.actor("bo")) == "gone"


@pytest.mark.parametrize("kind", ["question", "commitment"])
def test_a_card_of_which_something_was_made_stays(cast: Cast, room: Room, kind: str):
    card = dropped(room, cast.bo, kind)
    assert refusal(actions.take_back, card, actor=cast.actor("bo")) == "used"
    assert refusal(actions.take_back, card, actor=cast.actor("ana")) == "used"


@pytest.mark.parametrize("who", ["ana", "bo"])
def test_what_is_asked_of_somebody_is_taken_back_until_they_take_it_on(cast: Cast, room: Room, who: str):
    cards = [
        dropped(room, cast.bo, "commitment", text, owner=cast.ana) for text in ("Asked", "Declined", "Mine")
    ]
    actions.decline(cards[1].commitment, actor=cast.actor("ana"))
    actions.accept(cards[2].commitment, actor=cast.actor("ana"))
    for card in cards[:2]:
        actions.take_back(Card.objects.get(pk=card.pk), actor=cast.actor(who))
    assert refusal(actions.accept, cards[0].commitment, actor=cast.actor("ana")) == "gone"
    assert refusal(actions.take_back, cards[2], actor=cast.actor(who)) == "used"
    assert [one.card for one in Commitment.objects.all()] == cards[2:]


def test_what_is_made_of_a_card_is_kept_on_it_by_kind_and_id_in_its_order(cast: Cast, room: Room):
    card = dropped(room, cast.bo, "question", "How tight is tight?")
    with one_act():
        for what in ("task", "artifact", "task"):
            note_became(card, what, f"{what}-1")
    kept = Card.objects.get(public_id=card.public_id)
    assert [made["what"] for made in kept.became] == ["question", "task", "artifact"]
    assert kept.became[1:] == [{"what": "task", "id": "task-1"}, {"what": "artifact", "id": "artifact-1"}]
    assert list(violations()) == []


def test_a_card_keeps_its_id_and_what_it_became_whatever_happens_to_it(cast: Cast, room: Room):
    card = dropped(room, cast.bo, "question", "How tight is tight?")
    bo = cast.actor("bo")
    for act, said in (
        (actions.correct, {"text": "How tight?"}),
        (actions.share, {}),
        (actions.unshare, {}),
    ):
        act(card, actor=bo, **said)
    with clock.at(during(room)):
        communities.leave(cast.weavers, actor=bo)
    for kept in retention.CLASSES:
        kept.forget(during(room) + timedelta(days=400), 100)
    (now,) = queries.cards_of(room, cast.ana)
    assert (now.public_id, now.became) == (card.public_id, card.became)
    assert [one.public_id for one in queries.of_question(card.question, cast.ana)] == [card.public_id]


def test_a_lesson_leaves_a_case_as_a_shared_card_of_its_presenter(cast: Cast, room: Room):
    with clock.at(during(room)):
        (kept,) = lessons.leave(room, "Ask before you advise.", cast.actor("bo"))
        assert lessons.leave(room, "Ask before you advise.", cast.actor("bo")) == [kept]
    card = Card.objects.get(public_id=kept)
    assert (card.text, card.author, card.from_case, card.is_shared) == (
        "Ask before you advise.",
        cast.bo,
        True,
        True,
    )


def test_a_lesson_in_the_words_of_ones_own_card_shares_that_card(cast: Cast, room: Room):
    card = dropped(room, cast.bo, text="Ask before you advise.")
    assert not card.is_shared
    with clock.at(during(room)):
        assert lessons.leave(room, card.text, cast.actor("bo")) == [card.public_id]
    assert Card.objects.get().is_shared


def test_a_guest_reads_the_cards_of_their_room_though_they_once_were_a_member(cast: Cast):
    communities.leave(cast.weavers, actor=cast.actor("bo"))
    card = dropped(evening(cast, access="site"), cast.ana)
    assert list(Card.objects.visible_to(cast.bo)) == [card]


def test_whoever_leaves_the_community_after_a_room_reads_its_cards_no_more(cast: Cast, room: Room):
    card = dropped(room, cast.ana)
    assert list(Card.objects.visible_to(cast.bo)) == [card]
    with clock.at(during(room)):
        communities.leave(cast.weavers, actor=cast.actor("bo"))
    assert list(Card.objects.visible_to(cast.bo)) == []


def test_whoever_left_takes_back_their_cards_and_says_nothing_new_with_them(cast: Cast, room: Room):
    bo, told = cast.actor("bo"), dropped(room, cast.bo)
    kept = dropped(room, cast.bo, text="Not for everybody")
    with clock.at(during(room)):
        actions.share(told, actor=bo)
        communities.leave(cast.weavers, actor=bo)
        assert refusal(actions.correct, told, text="Ana cannot weave.", actor=bo) == "left"
        assert refusal(actions.share, kept, actor=bo) == "left"
        assert not actions.unshare(told, actor=bo).is_shared
        actions.take_back(kept, actor=bo)
    assert list(Card.objects.values_list("text", flat=True)) == [told.text]


def test_leaving_a_hidden_community_takes_its_cards_away(cast: Cast):
    flo = member(cast.glass, "Flo")
    room = live_room(cast.glass, cast.ana, flo)
    card = dropped(room, flo)
    assert list(Card.objects.visible_to(flo)) == [card]
    with clock.at(during(room)):
        communities.leave(cast.glass, actor=Actor(flo))
    assert list(Card.objects.visible_to(flo)) == []


def test_a_card_dropped_by_somebody_asked_away_is_not_theirs_to_read(cast: Cast, room: Room):
    card = dropped(room, cast.bo)
    assert card in Card.objects.visible_to(cast.bo)
    communities.block(cast.weavers, cast.bo, reason="Shouted.", actor=cast.actor("ana"))
    assert list(Card.objects.visible_to(cast.bo)) == []


def test_a_commitment_is_made_at_once(cast: Cast, room: Room):
    card = dropped(room, cast.bo, "commitment", "Warp the small loom")
    commitment = Commitment.objects.get(card=card)
    assert (commitment.owner, commitment.state) == (cast.bo, "open")
    assert commitment.due_on == (during(room) + timedelta(days=14)).date()
