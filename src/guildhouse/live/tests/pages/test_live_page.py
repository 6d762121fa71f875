"""The screen of a room that runs: who may see it, what it says to whom, and how it works without a script."""

import re

import pytest
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from guildhouse.circles import actions as circles
from guildhouse.history.actors import Actor
from guildhouse.kit import clock
from guildhouse.live import actions
from guildhouse.live.tests.running import at, begun, evening, minute, press
from guildhouse.people.models import Person
from guildhouse.rooms.models import Room
from guildhouse.rooms.tests.pages.helping import ADDRESS, LINK, look, path_of, ready, words
from guildhouse.rooms.tests.rooming import ask, before_start, members, open_room
from guildhouse.testing.cast import Cast

pytestmark = pytest.mark.django_db
REFRESH = re.compile(r'<noscript><meta http-equiv="refresh" content="(\d+)"></noscript>')


def seen(who: Person | None, room: Room, number: float, part: str = "live/") -> str:
    return words(look(who, path_of(room, part), at=minute(room, number)))


def test_those_who_come_and_hosts_see_it_from_a_quarter_of_an_hour_before_and_nobody_else_does(cast: Cast):
    room = evening(cast)
    joe = members(cast.weavers, 1)[0]
    assert look(cast.bo, path_of(room, "live/"), at=before_start(room, minutes=16)).status_code == 409
    inside = [look(who, path_of(room, "live/"), at=minute(room, -14)) for who in (cast.bo, cast.ana)]
    assert [answer.status_code for answer in inside] == [200, 200]
    outside = [look(who, path_of(room, "live/"), at=minute(room, 1)) for who in (joe, cast.cy, cast.dee)]
    assert [answer.status_code for answer in outside] == [403, 403, 403]
    assert look(None, path_of(room, "live/"), at=minute(room, 1)).status_code == 302


def test_the_joining_link_is_on_it_from_a_quarter_of_an_hour_before_and_nowhere_for_others(cast: Cast):
    room = evening(cast, link=LINK, mode="hybrid", address=ADDRESS)
    joe = members(cast.weavers, 1)[0]
    for number, shown in ((-16, False), (-14, True), (30, True)):
        for part in ("live/", ""):
            moment = minute(room, number)
            assert (LINK in look(cast.bo, path_of(room, part), at=moment).content.decode()) == shown
            for who in (joe, cast.cy, cast.dee, None):
                said = look(who, path_of(room, part), at=moment).content.decode()
                assert LINK not in said
                assert ADDRESS not in said
    for part in ("run-sheet/", "live/stream"):
        assert LINK not in b"".join(look(cast.cy, path_of(room, part), at=minute(room, 5))).decode()


def test_the_link_of_a_circle_is_for_those_in_it_once_circles_are_shown(cast: Cast):
    room = open_room(cast.weavers, cast.ana, format="triads", capacity=None, minutes=120)
    people = members(cast.weavers, 6)
    for person in people:
        ask(room, person)
    with clock.at(minute(room, -60)):
        circles.form(room, rounds=3, actor=Actor(cast.ana), seed=1)
        circles.set_links(room, links={n: f"{LINK}-{n}" for n in (1, 2)}, actor=Actor(cast.ana))
    at(room, 0, actions.begin, cast.ana)
    assert all(LINK not in seen_by(room, person) for person in people)
    with clock.at(minute(room, 1)):
        circles.show(room, actor=Actor(cast.ana))
    links = [sorted(set(re.findall(f"{LINK}-[12]", seen_by(room, person)))) for person in people]
    assert sorted(links) == [[f"{LINK}-1"]] * 3 + [[f"{LINK}-2"]] * 3
    assert LINK not in look(cast.cy, path_of(room, "live/"), at=minute(room, 2)).content.decode()
    for number in (30, 33, 38):
        assert "Next round: circle" not in shown_words(seen(people[0], room, number))
        press(room, number, actions.next_step, cast.ana)
    assert "Next round: circle" in shown_words(seen(people[0], room, 39))
    at(room, 40, actions.end, cast.ana)
    assert LINK not in look(people[0], path_of(room, "live/"), at=minute(room, 41)).content.decode()


def shown_words(page: str) -> str:
    return page.replace("Next round: circle 0", "")  # hidden while there is none


def seen_by(room: Room, person: Person) -> str:
    return look(person, path_of(room, "live/"), at=minute(room, 2)).content.decode()


def test_whoever_leads_names_the_presenter_who_is_silent_where_the_format_says(cast: Cast):
    room = open_room(cast.weavers, cast.ana, format="balint", capacity=None, minutes=45)
    eve, fay = members(cast.weavers, 2)
    for person in (eve, fay):
        ask(room, person, role="member")
    at(room, 0, actions.begin, cast.ana)
    press(room, 1, actions.next_step, cast.ana)
    assert "Nobody has this part yet: Presenter." in seen(cast.ana, room, 2)
    at(room, 2, actions.give_part, cast.ana, role="presenter", people=[eve])
    for number, (hers, theirs) in ((2, ("speak", "silent")), (30, ("silent", "speak"))):
        if number == 30:
            for moment in (10, 20):
                press(room, moment, actions.next_step, cast.ana)
        assert [kind_for(room, who, number) for who in (eve, fay)] == [hers, theirs]


