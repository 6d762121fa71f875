"""The pages of circles: hosts form and show them, those who come see their own, nobody else sees anything."""

import pytest

from guildhouse.circles import views
from guildhouse.circles.models import Arrangement, Wish
from guildhouse.circles.tests.circling import table, triads
from guildhouse.history.actors import Actor
from guildhouse.kit import clock
from guildhouse.people.models import Person
from guildhouse.rooms import actions as rooms
from guildhouse.rooms.models import Room
from guildhouse.rooms.tests.pages.helping import LINK, look, path_of, send, words
from guildhouse.rooms.tests.rooming import NOON, ask, members, open_room
from guildhouse.testing.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def room(cast: Cast) -> Room:
    """Twelve people who come to a room in triads, called M0 and so on."""
    return triads(cast, 12)[0]


def coming(room: Room) -> list[Person]:
    return list(Person.objects.filter(seats__room=room).order_by("pk"))


def page(who: Person | None, room: Room, part: str = "circles/", at=NOON):
    return look(who, path_of(room, part), at=at)


def form_them(cast: Cast, room: Room, **said):
    return send(cast.ana, path_of(room, "circles/forming/"), rounds=3, **said)


def test_a_host_forms_them_and_reads_that_nobody_meets_twice(cast: Cast, room: Room):
    assert "12 people who come make 4 circles of 3." in words(page(cast.ana, room))
    assert form_them(cast, room).status_code == 302
    said = words(page(cast.ana, room))
    assert "4 circles in 3 rounds. Nobody meets anybody twice" in said
    assert "Round 3" in said
    for person in coming(room):
        assert str(person) in said
    assert "circles.formed" not in words(page(cast.ana, room, "host/"))


def test_what_could_not_be_is_said_with_the_reason(cast: Cast):
    room, _people = triads(cast, 6)
    send(cast.ana, path_of(room, "circles/forming/"), rounds=3)
    said = words(page(cast.ana, room))
    assert "What could not be" in said
    assert "times two people meet again who met in this room already." in said


def test_those_who_come_see_their_own_once_it_is_shown(cast: Cast, room: Room):
    form_them(cast, room)
    me = coming(room)[0]
    assert "Not yet" in words(page(me, room))
    send(cast.ana, path_of(room, "circles/showing/"), shown="yes")
    said = words(page(me, room))
    assert "Round 1: circle" in said
    mine = {one for circle in table(room)[0] if me.pk in circle for one in circle}
    others = {str(one) for one in coming(room) if one.pk in mine} - {str(me)}
    assert all(name in said for name in others)
    send(cast.ana, path_of(room, "circles/showing/"), shown="no")
    assert "Not yet" in words(page(me, room))


@pytest.mark.parametrize("part", ["circles/", "circles/sheet/"])
def test_nobody_else_is_shown_any_circle(cast: Cast, room: Room, part: str):
    form_them(cast, room)
    send(cast.ana, path_of(room, "circles/showing/"), shown="yes")
    assert page(cast.ana, room, part).status_code == 200
    for person in (cast.bo, cast.cy, cast.dee):
        assert page(person, room, part).status_code == 404
    assert page(None, room, part).status_code == 302


def test_the_room_page_leads_to_them_and_shows_them_when_it_runs(cast: Cast, room: Room):
    form_them(cast, room)
    send(cast.ana, path_of(room, "circles/showing/"), shown="yes")
    me = coming(room)[0]
    assert path_of(room, "circles/") in page(me, room, "").content.decode()
    assert path_of(room, "circles/") not in page(cast.bo, room, "").content.decode()
    with clock.at(room.starts_at):
        rooms.pass_time()
    assert "Round 1: circle" in words(page(me, room, "", at=room.starts_at))
    assert "Round 1: circle" not in words(page(cast.bo, room, "", at=room.starts_at))


def test_when_somebody_leaves_the_host_mends_in_one_tap(cast: Cast, room: Room):
    form_them(cast, room)
    gone = coming(room)[0]
    with clock.at(NOON):
        rooms.withdraw(room, actor=Actor(gone))
    late = members(cast.weavers, 1)[0]
    ask(room, late)
    for part in ("circles/", "host/"):
        said = words(page(cast.ana, room, part))
        assert f"No longer comes: {gone}." in said
        assert f"Comes now: {late}." in said
    send(cast.ana, path_of(room, "circles/repair/"))
    said = words(page(cast.ana, room))
    assert "No longer comes" not in said
    assert all(late.pk in {one for circle in circles for one in circle} for circles in table(room))


def test_a_wish_is_read_by_hosts_and_whoever_asked_and_by_nobody_else(cast: Cast, room: Room):
    me, other, third = coming(room)[:3]
    send(me, path_of(room, "circles/wishes/"), kind="apart", other=other.public_id)
    said = f"{me} and {other}: apart in every round"
    assert Wish.objects.count() == 1
    assert said in words(page(cast.ana, room))
    assert said in words(page(me, room))
    for person in (other, third):
        for part in ("circles/", "", "run-sheet/"):
            assert "apart in every round" not in words(page(person, room, part)).replace(
                "What apart in every round", ""
            )


def test_whoever_asked_takes_it_back_and_others_cannot_tell_that_it_exists(cast: Cast, room: Room):
    me, other = coming(room)[:2]
    send(me, path_of(room, "circles/wishes/"), kind="apart", other=other.public_id)
    wish = Wish.objects.get()
    back = path_of(room, "circles/wishes/end/")
    assert send(other, back, wish=wish.public_id).status_code == 404
    assert send(me, back, wish=wish.public_id).status_code == 302
    assert not Wish.objects.exists()


def test_a_circle_has_its_link_for_its_members_from_a_quarter_of_an_hour_before(cast: Cast, room: Room):
    form_them(cast, room)
    send(cast.ana, path_of(room, "circles/showing/"), shown="yes")
    numbers = range(1, 5)
    send(cast.ana, path_of(room, "circles/links/"), **{f"circle-{one}": f"{LINK}-{one}" for one in numbers})
    me = coming(room)[0]
    assert LINK not in page(me, room).content.decode()
    soon = page(me, room, at=room.starts_at - (room.starts_at - room.cutoff_at) / 12).content.decode()
    mine = {number for number, circle in enumerate(table(room)[0], 1) if me.pk in circle}
    assert f"{LINK}-{mine.pop()}" in soon


def test_formed_anew_by_two_hosts_the_second_replaces_only_what_they_saw(cast: Cast, room: Room):
    form_them(cast, room)
    seen = Arrangement.objects.get().pk
    form_them(cast, room, instead_of=seen)
    after = table(room)
    form_them(cast, room, instead_of=seen)
    assert table(room) == after


def test_a_room_without_circles_has_no_such_page(cast: Cast):
    talk = open_room(cast.weavers, cast.ana, capacity=20)
    assert page(cast.ana, talk).status_code == 404
    assert "Circles" not in words(page(cast.ana, talk, "host/"))


def test_one_search_at_a_time_takes_a_thread_from_the_pages(cast: Cast, room: Room):
    with views.searching:
        answer = form_them(cast, room)
    assert answer.status_code == 409
    assert "Circles are being formed just now." in words(answer)
    assert not Arrangement.objects.exists()
    assert form_them(cast, room).status_code == 302
