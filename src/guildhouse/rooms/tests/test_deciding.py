"""What hosts do about seats: approve, decline, ask back, offer another date, invite, remove, write, name hosts."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from guildhouse.communities.models import Membership
from guildhouse.history.actors import Actor
from guildhouse.history.models import Fact
from guildhouse.kit import clock
from guildhouse.kit.rules import Refused
from guildhouse.rooms import actions
from guildhouse.rooms.models import Host, Room, Seat
from guildhouse.rooms.tests.rooming import (
    DAY,
    NOON,
    ask,
    draft_room,
    fact_count,
    facts_of,
    members,
    open_room,
    state_of,
)
from guildhouse.testing.cast import Cast

NO = {"reason_code": "mix", "reason": "Two of one team.", "next_step": "Come to the next one."}

Deciding = Callable[[Room, Seat, Cast, Actor], Any]
DECISIONS: dict[str, Deciding] = {
    "approve": lambda room, seat, cast, actor: actions.approve(room, [seat], actor=actor),
    "decline": lambda room, seat, cast, actor: actions.decline(room, [seat], actor=actor, **NO),
    "ask_back": lambda room, seat, cast, actor: actions.ask_back(room, [seat], actor=actor, question="Why?"),
    "invite": lambda room, seat, cast, actor: actions.invite(room, cast.cy, actor=actor),
    "remove": lambda room, seat, cast, actor: actions.remove(room, seat, actor=actor, reason="No."),
    "promote": lambda room, seat, cast, actor: actions.promote(room, seat, actor=actor),
    "message": lambda room, seat, cast, actor: actions.message(room, actor=actor, text="Bring yarn."),
    "name_host": lambda room, seat, cast, actor: actions.name_host(room, cast.bo, actor=actor),
}


def asked(cast: Cast) -> tuple[Room, Seat]:
    room = open_room(cast.weavers, cast.ana, needs_approval=True)
    return room, ask(room, cast.bo)


@pytest.mark.parametrize("name", DECISIONS)
def test_only_hosts_decide(name: str, cast: Cast) -> None:
    room, seat = asked(cast)
    count = fact_count()
    with pytest.raises(Refused, match="Only the hosts") as refused, clock.at(NOON):
        DECISIONS[name](room, seat, cast, Actor(cast.bo))
    assert refused.value.status == 403
    assert fact_count() == count


@pytest.mark.parametrize("name", DECISIONS)
def test_deciding_twice_changes_nothing_more(name: str, cast: Cast) -> None:
    room, seat = asked(cast)
    with clock.at(NOON):
        DECISIONS[name](room, seat, cast, Actor(cast.ana))
        count = fact_count()
        DECISIONS[name](room, seat, cast, Actor(cast.ana))
    assert fact_count() == count


@pytest.mark.parametrize("name", ["approve", "decline", "ask_back", "invite", "promote"])
def test_seats_are_settled_once_the_room_begins(name: str, cast: Cast) -> None:
    room, seat = asked(cast)
    with pytest.raises(Refused, match="settled"), clock.at(room.starts_at):
        DECISIONS[name](room, seat, cast, Actor(cast.ana))


@pytest.mark.parametrize("name", ["approve", "decline", "ask_back", "invite", "promote"])
def test_a_cancelled_room_has_no_seats_to_decide(name: str, cast: Cast) -> None:
    room, seat = asked(cast)
    with clock.at(NOON):
        actions.cancel(room, actor=Actor(cast.ana), why="Illness.")
    with pytest.raises(Refused, match="cancelled"), clock.at(NOON):
        DECISIONS[name](room, seat, cast, Actor(cast.ana))


def test_approving_many_seats_the_oldest_first_and_lines_up_the_rest(cast: Cast) -> None:
    room = open_room(cast.weavers, cast.ana, needs_approval=True, capacity=2)
    people = members(cast.weavers, 3)
    seats = [ask(room, one, at=NOON - timedelta(hours=hours)) for hours, one in enumerate(people)]
    with clock.at(NOON):
        answered = actions.approve(room, seats, actor=Actor(cast.ana))
    assert [seat.person for seat in answered] == people[::-1]
    assert [state_of(room, one) for one in people] == ["waitlisted", "confirmed", "confirmed"]
    assert {seat.decided_by for seat in answered} == {cast.ana}


def test_declining_says_why_and_what_comes_next_and_history_keeps_it(cast: Cast) -> None:
    room, seat = asked(cast)
    with clock.at(NOON):
        with pytest.raises(Refused, match="Say why"):
            actions.decline(room, [seat], actor=Actor(cast.ana), **{**NO, "next_step": " "})
        [declined] = actions.decline(room, [seat], actor=Actor(cast.ana), **NO)
    assert (declined.reason, declined.next_step, declined.decided_by) == (
        NO["reason"],
        NO["next_step"],
        cast.ana,
    )
    ask(room, cast.bo)
    told = Fact.objects.get(kind="rooms.seat_declined")
    assert (told.actor_id, told.data["reason"], told.data["next_step"]) == (
        cast.ana.pk,
        NO["reason"],
        NO["next_step"],
    )


def test_the_declined_may_ask_again_unless_the_host_said_not(cast: Cast) -> None:
    room, seat = asked(cast)
    with clock.at(NOON):
        actions.decline(room, [seat], actor=Actor(cast.ana), **NO)
    assert ask(room, cast.bo).state == "requested"
    with clock.at(NOON):
        actions.decline(room, [seat], actor=Actor(cast.ana), may_ask_again=False, **NO)
    with pytest.raises(Refused, match="not to send another"):
        ask(room, cast.bo)


def test_a_confirmed_seat_cannot_be_declined(cast: Cast) -> None:
    room = open_room(cast.weavers, cast.ana)
    seat = ask(room, cast.bo)
    with clock.at(NOON):
        assert actions.decline(room, [seat], actor=Actor(cast.ana), **NO) == []


def test_a_question_needs_words(cast: Cast) -> None:
    room, seat = asked(cast)
    with pytest.raises(Refused, match="would like to know"), clock.at(NOON):
        actions.ask_back(room, [seat], actor=Actor(cast.ana), question="")


def test_another_date_declines_here_and_invites_there(cast: Cast) -> None:
    room, seat = asked(cast)
    other = open_room(cast.weavers, cast.ana, wall_date=DAY + timedelta(days=7), purpose="Warping")
    with clock.at(NOON):
        [moved] = actions.offer_other_date(room, [seat], other, actor=Actor(cast.ana), reason="")
        assert actions.offer_other_date(room, [seat], other, actor=Actor(cast.ana), reason="") == []
    assert (moved.state, moved.reason_code) == ("declined", "fit")
    assert "Warping" in moved.next_step
    assert facts_of(moved) == ["seat_requested", "seat_declined", "other_date"]
    assert state_of(other, cast.bo) == "invited"


def test_another_date_is_another_published_room_of_the_same_community(cast: Cast) -> None:
    room, seat = asked(cast)
    elsewhere = open_room(cast.glass, cast.ana)
    draft = draft_room(cast.weavers, cast.ana)
    with clock.at(NOON):
        for other in (room, elsewhere):
            with pytest.raises(Refused, match="another room of the same community"):
                actions.offer_other_date(room, [seat], other, actor=Actor(cast.ana), reason="")
        with pytest.raises(Refused, match="Publish it"):
            actions.offer_other_date(room, [seat], draft, actor=Actor(cast.ana), reason="")
    assert state_of(room, cast.bo) == "requested"


def test_the_invited_choose_and_blocked_people_are_not_invited(cast: Cast) -> None:
    room = open_room(cast.glass, cast.ana, access="invited")
    assert room not in Room.objects.visible_to(cast.bo)
    with clock.at(NOON):
        assert actions.invite(room, cast.bo, actor=Actor(cast.ana)).state == "invited"
    assert room in Room.objects.visible_to(cast.bo)
    assert Room.objects.get(pk=room.pk).held == 0
    assert ask(room, cast.bo).state == "confirmed"
    weavers = open_room(cast.weavers, cast.ana)
    with clock.at(NOON):
        for bring in (actions.invite, actions.name_host):
            with pytest.raises(Refused, match="stay away"):
                bring(weavers, cast.dee, actor=Actor(cast.ana))


def test_removing_says_why_passes_the_seat_on_and_holds(cast: Cast) -> None:
    room = open_room(cast.weavers, cast.ana, capacity=1)
    first, second = members(cast.weavers, 2)
    seat = ask(room, first)
    ask(room, second)
    with clock.at(NOON):
        with pytest.raises(Refused, match="Say why"):
            actions.remove(room, seat, actor=Actor(cast.ana), reason="")
        actions.remove(room, seat, actor=Actor(cast.ana), reason="Talked over everybody.")
    assert state_of(room, second) == "confirmed"
    with pytest.raises(Refused, match="took you off"):
        ask(room, first)


def test_a_seat_of_another_room_is_refused(cast: Cast) -> None:
    room, _seat = asked(cast)
    _other, elsewhere = asked(cast)
    with pytest.raises(Refused, match="not in this room"), clock.at(NOON):
        actions.remove(room, elsewhere, actor=Actor(cast.ana), reason="No.")


def test_a_named_host_hosts_and_conveners_host_every_room(cast: Cast) -> None:
    room, seat = asked(cast)
    Membership.objects.create(community=cast.weavers, person=cast.cy, joined_at=NOON)
    with clock.at(NOON):
        actions.name_host(room, cast.cy, actor=Actor(cast.ana))
        Host.objects.filter(room=room, person=cast.ana).delete()
        actions.approve(room, [seat], actor=Actor(cast.cy))
        actions.message(room, actor=Actor(cast.ana), text="Welcome.")
    assert state_of(room, cast.bo) == "confirmed"


def test_a_message_has_words_and_other_words_are_sent_too(cast: Cast) -> None:
    room, _seat = asked(cast)
    with clock.at(NOON):
        with pytest.raises(Refused, match="Write the message"):
            actions.message(room, actor=Actor(cast.ana), text="")
        for text in ("Bring yarn.", "Bring yarn.", "Bring scissors."):
            actions.message(room, actor=Actor(cast.ana), text=text)
    assert Fact.objects.filter(kind="rooms.message").count() == 2
