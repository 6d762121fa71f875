from datetime import timedelta

import pytest

from guildhouse.history.actors import Actor
from guildhouse.kit import clock
from guildhouse.rooms import actions
from guildhouse.rooms.models import Seat
from guildhouse.rooms.tests.pages.helping import look, path_of, send, words
from guildhouse.rooms.tests.rooming import NOON, ask, before_start, fact_count, member, open_room, state_of
from guildhouse.testing.cast import Cast


def test_asking_takes_a_free_seat_and_twice_is_once(cast: Cast) -> None:
    room = open_room(cast.weavers, cast.ana)
    answer = send(cast.bo, path_of(room, "seat/"))
    assert (answer.status_code, answer.url) == (302, path_of(room))
    facts = fact_count()
    send(cast.bo, path_of(room, "seat/"))
    assert fact_count() == facts
    assert state_of(room, cast.bo) == "confirmed"
    assert "You have a seat." in words(look(cast.bo, path_of(room)))


def test_a_full_room_gives_a_place_in_line(cast: Cast) -> None:
    room = open_room(cast.weavers, cast.ana, capacity=1)
    ask(room, cast.ana)
    send(cast.bo, path_of(room, "seat/"), short_notice="on")
    seat = Seat.objects.get(room=room, person=cast.bo)
    assert (seat.state, seat.short_notice) == ("waitlisted", True)


def test_whoever_is_signed_out_comes_back_to_the_seat(cast: Cast) -> None:
    room = open_room(cast.weavers, cast.ana)
    assert f'href="{path_of(room, "seat/")}"' in look(None, path_of(room)).content.decode()
    answer = look(None, path_of(room, "seat/"))
    assert answer.status_code == 302
    assert answer.url == f"/account/login/?next={path_of(room, 'seat/')}"


def test_what_is_missing_is_said_beside_its_field_and_nothing_typed_is_lost(cast: Cast) -> None:
    room = open_room(cast.weavers, cast.ana, question="What do you bring?", confidentiality="Nothing leaves.")
    assert "What do you bring?" in words(look(cast.bo, path_of(room, "seat/")))
    answer = send(cast.bo, path_of(room, "seat/"), answer="A torn web")
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "A torn web</textarea>" in page
    assert 'id="id_accepts-error-1"' in page
    assert "Write your name to accept" in words(answer)
    assert state_of(room, cast.bo) == ""
    send(cast.bo, path_of(room, "seat/"), answer="A torn web", accepts="Bo")
    seat = Seat.objects.get(room=room, person=cast.bo)
    assert (seat.state, seat.answer, seat.accepted_name) == ("confirmed", "A torn web", "Bo")


def test_where_there_are_roles_one_is_chosen_and_none_is_taken_for_granted(cast: Cast) -> None:
    room = open_room(cast.weavers, cast.ana, format="balint", capacity=None)
    answer = send(cast.bo, path_of(room, "seat/"))
    assert answer.status_code == 400
    assert "Choose the role in which you would come." in words(answer)
    send(cast.bo, path_of(room, "seat/"), role=room.roles.order_by("position")[1].key)
    seat = Seat.objects.get(room=room, person=cast.bo)
    assert seat.role == room.roles.order_by("position")[1]


def test_a_refusal_is_told_on_the_page_one_came_from(cast: Cast) -> None:
    room = open_room(cast.weavers, cast.ana)
    with clock.at(NOON):
        answer = send(cast.cy, path_of(room, "seat/"), next=path_of(room))
    assert (answer.status_code, answer.url) == (302, path_of(room))
    assert state_of(room, cast.cy) == ""


@pytest.mark.parametrize("state", ["requested", "waitlisted", "confirmed", "invited", "offered"])
def test_leaving_says_what_it_causes_and_is_always_possible(cast: Cast, state: str) -> None:
    room = open_room(cast.weavers, cast.ana, capacity=1, needs_approval=state == "requested", freed="offer")
    if state in ("waitlisted", "offered"):
        ask(room, cast.ana)
    if state == "invited":
        with clock.at(NOON):
            actions.invite(room, cast.bo, actor=cast.actor("ana"))
    else:
        ask(room, cast.bo)
    if state == "offered":
        with clock.at(NOON):
            actions.withdraw(room, actor=cast.actor("ana"))
    assert state_of(room, cast.bo) == state
    page = look(cast.bo, path_of(room)).content.decode()
    assert f'action="{path_of(room, "withdrawal/")}"' in page
    assert "data-confirm=" in page
    send(cast.bo, path_of(room, "withdrawal/"))
    facts = fact_count()
    send(cast.bo, path_of(room, "withdrawal/"))
    assert (state_of(room, cast.bo), fact_count()) == ("withdrawn", facts)


