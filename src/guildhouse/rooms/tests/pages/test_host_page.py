from datetime import timedelta

import pytest

from guildhouse.history.models import Fact
from guildhouse.kit import clock
from guildhouse.rooms import actions
from guildhouse.rooms.facts import Facts
from guildhouse.rooms.models import Host, Room, Seat
from guildhouse.rooms.tests.pages.helping import ADDRESS, LINK, look, path_of, send, words
from guildhouse.rooms.tests.rooming import (
    DAY,
    NOON,
    ask,
    before_start,
    draft_room,
    fact_count,
    member,
    members,
    open_room,
    state_of,
)
from guildhouse.testing.cast import Cast

ACTS = ("requests", "promotion", "removal", "invitation", "cohost", "closing", "running", "limits", "message")


def asking(cast: Cast, count: int, **fields: object) -> tuple[Room, list[Seat]]:
    room = open_room(cast.weavers, cast.ana, needs_approval=True, **fields)
    return room, [ask(room, person) for person in members(cast.weavers, count)]


@pytest.mark.parametrize("who", ["bo", "cy", "dee"])
def test_the_hosts_page_is_there_for_hosts_alone(cast: Cast, who: str) -> None:
    room, [seat] = asking(cast, 1)
    before = fact_count()
    assert look(getattr(cast, who), path_of(room, "host/")).status_code == 404
    for act in (
        *(f"host/{one}/" for one in ACTS),
        "publication/",
        "cancellation/",
        "draft/",
        "host/attendance/",
    ):
        answer = send(
            getattr(cast, who), path_of(room, act), seat=seat.public_id, decision="approve", why="No"
        )
        assert answer.status_code == 404
    assert fact_count() == before
    assert look(cast.ana, path_of(room, "host/")).status_code == 200


def test_many_requests_are_approved_at_once_and_twice_is_once(cast: Cast) -> None:
    room, seats = asking(cast, 3, capacity=2)
    chosen = [seat.public_id for seat in seats]
    send(cast.ana, path_of(room, "host/requests/"), decision="approve", seat=chosen)
    facts = fact_count()
    send(cast.ana, path_of(room, "host/requests/"), decision="approve", seat=chosen)
    states = list(Seat.objects.filter(room=room).order_by("pk").values_list("state", flat=True))
    assert (states, fact_count()) == (["confirmed", "confirmed", "waitlisted"], facts)


def test_nothing_chosen_is_said_and_nothing_happens(cast: Cast) -> None:
    room, [seat] = asking(cast, 1)
    answer = send(cast.ana, path_of(room, "host/requests/"), decision="approve")
    assert answer.status_code == 400
    assert "Choose at least one request first." in words(answer)
    seat.refresh_from_db()
    assert seat.state == "requested"


def test_declining_needs_a_reason_and_keeps_what_was_typed(cast: Cast) -> None:
    room, seats = asking(cast, 2)
    chosen = [seats[0].public_id]
    answer = send(
        cast.ana, path_of(room, "host/requests/"), decision="decline", seat=chosen, next_step="Come in May"
    )
    page = answer.content.decode()
    assert "Say why, and what the person can do next" in words(answer)
    assert "Come in May</textarea>" in page
    assert f'id="seat-{seats[0].public_id}" checked' in page
    assert f'id="seat-{seats[1].public_id}" checked' not in page
    send(
        cast.ana,
        path_of(room, "host/requests/"),
        decision="decline",
        seat=chosen,
        reason_code="full",
        reason="We are many",
        next_step="Come in May",
    )
    seats[0].refresh_from_db()
    assert (seats[0].state, seats[0].reason, seats[0].may_ask_again) == ("declined", "We are many", False)
    seen = words(look(seats[0].person, path_of(room)))
    assert "We are many" in seen
    assert "What you can do next: Come in May" in seen


def test_a_question_goes_to_those_chosen(cast: Cast) -> None:
    room, [seat] = asking(cast, 1)
    send(cast.ana, path_of(room, "host/requests/"), decision="question", seat=seat.public_id, question="Why?")
    seat.refresh_from_db()
    assert seat.host_question == "Why?"


