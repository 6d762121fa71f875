"""Asking for a seat, giving it up, taking an offer."""

from datetime import timedelta

import pytest

from guildhouse.history.actors import SYSTEM, Actor
from guildhouse.kit import clock
from guildhouse.kit.rules import Refused
from guildhouse.rooms import actions
from guildhouse.rooms.models import Room, Seat
from guildhouse.rooms.queries import place_in_line
from guildhouse.rooms.tests.rooming import (
    NOON,
    ask,
    before_start,
    draft_room,
    fact_count,
    facts_of,
    members,
    open_room,
    state_of,
)
from guildhouse.testing.cast import Cast


def test_asking_takes_a_free_seat(cast: Cast) -> None:
    room = open_room(cast.weavers, cast.ana)
    seat = ask(room, cast.bo)
    assert seat.state == "confirmed"
    assert facts_of(seat) == ["seat_confirmed"]
    assert Room.objects.get(pk=room.pk).held == 1


def test_asking_twice_changes_nothing_and_answers_the_same(cast: Cast) -> None:
    room = open_room(cast.weavers, cast.ana)
    seat, count = ask(room, cast.bo), fact_count()
    again = ask(room, cast.bo)
    assert (again.pk, again.state, fact_count()) == (seat.pk, "confirmed", count)


def test_a_full_room_gives_a_place_in_line_that_stays_the_same_when_asked_again(cast: Cast) -> None:
    room = open_room(cast.weavers, cast.ana, capacity=1)
    first, second, third = members(cast.weavers, 3)
    ask(room, first), ask(room, second)
    waiting = ask(room, third)
    assert (waiting.state, waiting.number, waiting.place_on_entering) == ("waitlisted", 2, 2)
    assert ask(room, third).number == 2
    assert place_in_line(waiting) == 2


def test_those_in_line_may_ask_again_in_a_closed_room_and_keep_their_place(cast: Cast) -> None:
    room = open_room(cast.weavers, cast.ana, capacity=1)
    first, second = members(cast.weavers, 2)
    ask(room, first), ask(room, second)
    with clock.at(NOON):
        actions.close(room, actor=Actor(cast.ana))
    assert ask(room, second).state == "waitlisted"


def test_whoever_comes_back_to_the_line_gets_a_new_number(cast: Cast) -> None:
    room = open_room(cast.weavers, cast.ana, capacity=1)
    first, second, third = members(cast.weavers, 3)
    for person in (first, second, third):
        ask(room, person)
    with clock.at(NOON):
        actions.withdraw(room, actor=Actor(second))
    again = ask(room, second)
    assert (again.number, place_in_line(again)) == (3, 2)


def test_nobody_gets_a_seat_in_a_draft(cast: Cast) -> None:
    with pytest.raises(Refused, match="not published"):
        ask(draft_room(cast.weavers, cast.ana), cast.bo)


def test_strangers_are_told_to_join_and_blocked_people_that_they_were_asked_to_stay_away(cast: Cast) -> None:
    room = open_room(cast.weavers, cast.ana)
    with pytest.raises(Refused, match="Join the community") as refused:
        ask(room, cast.cy)
    assert refused.value.status == 403
    with pytest.raises(Refused, match="stay away"):
        ask(room, cast.dee)


def test_the_system_holds_no_seats(cast: Cast) -> None:
    room = open_room(cast.weavers, cast.ana)
    with pytest.raises(Refused, match="belongs to a person"), clock.at(NOON):
        actions.ask(room, actor=SYSTEM)


def test_a_role_that_is_not_there_is_refused(cast: Cast) -> None:
    room = open_room(cast.weavers, cast.ana)
    with pytest.raises(Refused, match="no such role"):
        ask(room, cast.bo, role="king")
    with pytest.raises(Refused, match="no such role"):
        ask(room, cast.bo, role="observer")


def test_somebody_with_a_seat_gives_it_up_before_taking_another_role(cast: Cast) -> None:
    room = open_room(cast.weavers, cast.ana, welcomes_observers=True)
    ask(room, cast.bo)
    with pytest.raises(Refused, match="another role"):
        ask(room, cast.bo, role="observer")
    with clock.at(NOON):
        actions.withdraw(room, actor=Actor(cast.bo))
    assert ask(room, cast.bo, role="observer").role.key == "observer"


def test_a_question_is_answered_and_a_clause_accepted_before_a_seat_is_given(cast: Cast) -> None:
    room = open_room(
        cast.weavers, cast.ana, question="Which loom?", confidentiality="What is said stays here."
    )
    with pytest.raises(Refused, match="short answer"):
        ask(room, cast.bo)
    with pytest.raises(Refused, match="Write your name"):
        ask(room, cast.bo, answer="A floor loom.")
    seat = ask(room, cast.bo, answer="A floor loom.", accepts="Bo")
    assert (seat.answer, seat.accepted_name) == ("A floor loom.", "Bo")


