"""A prepared query answers what Django's own way of asking answers, whatever the values and whoever asked first."""

import threading
from datetime import datetime, timedelta
from inspect import signature

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.urls import get_resolver

from guildhouse.communities.models import Membership
from guildhouse.kit import clock
from guildhouse.kit.prepared import KNOWN, prepared
from guildhouse.kit.tokens import hash_of
from guildhouse.notices.threads import ROOTS
from guildhouse.people.models import Person
from guildhouse.rooms import queries
from guildhouse.rooms.models import CalendarFeed, Room, Seat
from guildhouse.rooms.presenting.listing import Filters
from guildhouse.testing import small_house

pytestmark = pytest.mark.django_db


@pytest.fixture
def house():
    return small_house.furnished()


def told(rows):
    """What rows hold; of things, also how they stand to the database."""
    return [
        row if isinstance(row, tuple) else {**vars(row), "_state": {"fields_cache": {}} | vars(row._state)}
        for row in rows
    ]


def values_of(person, room):
    """What a prepared query may ask for, by the names of its arguments."""
    return {
        "person": person.pk,
        "room": room.pk,
        "community": room.community_id,
        "slug": room.community.slug,
        "public_id": room.public_id,
        "role": room.roles.first().pk,
        "at": clock.now(),
        "after": clock.now() - timedelta(days=30),
        "until": clock.now() + timedelta(days=60),
        "runs_house": True,
        "belongs": True,
        "token_hash": hash_of(f"a calendar of {person.pk}"),
        "session_key": "none-has-this-key",
        "filters": Filters(),
        "key": "none-has-this-key",
        "line_key": 0,
        "seat": 1,
        "number": 3,
        "muted": person.pk,
        "root": ROOTS["rooms.seat"],
        "subject": 1,
    }


def test_every_prepared_query_answers_as_the_plain_one(house):
    get_resolver().url_patterns  # noqa: B018  (loads every view, and what it asks)
    queries = [query for query in KNOWN if ".tests." not in query.__module__]
    assert len(queries) > 5
    for person in Person.objects.claimed().order_by("pk"):
        CalendarFeed.objects.update_or_create(
            person=person,
            defaults={"token_hash": hash_of(f"a calendar of {person.pk}"), "made_at": clock.now()},
        )
        for room in Room.objects.order_by("pk")[:12]:
            known = values_of(person, room)
            for query in queries:
                values = [known[name] for name in signature(query).parameters]
                assert told(query(*values)) == told(query.plain(*values)), query.__qualname__


def test_related_objects_come_with_their_row(house, django_assert_num_queries):
    seat = Seat.objects.select_related("role").first()
    queries._seats(seat.person_id, seat.room_id)
    with django_assert_num_queries(1):
        assert queries._seats(seat.person_id, seat.room_id)[0].role.key == seat.role.key


def test_moments_are_compared_as_the_database_keeps_them(house):
    @prepared
    def starting(after: datetime) -> QuerySet[Room]:
        return Room.objects.filter(starts_at__gt=after).order_by("pk")

    for room in Room.objects.all():
        for moment in (room.starts_at, room.starts_at - timedelta(microseconds=1), clock.now()):
            assert starting(moment) == starting.plain(moment)


def test_an_argument_that_is_no_value_makes_a_query_of_its_own(house):
    @prepared
    def living(person: int, ended: bool) -> QuerySet[Membership]:
        return Membership.objects.filter(person=person, ended_at__isnull=not ended).order_by("pk")

    for person in Person.objects.all():
        for ended in (True, False, True):
            assert living(person.pk, ended) == living.plain(person.pk, ended)


def test_a_value_that_does_not_reach_the_database_is_refused_at_once():
    @prepared
    def everybody(person: int) -> QuerySet[Person]:
        return Person.objects.order_by("pk")

    with pytest.raises(TypeError, match="person"):
        everybody(1)


def test_putting_a_query_together_asks_nothing(house, django_assert_num_queries):
    @prepared
    def one(person: int) -> QuerySet[Person]:
        return Person.objects.filter(pk=person)

    with django_assert_num_queries(1):
        one(house.ana.pk)


@pytest.mark.django_db(transaction=True)
def test_two_threads_ask_over_their_own_connections(house):
    @prepared
    def named(person: int) -> QuerySet[Person]:
        return Person.objects.filter(pk=person)

    answers = {}

    def ask(person):
        answers[person.pk] = [named(person.pk)[0].name for _ in range(50)]
        connection.close()

    threads = [threading.Thread(target=ask, args=(person,)) for person in Person.objects.all()]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == {person.pk: [person.name] * 50 for person in Person.objects.all()}
