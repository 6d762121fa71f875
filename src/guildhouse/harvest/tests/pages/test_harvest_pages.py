from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guildhouse.harvest import actions
from guildhouse.harvest.models import Card
from guildhouse.harvest.tests.harvesting import LINE, dropped, during, evening, over
from guildhouse.history.actors import Actor
from guildhouse.kit import clock
from guildhouse.rooms.models import Room
from guildhouse.rooms.tests.pages.helping import look, path_of, ready, send, words
from guildhouse.rooms.tests.rooming import NOON, ask, member, members, open_room
from guildhouse.rooms.tests.scenes import weekly
from guildhouse.testing.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def room(cast: Cast) -> Room:
    return evening(cast)


def questions() -> CaptureQueriesContext:
    return CaptureQueriesContext(connection)


def harvest_of(room: Room) -> str:
    return path_of(room, "harvest/")


def test_a_card_is_dropped_in_one_line_and_stands_there(cast: Cast, room: Room):
    answer = send(cast.bo, harvest_of(room), during(room), kind="pitfall", text=LINE)
    assert (answer.status_code, answer.headers["Location"]) == (302, harvest_of(room))
    seen = words(look(cast.ana, harvest_of(room), during(room)))
    assert LINE in seen
    assert "Pitfalls" in seen


def test_a_question_is_on_the_agenda_and_a_commitment_somebodys_with_the_same_tap(cast: Cast, room: Room):
    send(cast.bo, harvest_of(room), during(room), kind="question", text="How tight is tight?")
    assert "How tight is tight?" in words(look(cast.ana, f"/c/{cast.weavers.slug}/agenda/", during(room)))
    said = {"text": "Warp it", "owner": cast.ana.public_id, "due_on": "2027-04-01"}
    send(cast.bo, harvest_of(room), during(room), kind="commitment", **said)
    assert "Bo asks you to take on: “Warp it”." in words(look(cast.ana, "/today/", during(room)))
    card = Card.objects.get(kind="commitment")
    assert (card.commitment.owner, str(card.commitment.due_on)) == (cast.ana, "2027-04-01")


def test_the_screen_of_a_room_gets_its_people_back(cast: Cast, room: Room):
    screen = path_of(room, "live/")
    answer = send(cast.bo, harvest_of(room), during(room), kind="insight", text=LINE, next=screen)
    assert answer.headers["Location"] == screen
    elsewhere = send(
        cast.bo, harvest_of(room), during(room), kind="insight", text="x", next="https://a.example/"
    )
    assert elsewhere.headers["Location"] == harvest_of(room)


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"kind": "insight", "text": " "}, "Write one line"),
        ({"kind": "commitment", "text": LINE, "due_on": "2027-03-01"}, "This day is over"),
        ({"kind": "commitment", "text": LINE, "owner": "nobody"}, "valid choice"),
        ({"kind": "rumour", "text": LINE}, "valid choice"),
        ({"text": LINE}, "required"),
        ({"kind": "insight", "text": "x" * 301}, "at most 300"),
    ],
)
def test_a_line_that_cannot_be_kept_comes_back_with_the_reason(cast: Cast, room: Room, sent: dict, said: str):
    answer = send(cast.bo, harvest_of(room), during(room), **sent)
    assert answer.status_code in (409, 422)
    assert said in words(answer)
    assert not Card.objects.exists()


def test_who_sees_the_cards_is_said_on_the_page(cast: Cast, room: Room):
    for fmt, said in (
        ("balint", "what is said here stays here"),
        ("after-action-review", "or a host, can share it"),
        ("talk", "may be told outside"),
    ):
        Room.objects.filter(pk=room.pk).update(format=fmt)
        assert said in words(look(cast.bo, harvest_of(room), during(room)))


def test_the_page_is_for_members_and_those_of_the_room(cast: Cast, room: Room):
    flo, card = member(cast.weavers, "Flo"), dropped(room, cast.bo)
    assert LINE not in words(look(flo, harvest_of(room), during(room)))
    assert look(cast.cy, harvest_of(room), during(room)).status_code == 404
    assert look(cast.dee, harvest_of(room), during(room)).status_code == 404
    assert look(None, harvest_of(room), during(room)).status_code == 302
    actions.share(card, actor=Actor(cast.bo))
    assert LINE in words(look(flo, harvest_of(room), during(room)))


