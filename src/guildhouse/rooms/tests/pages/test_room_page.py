from datetime import timedelta

import pytest
from django.test.utils import CaptureQueriesContext

from guildhouse.history.actors import Actor
from guildhouse.kit import clock
from guildhouse.rooms import actions
from guildhouse.rooms.models import Room
from guildhouse.rooms.tests.pages.helping import ADDRESS, LINK, look, path_of, ready, send, words
from guildhouse.rooms.tests.rooming import NOON, ask, before_start, draft_room, member, members, open_room
from guildhouse.testing.cast import Cast


def test_the_page_states_what_a_room_states(cast: Cast) -> None:
    room = open_room(
        cast.weavers, cast.ana, format="triads", capacity=6, mode="in_person", place="At the bridge"
    )
    seen = words(look(cast.bo, path_of(room)))
    for said in (
        *(
            "Reading a loom",
            "Wednesday 10 March, 18:00–19:00",
            "Triads",
            "in person, At the bridge",
            "at most 6",
        ),
        *("members of the community", "Coaching", "Who is silent", "first come, first served"),
    ):
        assert said in seen


def test_the_link_and_the_address_reach_only_those_who_come(cast: Cast) -> None:
    room = open_room(cast.weavers, cast.ana, mode="hybrid", link=LINK, address=ADDRESS, capacity=1)
    waiting = member(cast.weavers, "Eva")
    ask(room, cast.bo)
    ask(room, waiting)
    near = before_start(room, minutes=10)
    assert LINK in look(cast.bo, path_of(room), near).content.decode()
    assert ADDRESS in look(cast.bo, path_of(room)).content.decode()
    assert LINK not in look(cast.bo, path_of(room)).content.decode()
    for who in (waiting, cast.cy, cast.dee, None):
        for part in ("", "seat/", "host/", "run-sheet/", "edit/"):
            page = look(who, path_of(room, part), near).content.decode()
            assert LINK not in page
            assert ADDRESS not in page


def test_who_comes_is_for_those_who_come(cast: Cast) -> None:
    room = open_room(cast.weavers, cast.ana, capacity=3)
    eva = member(cast.weavers, "Eva")
    ask(room, eva)
    assert "Eva" in words(look(cast.ana, path_of(room)))
    assert "Eva" not in words(look(cast.bo, path_of(room)))
    ask(room, cast.bo)
    assert "Eva" in words(look(cast.bo, path_of(room)))


@pytest.mark.parametrize("part", ["", "seat/", "host/", "edit/", "time/", "cancellation/", "run-sheet/"])
def test_hidden_and_absent_rooms_answer_alike(cast: Cast, part: str) -> None:
    hidden = open_room(cast.glass, cast.ana)
    draft = draft_room(cast.weavers, cast.ana)
    for address in (path_of(hidden, part), path_of(draft, part), f"/c/weavers/rooms/nothing/{part}"):
        assert look(cast.bo, address).status_code == 404
    assert look(cast.ana, path_of(draft, part)).status_code == 200


def test_a_room_is_not_found_in_another_community(cast: Cast) -> None:
    room = open_room(cast.weavers, cast.ana)
    assert look(cast.ana, f"/c/glass/rooms/{room.public_id}/").status_code == 404


def test_a_draft_is_published_by_its_one_button(cast: Cast) -> None:
    room = draft_room(cast.weavers, cast.ana)
    assert "Publish this room" in words(look(cast.ana, path_of(room)))
    send(cast.ana, path_of(room, "publication/"))
    send(cast.ana, path_of(room, "publication/"))
    room.refresh_from_db()
    assert room.state == Room.State.PUBLISHED
    assert "Take a seat" in words(look(cast.bo, path_of(room)))


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"capacity": 3}, "You take one of 3 free seats."),
        ({"capacity": 1}, "You take the last free seat."),
        ({"capacity": None}, "there is no limit"),
        ({"needs_approval": True}, "A host answers your request"),
    ],
)
def test_the_main_act_says_what_it_causes(cast: Cast, fields: dict, said: str) -> None:
    assert said in words(look(cast.bo, path_of(open_room(cast.weavers, cast.ana, **fields))))