def test_a_room_with_approval_takes_requests_but_seats_hosts_and_the_invited_at_once(cast: Cast) -> None:
    room = open_room(cast.weavers, cast.ana, needs_approval=True)
    assert ask(room, cast.bo).state == "requested"
    assert ask(room, cast.ana).state == "confirmed"
    with clock.at(NOON):
        actions.invite(room, cast.cy, actor=Actor(cast.ana))
    assert ask(room, cast.cy).state == "confirmed"


def test_withdrawing_seats_whoever_waited_longest(cast: Cast) -> None:
    room = open_room(cast.weavers, cast.ana, capacity=1)
    first, second, third = members(cast.weavers, 3)
    for person in (first, second, third):
        ask(room, person)
    with clock.at(NOON):
        seat = actions.withdraw(room, actor=Actor(first))
    assert (seat.state, seat.is_late) == ("withdrawn", False)
    assert [state_of(room, one) for one in (second, third)] == ["confirmed", "waitlisted"]


def test_withdrawing_twice_changes_nothing(cast: Cast) -> None:
    room = open_room(cast.weavers, cast.ana)
    ask(room, cast.bo)
    with clock.at(NOON):
        actions.withdraw(room, actor=Actor(cast.bo))
        count = fact_count()
        assert actions.withdraw(room, actor=Actor(cast.bo)).state == "withdrawn"
    assert fact_count() == count


def test_leaving_is_possible_after_the_cutoff_in_a_closed_room_and_under_way(cast: Cast) -> None:
    room = open_room(cast.weavers, cast.ana)
    people = members(cast.weavers, 2)
    for person in people:
        ask(room, person)
    with clock.at(before_start(room, hours=1)):
        actions.close(room, actor=Actor(cast.ana))
        assert actions.withdraw(room, actor=Actor(people[0])).is_late
    with clock.at(room.starts_at):
        actions.pass_time()
        assert actions.withdraw(room, actor=Actor(people[1])).is_late


def test_nobody_gives_up_what_they_do_not_have(cast: Cast) -> None:
    room = open_room(cast.weavers, cast.ana)
    with pytest.raises(Refused, match="nothing to give up"), clock.at(NOON):
        actions.withdraw(room, actor=Actor(cast.bo))


def test_an_offer_is_taken_once_and_not_after_it_ran_out(cast: Cast) -> None:
    room = open_room(cast.weavers, cast.ana, capacity=1, freed="offer")
    first, second = members(cast.weavers, 2)
    ask(room, first), ask(room, second)
    with clock.at(NOON):
        actions.withdraw(room, actor=Actor(first))
    offer = Seat.objects.get(room=room, person=second)
    assert (offer.state, offer.expires_at) == ("offered", NOON + timedelta(hours=24))
    with pytest.raises(Refused, match="ran out"), clock.at(NOON + timedelta(hours=24)):
        actions.accept_offer(room, actor=Actor(second))
    with clock.at(NOON + timedelta(hours=23)):
        assert actions.accept_offer(room, actor=Actor(second)).state == "confirmed"
        count = fact_count()
        assert actions.accept_offer(room, actor=Actor(second)).state == "confirmed"
    assert fact_count() == count
    with pytest.raises(Refused, match="No seat is offered"), clock.at(NOON):
        actions.accept_offer(room, actor=Actor(first))


def test_short_notice_said_inside_the_cutoff_takes_the_free_seat(cast: Cast) -> None:
    room = open_room(cast.weavers, cast.ana, capacity=1)
    first, second = members(cast.weavers, 2)
    ask(room, first), ask(room, second)
    with clock.at(before_start(room, hours=1)):
        actions.withdraw(room, actor=Actor(first))
        assert state_of(room, second) == "waitlisted"
        assert actions.say_short_notice(room, actor=Actor(second), fine=True).state == "confirmed"
        count = fact_count()
        actions.say_short_notice(room, actor=Actor(second), fine=True)
    assert fact_count() == count


def test_a_host_s_question_is_answered_once(cast: Cast) -> None:
    room = open_room(cast.weavers, cast.ana, needs_approval=True)
    seat = ask(room, cast.bo)
    with clock.at(NOON):
        with pytest.raises(Refused, match="not asked you"):
            actions.answer_back(room, actor=Actor(cast.bo), text="Yes.")
        actions.ask_back(room, [seat], actor=Actor(cast.ana), question="Can you bring yarn?")
        with pytest.raises(Refused, match="Write your answer"):
            actions.answer_back(room, actor=Actor(cast.bo), text=" ")
        actions.answer_back(room, actor=Actor(cast.bo), text="Yes.")
        actions.answer_back(room, actor=Actor(cast.bo), text="Yes.")
    assert facts_of(seat) == ["seat_requested", "asked_back", "answered_back"]
