"""Hands and bells: raised in order, taken, lowered, and hushed for oneself."""

import pytest

from guildhouse.kit.rules import Refused
from guildhouse.live import actions
from guildhouse.live.models import Hand, Hush
from guildhouse.live.tests.running import at, begun, evening, screen
from guildhouse.rooms import actions as rooms
from guildhouse.rooms.tests.rooming import ask, fact_count, member
from guildhouse.testing.cast import Cast

pytestmark = pytest.mark.django_db


def test_hands_stand_in_the_order_in_which_they_were_raised_and_their_words_are_for_those_who_lead(
    cast: Cast,
):
    room = begun(cast)
    at(room, 1, actions.raise_hand, cast.bo, text="A tangled warp")
    at(room, 2, actions.raise_hand, cast.ana)
    assert [(hand.name, hand.text) for hand in screen(room, cast.ana, 3).hands] == [
        ("Bo", "A tangled warp"),
        ("Ana", ""),
    ]
    assert [(hand.text, hand.is_mine) for hand in screen(room, cast.bo, 3).hands] == [
        ("A tangled warp", True),
        ("", False),
    ]


def test_a_third_person_reads_nobodys_words(cast: Cast):
    room = evening(cast, capacity=3)
    cleo = member(cast.weavers, "Cleo")
    ask(room, cleo)
    at(room, 0, actions.begin, cast.ana)
    at(room, 1, actions.raise_hand, cast.bo, text="A tangled warp")
    assert [hand.text for hand in screen(room, cleo, 2).hands] == [""]


def test_a_hand_raised_again_keeps_its_place_until_it_was_taken(cast: Cast):
    room = begun(cast)
    first = at(room, 1, actions.raise_hand, cast.bo)
    at(room, 2, actions.raise_hand, cast.ana)
    at(room, 3, actions.raise_hand, cast.bo, text="Still")
    assert [hand.name for hand in screen(room, cast.bo, 3).hands] == ["Bo", "Ana"]
    at(room, 4, actions.take_hand, cast.ana, first.public_id)
    at(room, 5, actions.raise_hand, cast.bo)
    assert [(hand.name, hand.is_taken) for hand in screen(room, cast.bo, 5).hands] == [
        ("Ana", False),
        ("Bo", False),
    ]


def test_only_those_who_lead_give_the_word_and_nobody_lowers_anothers_hand(cast: Cast):
    room = begun(cast)
    mine = at(room, 1, actions.raise_hand, cast.ana)
    for act in (actions.take_hand, actions.lower_hand):
        with pytest.raises(Refused) as refused:
            at(room, 2, act, cast.bo, mine.public_id)
        assert refused.value.status == 403
    his = at(room, 2, actions.raise_hand, cast.bo)
    at(room, 3, actions.lower_hand, cast.bo, his.public_id)
    at(room, 3, actions.lower_hand, cast.bo, his.public_id)
    assert [hand.pk for hand in Hand.objects.all()] == [mine.pk]


def test_whoever_does_not_come_raises_no_hand_and_sees_nothing(cast: Cast):
    room = begun(cast)
    for stranger in (cast.cy, cast.dee):
        with pytest.raises(Refused) as refused:
            at(room, 1, actions.raise_hand, stranger)
        assert refused.value.status == 403


def test_a_hand_leaves_no_trace_in_history(cast: Cast):
    room = begun(cast)
    before = fact_count()
    at(room, 1, actions.raise_hand, cast.bo, text="A tangled warp")
    assert fact_count() == before


def test_whoever_gives_up_the_seat_has_no_hand_up_any_more(cast: Cast):
    room = begun(cast)
    at(room, 1, actions.raise_hand, cast.bo)
    at(room, 2, rooms.withdraw, cast.bo)
    seen = screen(room, cast.ana, 2)
    assert (seen.hands, seen.coming) == ((), 0)
    assert actions.pass_time() == 1
    assert not Hand.objects.exists()


def test_a_bell_is_off_for_whoever_wants_none_and_for_all_when_the_leader_says_so(cast: Cast):
    room = begun(cast)
    at(room, 1, actions.hush, cast.bo, on=True)
    at(room, 1, actions.hush, cast.bo, on=True)
    assert Hush.objects.count() == 1
    assert (screen(room, cast.bo, 1).my_bell, screen(room, cast.ana, 1).my_bell) == (False, True)
    at(room, 2, actions.set_bell, cast.ana, on=False)
    at(room, 2, actions.hush, cast.bo, on=False)
    assert (screen(room, cast.bo, 2).my_bell, screen(room, cast.ana, 2).bell) == (False, False)
    with pytest.raises(Refused):
        at(room, 2, actions.set_bell, cast.bo, on=True)