def test_another_date_is_offered(cast: Cast) -> None:
    room, [seat] = asking(cast, 1)
    other = open_room(cast.weavers, cast.ana, purpose="The other", wall_date=DAY + timedelta(days=1))
    assert "The other" in words(look(cast.ana, path_of(room, "host/")))
    values = {"decision": "date", "seat": seat.public_id}
    assert "Choose another room" in words(send(cast.ana, path_of(room, "host/requests/"), **values))
    send(cast.ana, path_of(room, "host/requests/"), **values, other=other.public_id)
    assert (state_of(room, seat.person), state_of(other, seat.person)) == ("declined", "invited")


def test_passing_the_line_needs_a_reason_that_others_read(cast: Cast) -> None:
    room = open_room(cast.weavers, cast.ana, capacity=1, freed="offer", line="first_come")
    ask(room, cast.ana)
    first, second = members(cast.weavers, 2)
    ask(room, first)
    last = ask(room, second)
    Room.objects.filter(pk=room.pk).update(capacity=2)
    room.roles.update(capacity=None)
    send(cast.ana, path_of(room, "host/promotion/"), seat=last.public_id)
    assert state_of(room, second) == "waitlisted"
    send(cast.ana, path_of(room, "host/promotion/"), seat=last.public_id, reason="She brings the loom")
    assert state_of(room, second) == "confirmed"
    assert "a host let somebody pass: She brings the loom" in words(look(first, path_of(room)))


def test_removing_says_why_and_frees_the_seat(cast: Cast) -> None:
    room = open_room(cast.weavers, cast.ana, capacity=1)
    seat, _next = ask(room, cast.bo), ask(room, member(cast.weavers, "Eva"))
    send(cast.ana, path_of(room, "host/removal/"), seat=seat.public_id, reason="")
    assert state_of(room, cast.bo) == "confirmed"
    send(cast.ana, path_of(room, "host/removal/"), seat=seat.public_id, reason="Double booked")
    assert (state_of(room, cast.bo), state_of(room, _next.person)) == ("removed", "confirmed")
    assert "Double booked" in words(look(cast.bo, path_of(room)))


def test_a_seat_of_another_room_is_not_there(cast: Cast) -> None:
    room, other = open_room(cast.weavers, cast.ana), open_room(cast.weavers, cast.ana)
    seat = ask(other, cast.bo)
    answer = send(cast.ana, path_of(room, "host/removal/"), seat=seat.public_id, reason="Mixed up")
    assert (answer.status_code, state_of(other, cast.bo)) == (404, "confirmed")


def test_members_are_invited_and_named_hosts_and_strangers_are_not(cast: Cast) -> None:
    room = open_room(cast.weavers, cast.ana)
    for act in ("invitation", "cohost"):
        assert send(cast.ana, path_of(room, f"host/{act}/"), person="").status_code == 400
        assert send(cast.ana, path_of(room, f"host/{act}/"), person=cast.cy.public_id).status_code == 400
        send(cast.ana, path_of(room, f"host/{act}/"), person=cast.bo.public_id)
    assert state_of(room, cast.bo) == "invited"
    assert Host.objects.filter(room=room, person=cast.bo).exists()
    assert "You are invited." in words(look(cast.bo, path_of(room)))


def test_a_limit_below_the_seats_held_is_refused_beside_the_form(cast: Cast) -> None:
    room = open_room(cast.weavers, cast.ana, capacity=3)
    ask(room, cast.bo)
    ask(room, cast.ana)
    answer = send(cast.ana, path_of(room, "host/limits/"), capacity="1")
    assert "2 seats of this room are held already" in words(answer)
    send(cast.ana, path_of(room, "host/limits/"), capacity="")
    room.refresh_from_db()
    assert room.capacity is None


def test_a_message_goes_out_once_it_is_written(cast: Cast) -> None:
    room = open_room(cast.weavers, cast.ana)
    assert "Write the message first." in words(send(cast.ana, path_of(room, "host/message/"), text=" "))
    send(cast.ana, path_of(room, "host/message/"), text="Bring wool")
    assert Fact.objects.get(kind=Facts.MESSAGE).data["text"] == "Bring wool"
    assert "Bring wool" in words(look(cast.ana, path_of(room, "host/")))