def test_a_full_room_says_which_place_one_would_have(cast: Cast) -> None:
    room = open_room(cast.weavers, cast.ana, capacity=1)
    for person in members(cast.weavers, 3):
        ask(room, person)
    seen = words(look(cast.bo, path_of(room)))
    assert "Stand in line" in seen
    assert "You will be no. 3 in line. When a seat frees, the next in line has it at once" in seen


def test_the_page_says_how_my_place_moved_and_who_was_let_pass(cast: Cast) -> None:
    room = open_room(cast.weavers, cast.ana, capacity=1)
    first, second, third, late = members(cast.weavers, 4)
    for person in (first, second, third, cast.bo, late):
        ask(room, person)
    assert "You are no. 3 in line." in words(look(cast.bo, path_of(room)))
    with clock.at(NOON + timedelta(hours=1)):
        actions.withdraw(room, actor=Actor(second))
        actions.set_limits(room, actor=cast.actor("ana"), capacity=2)
    seen = words(look(cast.bo, path_of(room)))
    assert "You entered the line at no. 3 on Monday 1 March; now you are no. 1." in seen


@pytest.mark.parametrize(
    ("who", "why", "way"),
    [
        ("cy", "Join the community", "How to join Weavers of the valley"),
        ("dee", "asked to stay away", "The next rooms"),
    ],
)
def test_whoever_cannot_ask_reads_why_and_where_to_go(cast: Cast, who: str, why: str, way: str) -> None:
    seen = words(look(getattr(cast, who), path_of(open_room(cast.weavers, cast.ana))))
    assert why in seen
    assert way in seen
    assert "Take a seat" not in seen


def test_a_cancelled_room_says_why(cast: Cast) -> None:
    room = open_room(cast.weavers, cast.ana)
    ask(room, cast.bo)
    with clock.at(NOON):
        actions.cancel(room, actor=cast.actor("ana"), why="The loom broke.")
    seen = words(look(cast.bo, path_of(room)))
    assert "This room was cancelled The loom broke." in seen
    assert "Your place here ended when the room was called off." in seen


def test_what_an_import_assumed_is_marked_and_confirmed_in_one_tap(cast: Cast) -> None:
    room = open_room(cast.weavers, cast.ana)
    Room.objects.filter(pk=room.pk).update(
        assumed=[{"field": "minutes", "value": "60", "why": "the list does not say"}]
    )
    said = "Its length: 1 h"
    assert said in words(look(cast.bo, path_of(room)))
    assert "This is right" not in words(look(cast.bo, path_of(room)))
    assert send(cast.bo, path_of(room, "assumption/"), field="minutes").status_code == 404
    assert "This is right" in words(look(cast.ana, path_of(room)))
    send(cast.ana, path_of(room, "assumption/"), field="minutes")
    assert said not in words(look(cast.ana, path_of(room)))


@pytest.mark.parametrize("how_many", [13, 50])  # too many for the format: others are looked for
@pytest.mark.parametrize(("part", "queries"), [("", 6), ("host/", 15)])
def test_many_people_cost_hosts_no_more_questions(
    cast: Cast, part: str, queries: int, how_many: int, django_assert_num_queries: CaptureQueriesContext
) -> None:
    room = open_room(cast.weavers, cast.ana, capacity=None)
    for person in members(cast.weavers, how_many):
        ask(room, person)
    client = ready(cast.ana)
    with clock.at(NOON), django_assert_num_queries(queries):
        page = client.get(path_of(room, part)).content.decode()
    assert page.count('class="person"') >= how_many


@pytest.mark.parametrize("how_many", [1, 50])
def test_a_long_line_costs_those_in_it_no_more_questions(
    cast: Cast, how_many: int, django_assert_num_queries: CaptureQueriesContext
) -> None:
    room = open_room(cast.weavers, cast.ana, capacity=1)
    for person in [*members(cast.weavers, how_many), cast.bo]:
        ask(room, person)
    client = ready(cast.bo)
    with clock.at(NOON), django_assert_num_queries(6):
        page = client.get(path_of(room)).content.decode()
    assert f"You are no. {how_many} in line." in page