def kind_for(room: Room, who: Person, number: float) -> str:
    page = look(who, path_of(room, "live/"), at=minute(room, number)).content.decode()
    shown = re.findall(r'<div class="live-mine live-mine-(\w+)" data-when="\w+">', page)
    assert len(shown) == 1
    return str(shown[0])


def test_without_a_script_it_loads_itself_anew_and_stands_still_to_write(cast: Cast):
    room = begun(cast)
    page = look(cast.bo, path_of(room, "live/"), at=minute(room, 1)).content.decode()
    assert REFRESH.findall(page) == ["15"]
    soon = look(cast.bo, path_of(room, "live/"), at=minute(room, 4.9)).content.decode()
    assert REFRESH.findall(soon) == ["7"]
    still = look(cast.bo, path_of(room, "live/?still=yes"), at=minute(room, 1)).content.decode()
    assert REFRESH.findall(still) == []
    assert "live-scripted" in page
    assert "live-scripted" not in still


def test_a_page_that_is_open_is_given_its_pieces_alone(cast: Cast):
    room = begun(cast)
    client = ready(cast.bo)
    with clock.at(minute(room, 1)):
        pieces = client.get(path_of(room, "live/"), headers={"X-Parts": "yes"}).content.decode()
    assert "<html" not in pieces
    assert set(re.findall(r'data-part="(\w+)"', pieces)) == {
        "now",
        "place",
        "steps",
        "hand",
        "cases",
        "keep",
        "before",
        "bell",
    }


def test_a_button_sent_twice_goes_on_once(cast: Cast):
    room = begun(cast)
    client = ready(cast.ana)
    for _twice in range(2):
        with clock.at(minute(room, 6)):
            answer = client.post(path_of(room, "live/step/"), {"to": "next", "move": "1"})
        assert answer.headers["Location"] == path_of(room, "live/")
    assert "Step 2 of 3" in seen(cast.bo, room, 7)


@pytest.mark.parametrize("sent", ["", "x", "-1", "9" * 30, "٣"])
def test_a_move_that_makes_no_sense_moves_nothing(cast: Cast, sent: str):
    room = begun(cast)
    client: Client = ready(cast.ana)
    with clock.at(minute(room, 6)):
        assert client.post(path_of(room, "live/step/"), {"move": sent}).status_code == 302
    assert "Step 1 of 3" in seen(cast.bo, room, 7)


def test_the_words_with_a_hand_are_for_whoever_leads(cast: Cast):
    room = evening(cast, capacity=None)
    eve = members(cast.weavers, 1)[0]
    ask(room, eve)
    at(room, 0, actions.begin, cast.ana)
    at(room, 1, actions.raise_hand, cast.bo, text="Canary of a hand")
    assert "Canary of a hand" in seen(cast.ana, room, 2)
    assert "Canary of a hand" in seen(cast.bo, room, 2)
    assert "Would you like to speak?" in seen(eve, room, 2)
    assert "Canary of a hand" not in seen(eve, room, 2)


def test_whoever_leads_turns_the_bell_off_for_everybody_and_nobody_else_does(cast: Cast):
    room = begun(cast)
    off = {"for": "all", "on": "no"}
    with clock.at(minute(room, 1)):
        assert ready(cast.bo).post(path_of(room, "live/bell/"), off).status_code == 403
        assert "Turn it off for me" in seen(cast.bo, room, 1)
        assert ready(cast.ana).post(path_of(room, "live/bell/"), off).status_code == 302
    assert "Whoever leads has turned it off for everybody." in seen(cast.bo, room, 2)
    assert "Turn it off for me" not in seen(cast.bo, room, 2)
    assert "Bell on for everybody" in seen(cast.ana, room, 2)


@pytest.mark.parametrize("how_many", [1, 50])
@pytest.mark.parametrize("leads", [True, False])
def test_a_full_room_costs_no_more_questions(
    cast: Cast, how_many: int, leads: bool, django_assert_num_queries: DjangoAssertNumQueries
):
    room = evening(cast, capacity=None, format="open-space", minutes=150)
    people = members(cast.weavers, how_many)
    for person in people:
        ask(room, person)
    at(room, 0, actions.begin, cast.ana)
    for person in people:
        at(room, 1, actions.raise_hand, person)
    client = ready(cast.ana if leads else cast.bo)
    with clock.at(minute(room, 2)), django_assert_num_queries(15):
        page = client.get(path_of(room, "live/")).content.decode()
    assert page.count("live-hand-name") == (how_many if leads else 0)
