"""Pauses that begin, end early, and what hosts and those who look after the house must not miss."""

from datetime import date, timedelta

import pytest

from guildhouse.communities import actions as communities
from guildhouse.communities.models import Community, Report
from guildhouse.kit import clock
from guildhouse.notices.models import Letter
from guildhouse.notices.tests.telling import choose, hear, send, state_of
from guildhouse.people.models import Person
from guildhouse.rooms import actions
from guildhouse.rooms.tests.rooming import NOON, open_room
from guildhouse.testing.cast import Cast

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def pause(cast: Cast):
    with clock.at(NOON):
        return communities.pause(
            cast.weavers,
            from_on=date(2027, 3, 1),
            until_on=date(2027, 3, 9),
            why="Rest.",
            actor=cast.actor("ana"),
        )


def test_that_a_pause_begins_is_told_before_it_is_over(cast: Cast, pause, mail_sink):
    hear(NOON)
    send(NOON)
    assert state_of(cast.bo, "communities.paused") == "sent"


def test_what_waited_for_a_pause_leaves_when_it_ends_early(cast: Cast, pause, mail_sink):
    choose(cast.bo, rooms="now")
    open_room(cast.weavers, cast.ana)
    hear(NOON)
    later = NOON + timedelta(days=2)
    send(later)
    assert state_of(cast.bo, "rooms.published") == "queued"
    with clock.at(later):
        communities.end_pause(pause, actor=cast.actor("ana"))
    hear(later)
    send(later)
    assert state_of(cast.bo, "rooms.published") == "sent"


def test_a_digest_leaves_a_community_in_peace_during_its_pause(cast: Cast, pause, mail_sink):
    open_room(cast.weavers, cast.ana)
    hear(NOON)
    send(NOON + timedelta(days=2))
    assert state_of(cast.bo, "rooms.published") == "waiting"
    send(NOON + timedelta(days=9))
    assert state_of(cast.bo, "rooms.published") == "told"


@pytest.mark.parametrize(("fields", "told"), [({}, 1), ({"link": "https://meet.example/x"}, 0)])
def test_the_host_of_a_room_online_without_a_link_is_reminded_once(cast: Cast, fields, told: int):
    room = open_room(cast.weavers, cast.ana, mode="online", minimum=0, **fields)
    for hours in (23, 22):
        at = room.starts_at - timedelta(hours=hours)
        with clock.at(at):
            actions.pass_time()
        hear(at)
    assert Letter.objects.filter(kind="rooms.link_missing", person=cast.ana).count() == told


def test_a_room_where_people_meet_needs_no_link(cast: Cast):
    room = open_room(cast.weavers, cast.ana, mode="in_person", place="The mill")
    at = room.starts_at - timedelta(hours=23)
    with clock.at(at):
        actions.pass_time()
    hear(at)
    assert not Letter.objects.filter(kind="rooms.link_missing").exists()


def test_a_report_by_the_only_one_who_looks_after_the_house_reaches_them_rather_than_nobody(cast: Cast):
    Person.objects.filter(pk=cast.ana.pk).update(is_site_admin=True)
    Community.objects.filter(pk=cast.glass.pk).update(conduct_contact=None)
    with clock.at(NOON):
        communities.report(cast.glass, text="Something.", actor=cast.actor("ana"))
    hear(NOON)
    assert Report.objects.get().to_site
    assert [one.person for one in Letter.objects.filter(kind="communities.reported")] == [cast.ana]


def test_a_report_by_one_of_two_who_look_after_the_house_reaches_the_other_alone(cast: Cast):
    Person.objects.filter(pk__in=(cast.ana.pk, cast.cy.pk)).update(is_site_admin=True)
    with clock.at(NOON):
        communities.report(cast.glass, text="Something.", actor=cast.actor("ana"))
    hear(NOON)
    assert [one.person for one in Letter.objects.filter(kind="communities.reported")] == [cast.cy]
