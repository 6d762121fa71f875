"""What five hundred letters cost: no query for each of them while they are written.

    .venv/bin/python -m pytest -q -s src/guildhouse/notices/tests/test_speed.py

prints how many letters are written and sent in a second of processor time, which does not change with what else the
machine does; with GUILDHOUSE_TEST_DATABASE on PostgreSQL.
"""

import time
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guildhouse.communities.shell import site
from guildhouse.history.models import Fact
from guildhouse.kit import clock
from guildhouse.notices import tasks
from guildhouse.notices.models import Letter, Wishes
from guildhouse.notices.readers import may_leave
from guildhouse.notices.tests.server import mail_server
from guildhouse.notices.tests.telling import hear
from guildhouse.notices.writing import letters_of
from guildhouse.rooms.tests.rooming import NOON, members, open_room
from guildhouse.testing.cast import Cast

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 300


def crowd(cast: Cast, count: int, choice: str = "now") -> None:
    """So many members who hear of new rooms at once."""
    Wishes.objects.bulk_create(
        Wishes(person=one, choices={"rooms": choice}) for one in members(cast.weavers, count)
    )


def queries_for(cast: Cast, count: int) -> int:
    crowd(cast, count)
    open_room(cast.weavers, cast.ana)
    site()  # remembered for some seconds
    fact = Fact.objects.filter(kind="rooms.published").latest("pk")
    with (
        clock.at(NOON),
        CaptureQueriesContext(
            connection,
        ) as seen,
    ):
        written = list(letters_of(fact))
    assert len(written) > count
    return len(seen)


def test_writing_the_letters_of_a_room_takes_as_many_queries_for_fifty_as_for_five(cast: Cast):
    assert queries_for(cast, 5) == queries_for(cast, 45)


def test_keeping_them_takes_as_many_queries_whether_they_wait_for_a_digest_or_not(cast: Cast):
    counts = []
    for count in (5, 45):
        crowd(cast, count, "digest")
        open_room(cast.weavers, cast.ana)
        with CaptureQueriesContext(connection) as seen:
            hear(NOON)
        counts.append(len(seen))
    # The first time everybody is given the moment of their digest; the second time only the newcomers.
    assert abs(counts[0] - counts[1]) <= 1


def test_so_many_letters_are_written_and_sent(cast: Cast, settings, capsys):
    crowd(cast, MANY)
    open_room(cast.weavers, cast.ana)
    with mail_server() as server:
        settings.MAIL = urlsplit(server.url)
        began = time.process_time()
        hear(NOON)
        written = time.process_time()
        with clock.at(NOON + timedelta(minutes=1)):
            while tasks.send_letters():
                pass
        sent = time.process_time()
    assert len(server.arrived) == MANY
    assert Letter.objects.filter(state="sent").count() == MANY
    with capsys.disabled():
        print(
            f"\n{connection.vendor}: {MANY / (written - began):.0f} letters written and "
            f"{MANY / (sent - written):.0f} sent for each second of processor time, the mail server's own included"
        )


def test_asking_again_whether_they_may_leave_costs_few_queries_for_each_fact(cast: Cast):
    crowd(cast, 20)
    open_room(cast.weavers, cast.ana)
    hear(NOON)
    letters = list(Letter.objects.exclude(state="waiting").select_related("person"))
    with clock.at(NOON), CaptureQueriesContext(connection) as seen:
        assert len(may_leave(letters)) == 20
    assert len(seen) <= 8 + 2 * len(
        letters
    )  # and for each reader whether they know of the community and the room