def test_empty_pages_say_what_they_will_hold(cast: Cast, room: Room):
    assert "What is worth keeping" in words(look(cast.bo, harvest_of(room), during(room)))
    ahead = open_room(cast.weavers, cast.ana)
    assert "Cards are dropped while it is under way" in words(look(cast.ana, harvest_of(ahead)))
    flo = member(cast.weavers, "Flo")
    assert "Nothing here is shared" in words(look(flo, harvest_of(room), during(room)))
    assert "Nothing is shared yet" in words(look(flo, f"/c/{cast.weavers.slug}/harvest/", during(room)))


def test_a_rooms_page_says_what_came_of_it_and_leads_on(cast: Cast, room: Room):
    for number in range(5):
        dropped(room, cast.bo, text=f"Line {number}")
    room = over(room)
    seen = words(look(cast.bo, path_of(room), room.ends_at + timedelta(days=1)))
    assert "What came of it" in seen
    assert "Line 4" in seen
    assert "Line 0" not in seen
    assert "All 5 cards" in seen
    assert "What came of it" not in words(look(cast.cy, path_of(room), room.ends_at + timedelta(days=1)))


def test_before_a_room_begins_its_page_asks_nothing_more_and_leads_to_what_the_last_date_left(cast: Cast):
    series = weekly(cast, capacity=8)
    first = Room.objects.filter(series=series).order_by("starts_at").first()
    browser = ready(cast.bo)
    with questions() as asked, clock.at(NOON):
        page = browser.get(path_of(first)).content.decode()
    assert harvest_of(first) in page
    assert not [one for one in asked.captured_queries if "harvest_" in one["sql"]]


@pytest.mark.parametrize("many", [1, 50])
def test_pages_ask_no_more_for_many_cards(cast: Cast, many: int):
    people = members(cast.weavers, 3)
    room = evening(cast, *people, capacity=20)
    kinds = list(Card.Kind)
    for number in range(many):
        dropped(room, people[number % 3], kinds[number % 6], f"Line {number}")
    with clock.at(during(room)):
        for number in range(min(many, 3)):
            given = actions.recognise(room, to=cast.bo, text=f"Thanks {number}", actor=Actor(people[number]))
            actions.show(given, to="community", actor=Actor(cast.bo))
    browser, here = ready(cast.bo), f"/c/{cast.weavers.slug}/"
    pages = {
        "harvest": harvest_of(room),
        "room": path_of(room),
        "community": here + "harvest/",
        "today": "/today/",
    }
    counts = {}
    for name, address in pages.items():
        with questions() as asked, clock.at(during(room)):
            assert browser.get(address).status_code == 200
        # The house's own row is read again every few seconds, which is no question of this page.
        counts[name] = len([one for one in asked.captured_queries if '"people_site"' not in one["sql"]])
    assert counts == {"harvest": 12, "room": 10, "community": 5, "today": 9}


def test_a_card_has_an_address_of_its_own_that_stays(cast: Cast, room: Room):
    card = dropped(room, cast.bo)
    address = f"/c/{cast.weavers.slug}/cards/{card.public_id}/"
    send(cast.bo, address + "wording/", during(room), text="The heddle decides.")
    seen = words(look(cast.ana, address, during(room)))
    assert "The heddle decides." in seen
    assert LINE in seen
    send(cast.bo, address + "sharing/", during(room), shared="yes")
    flo = member(cast.weavers, "Flo")
    shared = words(look(flo, address, during(room)))
    assert "The heddle decides." in shared
    assert LINE not in shared
    send(cast.bo, address + "sharing/", during(room), shared="no")
    assert look(flo, address, during(room)).status_code == 404
    send(cast.bo, address + "removal/", during(room))
    assert look(cast.bo, address, during(room)).status_code == 404


