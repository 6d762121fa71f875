"""The host's choices about a room, and what people are asked, as pages; each press does one thing."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guildhouse.history.actors import Actor
from guildhouse.kit import clock
from guildhouse.kit.rules import Refused
from guildhouse.people.models import Person
from guildhouse.rooms import actions
from guildhouse.rooms.models import Merging, ProposedTime, RoleAsk, Room, Seat
from guildhouse.rooms.needs import needs
from guildhouse.rooms.tests.pages.helping import look, path_of, ready, send, words
from guildhouse.rooms.tests.pages.test_planning_pages import FILLED, NEW
from guildhouse.rooms.tests.rooming import DAY, NOON, ask, draft_room, members, open_room, state_of
from guildhouse.testing.cast import Cast


def too_small(cast: Cast) -> tuple[Room, list[Person]]:
    """Four where five are needed, one of them to present."""
    room = open_room(cast.weavers, cast.ana, format="five-step-intervision", capacity=8, minutes=50)
    people = members(cast.weavers, 4)
    for place, person in enumerate(people):
        ask(room, person, role="member" if place else "presenter")
    return room, people


def test_a_room_that_is_too_small_offers_what_fits_each_with_its_consequence(cast: Cast) -> None:
    room, people = too_small(cast)
    open_room(cast.weavers, cast.ana, purpose="A larger room", capacity=9)
    page = words(look(cast.ana, path_of(room, "host/")))
    for said in (
        "1 is missing",
        "Run it anyway",
        "Make it “Wise crowds”. Everybody keeps their seat.",
        f"{people[0]} is asked about a new role.",
        "Make one room of this and “A larger room",
        "9 seats are free there.",
        "Ask about times",
        "which rooms come next",
    ):
        assert said in page, said


def test_every_other_format_that_fits_stands_on_a_page_of_its_own_with_what_it_would_cause(
    cast: Cast,
) -> None:
    room, people = too_small(cast)
    assert "Choose another format" in words(look(cast.ana, path_of(room, "edit/")))
    page = look(cast.ana, path_of(room, "host/conversion/"))
    seen = words(page)
    assert "Now: Five-step intervision. 4 seats are held." in seen
    assert "For one person's experience that many should hear." in seen
    assert f"Everybody keeps their seat. {people[0]} is asked about a new role." in seen
    assert 'value="wise-crowds"' in page.content.decode()
    assert 'value="triads"' not in page.content.decode()


def test_a_draft_can_become_anything_and_a_room_that_runs_nothing_else(cast: Cast) -> None:
    room = draft_room(cast.weavers, cast.ana, format="troika", capacity=4)
    page = look(cast.ana, path_of(room, "host/conversion/"))
    assert 'value="triads"' in page.content.decode()
    assert "Everybody keeps" not in words(page)
    send(cast.ana, path_of(room, "host/conversion/"), to="balint")
    room.refresh_from_db()
    assert (room.format, room.capacity, room.minimum) == ("balint", 6, 6)
    room, _people = too_small(cast)
    send(cast.ana, path_of(room, "edit/"), room.starts_at, **FILLED | {"format": "reflecting-team"})
    with pytest.raises(Refused, match="has begun"), clock.at(room.starts_at):
        actions.edit(room, actor=Actor(cast.ana), format="reflecting-team")
    assert Room.objects.get(pk=room.pk).format == "five-step-intervision"
    begun = look(cast.ana, path_of(room, "edit/"), room.starts_at)
    assert "Choose another format" not in words(begun)
    assert look(cast.ana, path_of(room, "host/conversion/"), room.starts_at).status_code == 409


def test_a_format_that_is_longer_than_the_room_says_so_before_and_after(cast: Cast) -> None:
    room = draft_room(cast.weavers, cast.ana, format="working-session", minutes=60)
    said = "It usually takes 2 h; this room has 1 h."
    assert said in words(look(cast.ana, path_of(room, "host/conversion/")))
    browser = ready(cast.ana)
    with clock.at(NOON):
        told = words(browser.post(path_of(room, "host/conversion/"), {"to": "triads"}, follow=True))
    assert (
        f"The room is “Triads” now. Everybody keeps their seat; whoever has another role is asked. {said}"
        in told
    )
    assert f"come round 3 times. {said}" in words(look(cast.ana, path_of(room)))


def test_a_host_is_asked_for_formats_of_ones_own_only_where_another_may_be_needed(cast: Cast) -> None:
    room = open_room(cast.weavers, cast.ana, format="working-session", capacity=8)
    for person in members(cast.weavers, 3):
        ask(room, person)
    browser = ready(cast.ana)
    with clock.at(NOON), CaptureQueriesContext(connection) as asked:
        seen = words(browser.get(path_of(room, "host/")))
    assert "Another format for the same people" in seen
    assert [one for one in asked if "rooms_ownformat" in one["sql"]] == []


def test_one_press_converts_and_the_person_answers_on_the_room(cast: Cast) -> None:
    room, people = too_small(cast)
    send(cast.ana, path_of(room, "host/conversion/"), to="talk")
    assert Room.objects.get(pk=room.pk).format == "talk"
    page = words(look(people[0], path_of(room)))
    assert "Would you be Speaker?" in page
    assert "Without an answer you are Speaker once the room begins." in page
    assert "nobody is Presenter any more" in page
    hosts = words(look(cast.ana, path_of(room, "host/")))
    assert f"Asked, not answered yet: {people[0]}." in hosts
    assert f"{people[0]} has the role" not in hosts
    assert "Would you be" not in words(look(people[1], path_of(room)))
    send(people[0], path_of(room, "role/"), yes="no")
    assert not RoleAsk.objects.filter(answered_at=None).exists()
    assert state_of(room, people[0]) == "confirmed"


def test_an_answer_sent_from_a_second_tab_is_told_what_stands(cast: Cast) -> None:
    room, people = too_small(cast)
    send(cast.ana, path_of(room, "host/conversion/"), to="talk")
    browser = ready(people[0])
    with clock.at(NOON):
        for answer in ("no", "yes"):
            page = browser.post(path_of(room, "role/"), {"yes": answer}, follow=True)
            assert "The hosts know that you would rather not" in words(page)


def test_one_press_asks_everybody_to_come_along_and_they_answer_on_the_room(cast: Cast) -> None:
    room, people = too_small(cast)
    other = open_room(
        cast.weavers, cast.ana, purpose="A larger room", capacity=9, confidentiality="Not a word."
    )
    send(cast.ana, path_of(room, "host/merging/"), into=other.public_id)
    assert "Will you come to “A larger room” instead?" in words(look(people[1], path_of(room)))
    refused = send(people[1], path_of(room, "merging/"), yes="yes")
    assert "Write your name to accept" in words(refused)
    moved = send(people[1], path_of(room, "merging/"), yes="yes", accepts="M One")
    assert moved.headers["Location"] == path_of(other)
    send(people[2], path_of(room, "merging/"), yes="no")
    page = words(look(cast.ana, path_of(room, "host/")))
    assert f"Came along {people[1]} Stay behind {people[2]}" in page
    assert ("Take requests again" in page, "Cancel the room" in page) == (False, True)
    send(cast.ana, path_of(room, "host/merging/"), stop="yes")
    assert Merging.objects.get().outcome == "stopped"


def test_no_room_is_offered_that_would_be_refused(cast: Cast) -> None:
    room, people = too_small(cast)
    Room.objects.filter(pk=room.pk).update(needs_approval=True)
    ask(room, cast.bo, role="member")
    tight = open_room(cast.weavers, cast.ana, purpose="A tight room", capacity=4)
    open_room(cast.weavers, cast.ana, purpose="A larger room", capacity=9)
    page = words(look(cast.ana, path_of(room, "host/")))
    assert ("“A larger room" in page, "“A tight room" in page) == (True, False)
    send(cast.ana, path_of(room, "host/merging/"), into=tight.public_id)
    assert not Merging.objects.exists()
    smallest = open_room(cast.weavers, cast.ana, purpose="The smallest room", capacity=2)
    ask(smallest, people[0])
    send(cast.ana, path_of(smallest, "host/merging/"), into=room.public_id)
    assert "Make one room" not in words(look(cast.ana, path_of(room, "host/")))


def test_times_are_proposed_answered_and_chosen(cast: Cast) -> None:
    room, people = too_small(cast)
    day = str(DAY + timedelta(days=7))
    assert send(cast.ana, path_of(room, "host/times/"), day_1="").status_code == 400
    late = send(cast.ana, path_of(room, "host/times/"), day_1="2027-02-01", hour_1="18:00")
    assert "has passed" in words(late)
    send(cast.ana, path_of(room, "host/times/"), day_1=day, hour_1="19:30", day_2="")
    time = ProposedTime.objects.get()
    assert "Which times would suit you?" in words(look(people[0], path_of(room)))
    send(people[0], path_of(room, "times/"), suits=[time.public_id])
    assert f"suits 1 person: {people[0]}" in words(look(cast.ana, path_of(room, "host/")))
    send(cast.ana, path_of(room, "host/time/"), time=time.public_id)
    moved = Room.objects.get(pk=room.pk)
    assert (str(moved.wall_date), str(moved.wall_time)) == (day, "19:30:00")
    assert "Which times would suit" not in words(look(people[0], path_of(room)))


def test_what_is_asked_stands_among_what_waits_for_somebody_until_they_answered(cast: Cast) -> None:
    room, people = too_small(cast)
    day = str(DAY + timedelta(days=7))
    send(cast.ana, path_of(room, "host/times/"), day_1=day, hour_1="19:30")

    def asked(person: Person) -> list[str]:
        return [need.sentence for need in needs(person, NOON) if "asks you something" in need.sentence]

    assert asked(people[0]) == [f"The host of “{room.purpose}” asks you something."]
    assert asked(cast.bo) == []
    send(people[0], path_of(room, "times/"))
    assert asked(people[0]) == []


@pytest.mark.parametrize("part", ["conversion", "merging", "times", "time", "role"])
def test_for_everybody_else_these_pages_do_not_exist(part: str, cast: Cast) -> None:
    room, people = too_small(cast)
    for person in (people[0], cast.cy):
        assert send(person, path_of(room, f"host/{part}/"), to="talk").status_code == 404
        assert look(person, path_of(room, f"host/{part}/")).status_code in (404, 405)


def test_hosts_are_offered_who_has_not_presented_and_others_never_see_it(cast: Cast) -> None:
    before = open_room(
        cast.weavers, cast.ana, format="five-step-intervision", wall_date=DAY - timedelta(days=8)
    )
    new, old = members(cast.weavers, 2)
    ask(before, old, role="presenter")
    with clock.at(before.ends_at):
        actions.pass_time()
    room = open_room(cast.weavers, cast.ana, format="five-step-intervision", capacity=8)
    at = before.ends_at
    for person in (old, new):
        ask(room, person, at, role="member")
    page = words(look(cast.ana, path_of(room, "host/"), at))
    turns = page.partition("Who could be Presenter")[2]
    assert turns.index(f"{new} not yet") < turns.index(f"{old} last on")
    assert "Who could be" not in words(look(new, path_of(room), at))
    send(cast.ana, path_of(room, "host/role/"), at, person=new.public_id, role="presenter")
    send(new, path_of(room, "role/"), at, yes="yes")
    assert Seat.objects.select_related("role").get(room=room, person=new).role.key == "presenter"


def test_everybody_sees_their_own_memory(cast: Cast) -> None:
    room = open_room(cast.weavers, cast.ana, format="five-step-intervision")
    one, two = members(cast.weavers, 2)
    ask(room, one, role="presenter"), ask(room, two, role="member")
    with clock.at(room.ends_at):
        actions.pass_time()
    mine = words(look(one, "/me/rooms/", room.ends_at))
    assert "You presented in 1 room, last on Wednesday 10 March" in mine
    assert f"together with {two}" in mine
    hosted = words(look(cast.ana, "/me/rooms/", room.ends_at))
    assert ("You hosted in 1 room" in hosted, "You presented" in hosted) == (True, False)
    assert "You have not been in a room yet." in words(look(cast.cy, "/me/rooms/", room.ends_at))


@pytest.mark.parametrize("count", [1, 50])
def test_many_rooms_and_people_cost_no_more_questions(
    count: int, cast: Cast, django_assert_num_queries
) -> None:
    at = NOON + timedelta(days=40)
    for place in range(1 if count == 1 else 10):
        room = open_room(
            cast.weavers, cast.ana, format="five-step-intervision", wall_date=DAY + timedelta(days=place)
        )
        for person in [cast.bo, *members(cast.weavers, 1 if count == 1 else 5)]:
            ask(room, person, role="member")
    with clock.at(at):
        actions.pass_time()
    browser = ready(cast.bo)
    with clock.at(at), django_assert_num_queries(15):
        assert browser.get("/me/rooms/").status_code == 200


def test_what_is_asked_costs_nothing_where_nothing_is_asked(cast: Cast, django_assert_num_queries) -> None:
    room, people = too_small(cast)
    browser = ready(people[0])
    with clock.at(NOON), django_assert_num_queries(6):
        browser.get(path_of(room))


def test_a_day_at_the_end_of_the_calendar_is_refused_beside_the_form(cast: Cast) -> None:
    room = open_room(cast.weavers, cast.ana)
    sent = {"day_1": "9999-12-31", "hour_1": "23:59"}
    answer = send(cast.ana, path_of(room, "host/times/"), **sent)
    assert answer.status_code == 400
    assert "more than a hundred years away" in words(answer)
    moved = {"wall_date": "9999-12-31", "wall_time": "23:59", "zone": "UTC"}
    assert "more than a hundred years away" in words(send(cast.ana, path_of(room, "time/"), **moved))
    planned = send(cast.ana, NEW, **FILLED | {"wall_date": "9999-12-31", "wall_time": "23:59"})
    assert "more than a hundred years away" in words(planned)
    assert look(cast.ana, "/").status_code == look(cast.bo, "/c/weavers/rooms.ics").status_code == 200
