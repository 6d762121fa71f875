"""Two rooms become one: people are asked, who accepts moves along, and the smaller room ends kindly."""

from datetime import timedelta

import pytest

from guildhouse.history.actors import Actor
from guildhouse.kit import clock
from guildhouse.kit.rules import Refused
from guildhouse.people.models import Person
from guildhouse.rooms import actions
from guildhouse.rooms.invariants import violations
from guildhouse.rooms.models import MergeAnswer, Merging, Room, Seat, TimePoll
from guildhouse.rooms.tests.rooming import NOON, ask, fact_count, facts_of, members, open_room, state_of
from guildhouse.testing.cast import Cast


def two_rooms(cast: Cast, *, free: int = 6, **stated: object) -> tuple[Room, Room, list[Person]]:
    """A room with three people, and another one with so many free seats."""
    small = open_room(cast.weavers, cast.ana, capacity=6, question="What do you bring?")
    large = open_room(cast.weavers, cast.ana, capacity=free, **stated)
    people = members(cast.weavers, 3)
    for person in people:
        ask(small, person, answer=f"A loom of {person.name}.")
    return small, large, people


def propose(cast: Cast, small: Room, large: Room) -> Merging:
    with clock.at(NOON):
        return actions.propose_merge(small, large, actor=Actor(cast.ana))


def answer(room: Room, person: Person, yes: bool, **said: str) -> MergeAnswer:
    with clock.at(NOON):
        return actions.answer_merge(room, actor=Actor(person), yes=yes, **said)


def test_who_accepts_moves_along_with_the_answer_they_gave(cast: Cast) -> None:
    small, large, people = two_rooms(cast)
    propose(cast, small, large)
    answer(small, people[0], True)
    assert (state_of(small, people[0]), state_of(large, people[0])) == ("withdrawn", "confirmed")
    moved = Seat.objects.get(room=large, person=people[0])
    assert moved.answer == f"A loom of {people[0].name}."
    assert facts_of(moved) == ["seat_confirmed"]
    with clock.at(NOON):
        assert list(violations()) == []


def test_a_room_takes_no_new_requests_while_its_people_are_asked(cast: Cast) -> None:
    small, large, _people = two_rooms(cast)
    propose(cast, small, large)
    with pytest.raises(Refused, match="closed this room"):
        ask(small, cast.bo, answer="Yarn.")
    with pytest.raises(Refused, match="Stop that first"), clock.at(NOON):
        actions.reopen(small, actor=Actor(cast.ana))


def test_once_all_have_answered_the_room_is_cancelled_and_says_where_it_went(cast: Cast) -> None:
    small, large, people = two_rooms(cast)
    propose(cast, small, large)
    for person, yes in zip(people, (True, False, True), strict=True):
        assert Room.objects.get(pk=small.pk).state == "closed"
        answer(small, person, yes)
    small.refresh_from_db()
    assert (small.state, small.why_ended) == ("cancelled", "It has become one with “Reading a loom”.")
    assert [state_of(small, one) for one in people] == ["withdrawn", "lapsed", "withdrawn"]
    assert [state_of(large, one) for one in people] == ["confirmed", "", "confirmed"]
    assert Merging.objects.get().outcome == "merged"


def test_at_its_cutoff_it_ends_though_some_have_not_answered(cast: Cast) -> None:
    small, large, people = two_rooms(cast)
    propose(cast, small, large)
    answer(small, people[0], True)
    with clock.at(small.cutoff_at):
        assert actions.pass_time() >= 1
        assert actions.pass_time() == 0
    assert Room.objects.get(pk=small.pk).state == "cancelled"
    assert [state_of(small, one) for one in people] == ["withdrawn", "lapsed", "lapsed"]


def test_answering_and_proposing_twice_changes_nothing_more(cast: Cast) -> None:
    small, large, people = two_rooms(cast)
    first = propose(cast, small, large)
    answer(small, people[0], True)
    answer(small, people[1], False)
    count = fact_count()
    assert propose(cast, small, large) == first
    assert answer(small, people[0], True).comes
    assert not answer(small, people[1], False).comes
    assert fact_count() == count


def test_a_no_can_still_become_a_yes(cast: Cast) -> None:
    small, large, people = two_rooms(cast)
    propose(cast, small, large)
    answer(small, people[0], False)
    answer(small, people[0], True)
    assert state_of(large, people[0]) == "confirmed"


def test_a_room_with_too_few_seats_for_all_is_not_proposed(cast: Cast) -> None:
    small, large, _people = two_rooms(cast, free=2)
    with pytest.raises(Refused, match="too few free seats"):
        propose(cast, small, large)
    empty = open_room(cast.weavers, cast.ana)
    with pytest.raises(Refused, match="Nobody has a seat"):
        propose(cast, empty, large)


def test_who_comes_when_the_other_room_has_filled_meanwhile_keeps_their_seat(cast: Cast) -> None:
    small, large, people = two_rooms(cast, free=3)
    propose(cast, small, large)
    for person in members(cast.weavers, 3):
        ask(large, person)
    with pytest.raises(Refused, match="is full meanwhile"):
        answer(small, people[0], True)
    assert state_of(small, people[0]) == "confirmed"
    assert MergeAnswer.objects.count() == 0


def test_a_clause_that_is_new_to_them_is_accepted_by_name(cast: Cast) -> None:
    small, large, people = two_rooms(cast, confidentiality="Nothing leaves this room.")
    propose(cast, small, large)
    with pytest.raises(Refused, match="Write your name"):
        answer(small, people[0], True)
    answer(small, people[0], True, accepts="M One")
    assert Seat.objects.get(room=large, person=people[0]).accepted_name == "M One"