def test_closing_and_opening_again(cast: Cast) -> None:
    room = open_room(cast.weavers, cast.ana)
    for said, state in (("yes", "closed"), ("no", "published")):
        send(cast.ana, path_of(room, "host/closing/"), closed=said)
        room.refresh_from_db()
        assert room.state == state


def test_a_room_too_small_shows_its_choices(cast: Cast) -> None:
    room = open_room(cast.weavers, cast.ana, format="triads", minimum=3)
    seen = words(look(cast.ana, path_of(room, "host/")))
    for said in ("0 seats are held.", "Run it anyway", "Choose another time", "Cancel the room"):
        assert said in seen
    send(cast.ana, path_of(room, "host/running/"))
    assert "You decided to run it with those who come." in words(look(cast.ana, path_of(room, "host/")))


def test_whoever_waits_behind_others_can_be_let_go_first(cast: Cast) -> None:
    room = open_room(cast.weavers, cast.ana, capacity=1)
    seats = [ask(room, person) for person in members(cast.weavers, 3)]
    assert f"Let this person go first : {seats[2].person}" in words(look(cast.ana, path_of(room, "host/")))


def test_whether_it_will_work_counts_those_who_still_wait_for_an_answer(cast: Cast) -> None:
    room, _seats = asking(cast, 4, format="five-step-intervision")
    seen = words(look(cast.ana, path_of(room, "host/")))
    assert "0 seats are held. 4 requests wait for your answer." in seen


def test_cancelling_says_what_it_causes_and_needs_a_reason(cast: Cast) -> None:
    room = open_room(cast.weavers, cast.ana)
    ask(room, cast.bo)
    assert "1 seat is given back" in words(look(cast.ana, path_of(room, "cancellation/")))
    assert send(cast.ana, path_of(room, "cancellation/"), why="").status_code == 400
    send(cast.ana, path_of(room, "cancellation/"), why="The loom broke")
    assert state_of(room, cast.bo) == "lapsed"


def test_a_draft_is_deleted(cast: Cast) -> None:
    room = draft_room(cast.weavers, cast.ana)
    send(cast.ana, path_of(room, "draft/"))
    assert not Room.objects.filter(pk=room.pk).exists()


def test_attendance_is_noted_for_all_at_once(cast: Cast) -> None:
    room = open_room(cast.weavers, cast.ana)
    there, gone = ask(room, cast.bo), ask(room, cast.ana)
    after = room.ends_at + timedelta(minutes=5)
    with clock.at(after):
        actions.pass_time()
    values = {f"came-{there.public_id}": "attended", f"came-{gone.public_id}": "excused"}
    for _time in range(2):
        send(cast.ana, path_of(room, "host/attendance/"), after, **values)
    assert (state_of(room, cast.bo), state_of(room, cast.ana)) == ("attended", "excused")
    assert Fact.objects.filter(kind=Facts.SEAT_ATTENDED).count() == 1


def test_the_history_is_told_in_sentences(cast: Cast) -> None:
    room = open_room(cast.weavers, cast.ana)
    ask(room, cast.bo, at=NOON)
    seen = words(look(cast.ana, path_of(room, "host/")))
    assert "Bo has a seat" in seen
    assert "Ana published a room" in seen


def test_that_a_room_online_has_no_link_yet_is_said_to_its_host_and_to_those_who_come(cast: Cast) -> None:
    missing, given = "This room has no joining link yet", "The host has not given a link yet."
    for fields, lacks in (({"mode": "online"}, True), ({"mode": "online", "link": LINK}, False)):
        room = open_room(cast.weavers, cast.ana, **fields)
        ask(room, cast.bo)
        host = look(cast.ana, path_of(room, "host/")).content.decode()
        assert (missing in host, path_of(room, "edit/#id_link") in host) == (lacks, lacks)
        assert 'id="id_link"' in look(cast.ana, path_of(room, "edit/")).content.decode()
        soon = before_start(room, minutes=5)
        for page, at in (("", NOON), ("", soon), ("live/", soon)):
            assert (given in words(look(cast.bo, path_of(room, page), at=at))) == lacks
    there = open_room(cast.weavers, cast.ana, mode="in_person", address=ADDRESS)
    assert missing not in words(look(cast.ana, path_of(there, "host/")))