@pytest.mark.parametrize(
    ("pressed", "state"),
    [
        ("applied", "tried, or done"),
        ("realised", "it made a difference"),
        ("let_go", "let go"),
    ],
)
def test_one_tap_says_what_came_of_it(cast: Cast, room: Room, pressed: str, state: str):
    card = dropped(room, cast.bo, "commitment", "Warp it")
    address = f"/c/{cast.weavers.slug}/cards/{card.public_id}/"
    answer = send(cast.bo, address + "answer/", during(room), answer=pressed, text="A word", shared="on")
    assert answer.status_code == 302
    seen = words(look(cast.ana, address, during(room)))
    assert state in seen
    assert "A word" in seen


def test_moving_needs_a_day_and_says_so_beside_it(cast: Cast, room: Room):
    card = dropped(room, cast.bo, "commitment", "Warp it")
    address = f"/c/{cast.weavers.slug}/cards/{card.public_id}/answer/"
    answer = send(cast.bo, address, during(room), answer="move")
    assert answer.status_code == 422
    assert "Choose the day to which you move it." in words(answer)
    assert send(cast.bo, address, during(room), answer="move", due_on="2026-01-01").status_code == 409
    assert send(cast.bo, address, during(room), answer="move", due_on="2027-05-01").status_code == 302
    assert str(Card.objects.get().commitment.due_on) == "2027-05-01"


def test_two_minutes_are_for_oneself_and_a_tap_makes_a_commitment(cast: Cast, room: Room):
    address = path_of(room, "reflection/")
    sent = {"takes": "Slower is faster.", "tries": "A wider shed", "worth": "yes", "commit": "on"}
    assert send(cast.bo, address, during(room), **sent).status_code == 302
    assert "Slower is faster." in words(look(cast.bo, harvest_of(room), during(room)))
    others = words(look(cast.ana, harvest_of(room), during(room)))
    assert "Slower is faster." not in others
    assert "A wider shed" in others
    assert send(cast.bo, address, during(room)).status_code == 409


def test_hosts_alone_see_how_many_and_only_from_five_answers_on(cast: Cast):
    people = members(cast.weavers, 4)
    room = evening(cast, *people)
    for person in people:
        send(person, path_of(room, "reflection/"), during(room), worth="partly")
    title = "Answers, for the hosts alone"
    assert title not in words(look(cast.ana, harvest_of(room), during(room)))
    send(cast.bo, path_of(room, "reflection/"), during(room), worth="no")
    assert title in words(look(cast.ana, harvest_of(room), during(room)))
    assert title not in words(look(cast.bo, harvest_of(room), during(room)))


def test_thanks_are_written_answered_and_taken_away_on_pages(cast: Cast, room: Room):
    said = {"to": cast.ana.public_id, "text": "You held the rope.", "step": "0"}
    assert send(cast.bo, path_of(room, "thanks/"), during(room), **said).status_code == 302
    given = room.recognitions.get()
    address = f"/c/{cast.weavers.slug}/thanks/{given.public_id}/"
    assert "Bo thanks you" in words(look(cast.ana, address, during(room)))
    send(cast.ana, address, during(room), answer="community")
    flo = member(cast.weavers, "Flo")
    assert "You held the rope." in words(look(flo, harvest_of(room), during(room)))
    send(cast.ana, address, during(room), answer="decline")
    for person in (flo, cast.ana):
        assert "You held the rope." not in words(look(person, harvest_of(room), during(room)))
    send(cast.bo, address, during(room), answer="remove")
    assert look(cast.ana, address, during(room)).status_code == 404


def test_a_question_of_the_agenda_says_which_room_it_came_from(cast: Cast, room: Room):
    card = dropped(room, cast.bo, "question", "How tight is tight?")
    address = f"/c/{cast.weavers.slug}/agenda/{card.question.public_id}/"
    assert f"/cards/{card.public_id}/" in look(cast.ana, address, during(room)).content.decode()
    assert f"/cards/{card.public_id}/" not in look(cast.cy, address, during(room)).content.decode()


def test_a_visitors_card_is_read_by_its_visitor(cast: Cast):
    room = evening(cast, access="site")
    Room.objects.filter(pk=room.pk).update(state="published")
    ask(Room.objects.get(pk=room.pk), cast.cy)
    Room.objects.filter(pk=room.pk).update(state="live")
    assert send(cast.cy, harvest_of(room), during(room), kind="insight", text=LINE).status_code == 302
    assert LINE in words(look(cast.cy, harvest_of(room), during(room)))