def test_a_host_may_stop_and_the_room_is_itself_again(cast: Cast) -> None:
    small, large, people = two_rooms(cast)
    propose(cast, small, large)
    answer(small, people[0], True)
    with clock.at(NOON):
        for _twice in range(2):
            assert actions.stop_merging(small, actor=Actor(cast.ana)).state == "published"
    assert [state_of(small, one) for one in people] == ["withdrawn", "confirmed", "confirmed"]
    with pytest.raises(Refused, match="any more"):
        answer(small, people[1], True)


def test_when_the_other_room_is_called_off_this_one_stays(cast: Cast) -> None:
    small, large, people = two_rooms(cast)
    propose(cast, small, large)
    with clock.at(NOON):
        actions.cancel(large, actor=Actor(cast.ana), why="The house is flooded.")
    with pytest.raises(Refused, match="takes nobody any more"):
        answer(small, people[0], True)
    with clock.at(small.cutoff_at):
        actions.pass_time()
    assert (Room.objects.get(pk=small.pk).state, Merging.objects.get().outcome) == ("published", "fell")
    assert state_of(small, people[0]) == "confirmed"


def test_only_who_hosts_both_rooms_merges_them_and_not_inside_the_cutoff(cast: Cast) -> None:
    small, large, people = two_rooms(cast)
    with clock.at(NOON):
        actions.name_host(small, people[0], actor=Actor(cast.ana))
        with pytest.raises(Refused, match="Only the hosts"):
            actions.propose_merge(small, large, actor=Actor(people[0]))
        with pytest.raises(Refused, match="another room"):
            actions.propose_merge(small, small, actor=Actor(cast.ana))
    with pytest.raises(Refused, match="no time left"), clock.at(small.cutoff_at):
        actions.propose_merge(small, large, actor=Actor(cast.ana))


def test_as_soon_as_the_other_room_takes_nobody_more_this_one_is_itself_again(cast: Cast) -> None:
    small, large, people = two_rooms(cast)
    propose(cast, small, large)
    answer(small, people[0], False)
    with clock.at(NOON):
        actions.cancel(large, actor=Actor(cast.ana), why="The house is flooded.")
        assert actions.pass_time() == 1
    assert (Room.objects.get(pk=small.pk).state, Merging.objects.get().outcome) == ("published", "fell")
    assert [state_of(small, one) for one in people] == ["confirmed"] * 3


def test_a_room_whose_people_are_awaited_from_another_one_is_not_sent_on(cast: Cast) -> None:
    small, large, _people = two_rooms(cast)
    largest = open_room(cast.weavers, cast.ana, capacity=9)
    propose(cast, small, large)
    ask(large, cast.bo)
    with pytest.raises(Refused, match="being merged already"):
        propose(cast, large, largest)


def test_a_room_brought_forward_asks_no_longer_than_until_its_new_cutoff(cast: Cast) -> None:
    small, large, people = two_rooms(cast)
    propose(cast, small, large)
    with clock.at(NOON):
        day = small.wall_date - timedelta(days=3)
        small = actions.move(small, actor=Actor(cast.ana), wall_date=day, wall_time=small.wall_time)
    assert Merging.objects.get().ends_at == small.cutoff_at
    with clock.at(small.cutoff_at):
        actions.pass_time()
    assert [state_of(small, one) for one in people] == ["lapsed"] * 3


def test_nothing_is_asked_any_more_once_a_room_has_begun(cast: Cast) -> None:
    small, large, people = two_rooms(cast)
    propose(cast, small, large)
    Merging.objects.update(ends_at=small.ends_at)
    with clock.at(NOON):
        times = [(small.wall_date + timedelta(days=7), small.wall_time)]
        actions.propose_times(small, times, actor=Actor(cast.ana))
    with clock.at(small.starts_at):
        actions.pass_time()
    assert Room.objects.get(pk=small.pk).state == "live"
    assert [Merging.objects.get().outcome, TimePoll.objects.get().ended_at] == ["stopped", small.starts_at]
    assert [state_of(small, one) for one in people] == ["confirmed"] * 3


def test_whoever_is_only_invited_answers_the_invitation_and_not_whether_they_come_along(cast: Cast) -> None:
    small, large, _people = two_rooms(cast)
    with clock.at(NOON):
        actions.invite(small, cast.cy, actor=Actor(cast.ana))
    propose(cast, small, large)
    with pytest.raises(Refused, match="Nobody asks you"):
        answer(small, cast.cy, True)
    assert [state_of(small, cast.cy), state_of(large, cast.cy)] == ["invited", ""]


def test_whom_the_other_room_declined_for_good_does_not_come_into_it_along_with_others(cast: Cast) -> None:
    small, large, people = two_rooms(cast, free=1)
    ask(large, cast.bo)
    waiting = ask(large, people[0])
    no = {"reason_code": "other", "reason": "Not this time.", "next_step": "Come to another one."}
    with clock.at(NOON):
        actions.decline(large, [waiting], actor=Actor(cast.ana), may_ask_again=False, **no)
        actions.set_limits(large, actor=Actor(cast.ana), capacity=9)
    propose(cast, small, large)
    with pytest.raises(Refused, match="not to send another one"):
        answer(small, people[0], True)
    assert [state_of(small, people[0]), state_of(large, people[0])] == ["confirmed", "declined"]
