"""The moment of removal: whoever would not be told any more is not told, however long the letter waited."""

from datetime import time, timedelta

import pytest

from guildhouse.communities import actions as communities
from guildhouse.communities.models import Community, Membership, Office
from guildhouse.kit import clock
from guildhouse.notices.models import Letter
from guildhouse.notices.tests.telling import choose, hear, said_in, send, state_of
from guildhouse.people.models import Person
from guildhouse.rooms import actions
from guildhouse.rooms.models import Room, Seat
from guildhouse.rooms.tests.rooming import NOON, ask, open_room
from guildhouse.testing.cast import Cast

pytestmark = pytest.mark.django_db(transaction=True)
SECRET = "The talk of Thursday"
LATER = NOON + timedelta(hours=20)


@pytest.fixture
def room(cast: Cast) -> Room:
    """A room Bo has a seat in; Bo sleeps while its host writes to everybody."""
    room = open_room(cast.weavers, cast.ana)
    ask(room, cast.bo)
    Person.objects.filter(pk=cast.bo.pk).update(quiet_from=time(12), quiet_until=time(22))
    with clock.at(NOON):
        actions.message(room, actor=cast.actor("ana"), text=SECRET)
    return room


def place_of(cast: Cast) -> Membership:
    return Membership.objects.get(community=cast.weavers, person=cast.bo)


def arrived(mail_sink) -> str:
    return "".join(said_in(one) for one in mail_sink.letters)


def test_a_letter_that_waits_leaves_when_nothing_happens(cast: Cast, room: Room, mail_sink):
    hear(NOON)
    send(NOON)
    assert SECRET not in arrived(mail_sink)
    send(LATER)
    assert SECRET in arrived(mail_sink)


def test_whoever_is_removed_meanwhile_does_not_get_what_was_said(cast: Cast, room: Room, mail_sink):
    hear(NOON)
    with clock.at(NOON):
        communities.remove(place_of(cast), reason="Enough.", actor=cast.actor("ana"))
    hear(NOON)
    send(LATER)
    assert SECRET not in arrived(mail_sink)
    assert "no longer a member" in arrived(mail_sink), "what is about oneself leaves all the same"
    assert Letter.objects.get(person=cast.bo, kind="rooms.message").text == ""


def test_whoever_is_asked_to_stay_away_does_not_get_it(cast: Cast, room: Room, mail_sink):
    hear(NOON)
    with clock.at(NOON):
        communities.block(cast.weavers, cast.bo, reason="Enough.", actor=cast.actor("ana"))
    send(LATER)
    assert SECRET not in arrived(mail_sink)


def test_whoever_gave_the_seat_up_does_not_get_it(cast: Cast, room: Room, mail_sink):
    hear(NOON)
    with clock.at(NOON):
        actions.withdraw(room, actor=cast.actor("bo"))
    send(LATER)
    assert SECRET not in arrived(mail_sink)


def test_a_room_that_became_hidden_is_not_announced(cast: Cast, mail_sink):
    choose(cast.bo, rooms="now")
    Person.objects.filter(pk=cast.bo.pk).update(quiet_from=time(12), quiet_until=time(22))
    room = open_room(cast.weavers, cast.ana, purpose=SECRET)
    hear(NOON)
    Room.objects.filter(pk=room.pk).update(state="draft")
    send(LATER)
    assert SECRET not in arrived(mail_sink)


def test_news_to_an_office_go_to_nobody_who_laid_it_down(cast: Cast, mail_sink):
    Office.objects.create(community=cast.weavers, person=cast.bo, kind="convener", since=NOON)
    Person.objects.filter(pk=cast.bo.pk).update(quiet_from=time(12), quiet_until=time(22))
    Community.objects.filter(pk=cast.weavers.pk).update(joining="request")
    cast.weavers.refresh_from_db()
    with clock.at(NOON):
        communities.ask_to_join(cast.weavers, message=SECRET, actor=cast.actor("cy"))
    hear(NOON)
    Office.objects.filter(person=cast.bo).update(ended_at=NOON)
    send(LATER)
    assert state_of(cast.bo, "communities.asked_to_join") == "dropped"
    assert [one["X-Envelope-To"] for one in mail_sink.letters] == ["ana@example.org"]


def test_that_a_room_moved_is_not_told_to_somebody_who_has_no_seat_any_more(
    cast: Cast, room: Room, mail_sink
):
    with clock.at(NOON):
        actions.edit(room, actor=cast.actor("ana"), wall_time=time(20))
    hear(NOON)
    Seat.objects.filter(person=cast.bo).update(state="withdrawn")
    send(NOON)
    assert state_of(cast.bo, "rooms.moved") == "dropped"


def test_an_answer_to_oneself_leaves_whatever_happened(cast: Cast, room: Room, mail_sink):
    hear(NOON)
    with clock.at(NOON):
        communities.remove(place_of(cast), reason="Enough.", actor=cast.actor("ana"))
    send(NOON)
    assert state_of(cast.bo, "rooms.seat_confirmed") == "sent"


def test_whoever_stops_a_group_gets_none_that_waited(cast: Cast, room: Room, mail_sink):
    hear(NOON)
    choose(cast.bo, coming="never")
    send(LATER)
    assert SECRET not in arrived(mail_sink)