def test_whoever_cannot_come_after_the_cutoff_is_excused_and_nothing_is_held_against_them(cast: Cast) -> None:
    room = open_room(cast.weavers, cast.ana)
    ask(room, cast.bo)
    late = before_start(room, hours=1)
    page = words(look(cast.bo, path_of(room), late))
    assert ("nothing is held against you" in page, "Give up my seat" in page) == (True, False)
    send(cast.bo, path_of(room, "excuse/"), late, why="My train stands still.")
    seat = Seat.objects.get(room=room, person=cast.bo)
    assert (seat.state, seat.is_late, seat.excuse) == ("withdrawn", False, "My train stands still.")
    assert "You excused yourself" in words(look(cast.bo, path_of(room), late))
    assert "My train stands still." in words(look(cast.ana, path_of(room, "host/"), late))


def test_giving_up_a_seat_late_is_no_trap(cast: Cast) -> None:
    room = open_room(cast.weavers, cast.ana)
    ask(room, cast.bo)
    send(cast.bo, path_of(room, "withdrawal/"), before_start(room, hours=1))
    assert Seat.objects.get(room=room, person=cast.bo).is_late


def test_an_offer_says_until_when_and_is_taken_once(cast: Cast) -> None:
    room = open_room(cast.weavers, cast.ana, capacity=1, freed="offer")
    ask(room, cast.ana)
    ask(room, cast.bo)
    send(cast.ana, path_of(room, "withdrawal/"))
    assert "It is kept for you until Tuesday 2 March" in words(look(cast.bo, path_of(room)))
    send(cast.bo, path_of(room, "acceptance/"))
    send(cast.bo, path_of(room, "acceptance/"))
    assert state_of(room, cast.bo) == "confirmed"


def test_nobody_takes_the_offer_of_another(cast: Cast) -> None:
    room = open_room(cast.weavers, cast.ana, capacity=1, freed="offer")
    ask(room, cast.ana)
    ask(room, cast.bo)
    send(cast.ana, path_of(room, "withdrawal/"))
    send(member(cast.weavers, "Eva"), path_of(room, "acceptance/"))
    assert state_of(room, cast.bo) == "offered"


def test_short_notice_is_said_and_taken_back(cast: Cast) -> None:
    room = open_room(cast.weavers, cast.ana, capacity=1)
    ask(room, cast.ana)
    ask(room, cast.bo)
    for said, kept in (("yes", True), ("no", False)):
        send(cast.bo, path_of(room, "short-notice/"), fine=said)
        assert Seat.objects.get(room=room, person=cast.bo).short_notice is kept


def test_inside_the_cutoff_whoever_of_the_line_is_first_takes_a_free_seat(cast: Cast) -> None:
    room = open_room(cast.weavers, cast.ana, capacity=1)
    ask(room, cast.ana)
    ask(room, cast.bo)
    late = before_start(room, hours=1)
    with clock.at(late):
        actions.withdraw(room, actor=cast.actor("ana"))
    assert "Take the free seat" in words(look(cast.bo, path_of(room), late))
    send(cast.bo, path_of(room, "seat/"), late)
    assert state_of(room, cast.bo) == "confirmed"


def test_a_hosts_question_is_answered_on_the_page(cast: Cast) -> None:
    room = open_room(cast.weavers, cast.ana, needs_approval=True)
    seat = ask(room, cast.bo)
    with clock.at(NOON):
        actions.ask_back(room, [seat], actor=cast.actor("ana"), question="Which loom?")
    assert "Which loom?" in words(look(cast.bo, path_of(room)))
    assert "Write your answer" in words(send(cast.bo, path_of(room, "answer/"), text=" "))
    send(cast.bo, path_of(room, "answer/"), text="The tall one")
    seat.refresh_from_db()
    assert seat.host_question_answer == "The tall one"


def test_attendance_is_seen_by_the_person_and_contested(cast: Cast) -> None:
    room = open_room(cast.weavers, cast.ana)
    seat = ask(room, cast.bo)
    after = room.ends_at + timedelta(hours=1)
    with clock.at(after):
        actions.pass_time()
        actions.note_attendance(room, {seat.pk: "absent"}, actor=Actor(cast.ana))
    assert "Only you and the hosts see it." in words(look(cast.bo, path_of(room), after))
    answer = send(cast.bo, path_of(room, "contest/"), after, text="")
    assert answer.status_code == 400
    send(cast.bo, path_of(room, "contest/"), after, text="I was there")
    assert "I was there" in words(look(cast.ana, path_of(room, "host/"), after))
