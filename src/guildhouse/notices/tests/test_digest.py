"""The digest: one letter with what waited, at its hour, told once, and nothing in it that is over."""

import os
import signal
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connections

from guildhouse.communities.models import Membership
from guildhouse.kit import clock
from guildhouse.notices import digest, tasks
from guildhouse.notices.models import Letter, Wishes
from guildhouse.notices.tests.telling import choose, hear, said_in, send
from guildhouse.notices.timing import next_digest
from guildhouse.people.models import Person
from guildhouse.rooms import actions
from guildhouse.rooms.tests.rooming import NOON, open_room
from guildhouse.testing.cast import Cast
from guildhouse.testing.cast import community as found

pytestmark = pytest.mark.django_db(transaction=True)
SECRET = "The talk of Thursday"
MORNING = datetime(2027, 3, 2, 7, tzinfo=UTC)  # eight o'clock in Rome, the day after NOON


def digest_of(person: Person) -> Letter:
    return Letter.objects.get(person=person, kind="digest")


def test_it_comes_at_its_hour_by_community_with_a_link_each(cast: Cast, mail_sink):
    basket = found("basket", "Basket makers", cast.ana, NOON)
    Membership.objects.create(community=basket, person=cast.bo, joined_at=NOON)
    rooms = [open_room(place, cast.ana, purpose=place.name) for place in (cast.weavers, basket, cast.weavers)]
    hear(NOON)
    send(MORNING - timedelta(minutes=1))
    assert mail_sink.letters == []
    send(MORNING)
    [arrived] = mail_sink.letters
    text = said_in(arrived)
    assert arrived["Subject"] == "3 things for you to read"
    assert text.index("Basket makers\n") < text.index("Weavers of the valley\n")
    for room in rooms:
        assert f"/c/{room.community.slug}/rooms/{room.public_id}/" in text
    assert set(Letter.objects.values_list("state", flat=True)) == {"told", "sent"}


def test_it_speaks_the_readers_language_and_tells_their_time(cast: Cast, mail_sink):
    Person.objects.filter(pk=cast.bo.pk).update(language="it", zone="America/New_York")
    open_room(cast.weavers, cast.ana)
    hear(NOON)
    send(MORNING + timedelta(hours=6))
    text = mail_sink.letters[0].get_body(("plain",)).get_content()
    assert "mercoledì 10 marzo" in text
    assert "New York" in text


def test_what_is_told_is_not_told_again(cast: Cast, mail_sink):
    open_room(cast.weavers, cast.ana)
    hear(NOON)
    for days in range(3):
        send(MORNING + timedelta(days=days))
    assert len(mail_sink.letters) == 1
    assert Wishes.objects.get(person=cast.bo).digest_at is None


def test_what_comes_later_waits_for_the_next_one(cast: Cast, mail_sink):
    open_room(cast.weavers, cast.ana)
    hear(NOON)
    send(MORNING)
    room = open_room(cast.weavers, cast.ana, purpose="Second")
    hear(MORNING + timedelta(hours=1))
    send(MORNING + timedelta(days=1))
    assert room.public_id in said_in(mail_sink.letters[1])
    assert len(mail_sink.letters) == 2


def test_weekly_comes_on_its_day(cast: Cast):
    choose(cast.bo)
    wishes = Wishes.objects.get(person=cast.bo)
    wishes.rhythm, wishes.weekday, wishes.hour = "weekly", 4, 18
    assert next_digest(wishes, "Europe/Rome", NOON) == datetime(2027, 3, 5, 17, tzinfo=UTC)
    friday = datetime(2027, 3, 5, 17, tzinfo=UTC)
    assert next_digest(wishes, "Europe/Rome", friday) == friday + timedelta(days=7)


@pytest.mark.parametrize("day", [28, 27])
def test_an_hour_the_clocks_skip_or_repeat_is_no_trap(cast: Cast, day: int):
    wishes = Wishes(person=cast.bo, hour=2)
    at = datetime(2027, 3, day, 0, 30, tzinfo=UTC)
    due = next_digest(wishes, "Europe/Rome", at)
    assert at < due <= at + timedelta(hours=25)
    assert next_digest(wishes, "Europe/Rome", due) > due


def test_a_cancelled_room_is_not_told(cast: Cast, mail_sink):
    room = open_room(cast.weavers, cast.ana, purpose=SECRET)
    kept = open_room(cast.weavers, cast.ana)
    hear(NOON)
    with clock.at(NOON):
        actions.cancel(room, actor=cast.actor("ana"), why="Ill.")
    hear(NOON)
    send(MORNING)
    [arrived] = mail_sink.letters
    assert kept.public_id in said_in(arrived)
    assert SECRET not in said_in(arrived)


def test_whoever_left_meanwhile_gets_none(cast: Cast, mail_sink):
    open_room(cast.weavers, cast.ana)
    hear(NOON)
    Membership.objects.filter(person=cast.bo).update(ended_at=NOON, ended_how="removed")
    send(MORNING)
    assert mail_sink.letters == []
    assert Letter.objects.get(person=cast.bo).state == "dropped"


def test_a_digest_that_waited_for_the_server_is_worded_again_without_what_is_over(cast: Cast, mail_sink):
    basket = found("basket", "Basket makers", cast.ana, NOON, visibility="hidden")
    Membership.objects.create(community=basket, person=cast.bo, joined_at=NOON)
    open_room(basket, cast.ana, purpose=SECRET)
    open_room(cast.weavers, cast.ana)
    hear(NOON)
    with clock.at(MORNING):
        tasks.write_digests()
    assert SECRET in digest_of(cast.bo).text
    Membership.objects.filter(person=cast.bo, community=basket).update(ended_at=NOON, ended_how="removed")
    send(MORNING + timedelta(hours=3))
    [arrived] = mail_sink.letters
    assert arrived["Subject"] == "1 thing for you to read"
    assert SECRET not in said_in(arrived)
    assert "Basket makers" not in said_in(arrived)


def test_two_workers_write_it_once(cast: Cast, mail_sink, race):
    open_room(cast.weavers, cast.ana)
    hear(NOON)

    def work() -> int:
        with clock.at(MORNING):
            return tasks.write_digests()

    outcomes = race(work, work, work)
    assert [outcome.error for outcome in outcomes] == [None] * 3
    assert Letter.objects.filter(kind="digest").count() == 1


def test_a_worker_killed_while_writing_tells_nothing_and_another_tells_it_once(cast: Cast, mail_sink):
    open_room(cast.weavers, cast.ana)
    hear(NOON)
    connections.close_all()
    pid = os.fork()
    if pid == 0:
        with clock.at(MORNING):
            digest.claim()
        os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(pid, 0)
    send(MORNING)
    assert mail_sink.letters == []
    send(MORNING + digest.LEASE + timedelta(seconds=1))
    send(MORNING + timedelta(days=1))
    assert len(mail_sink.letters) == 1


def test_a_worker_whose_lease_ran_out_tells_nothing_more(cast: Cast, mail_sink):
    open_room(cast.weavers, cast.ana)
    hear(NOON)
    with clock.at(MORNING):
        [slow] = digest.claim()
    with clock.at(MORNING + digest.LEASE + timedelta(seconds=1)):
        tasks.write_digests()
        assert digest.write(slow) is None
    assert Letter.objects.filter(kind="digest").count() == 1
