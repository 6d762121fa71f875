"""Today: what waits for somebody, and when nothing does, one room that the reader could come to."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from django.db.models.sql.compiler import SQLCompiler
from django.test import Client

from guildhouse.communities import actions as communities
from guildhouse.harvest.tests.harvesting import dropped, during, evening, over
from guildhouse.history.actors import Actor
from guildhouse.kit import clock
from guildhouse.rooms.models import Host, Room
from guildhouse.rooms.needs import needs
from guildhouse.testing.cast import Cast
from guildhouse.testing.small_house import account, community, furnished, open_house, room

pytestmark = pytest.mark.django_db


def today(client: Client) -> str:
    return client.get("/today/").content.decode()


def test_somebody_of_no_community_is_led_to_a_room_that_is_open_to_them(client: Client) -> None:
    open_house()
    ana = account("Ana")
    weavers = community(ana, "Weavers", account("Bo"), account("Eve"))
    room(weavers, ana, days=3, purpose="Among ourselves")
    client.force_login(account("Cy"))
    assert "Among ourselves" not in today(client)
    room(weavers, ana, days=5, purpose="A talk for all", access="site")
    assert "A talk for all" in today(client)


@pytest.mark.parametrize("closed", [{"access": "invited"}, {"access": "level", "access_level": "core"}])
def test_a_member_is_led_past_a_room_they_may_not_ask_for(client: Client, closed: dict[str, str]) -> None:
    open_house()
    ana, bo = account("Ana"), account("Bo")
    weavers = community(ana, "Weavers", bo, account("Eve"))
    room(weavers, ana, days=3, purpose="For a few", **closed)
    room(weavers, ana, days=5, purpose="For all of us")
    client.force_login(bo)
    assert "For a few" not in today(client)
    assert "For all of us" in today(client)
    client.force_login(ana)
    assert "For all of us" not in today(client)  # she is its host


def test_whoever_left_is_not_asked_who_came_to_the_room_they_hosted(cast: Cast) -> None:
    room = held(cast)
    with clock.at(room.ends_at):
        assert [need.action for need in needs(cast.bo, clock.now())] == ["Note attendance"]
        communities.leave(cast.weavers, actor=Actor(cast.bo))
        assert needs(cast.bo, clock.now()) == []


def held(cast: Cast) -> Room:
    room = evening(cast)
    Host.objects.create(room=room, person=cast.bo, at=room.starts_at)
    return over(room)


@pytest.mark.parametrize("who", ["ana", "bo", "root"])
def test_the_page_puts_its_questions_together_once(client: Client, who: str) -> None:
    house = furnished()
    client.force_login(getattr(house, who))
    today(client)
    with counting_questions() as put_together:
        today(client)
    assert put_together == []


@contextmanager
def counting_questions() -> Iterator[list[str]]:
    """The queries that Django writes into SQL meanwhile: what takes most of a page's time."""
    found: list[str] = []
    write = SQLCompiler.as_sql

    def written(self, *arguments, **said):
        sql = write(self, *arguments, **said)
        found.append(str(sql[0]))
        return sql

    SQLCompiler.as_sql = written  # type: ignore[method-assign]  # put back below
    try:
        yield found
    finally:
        SQLCompiler.as_sql = write  # type: ignore[method-assign]  # as it was


def test_at_most_seven_things_wait_the_most_pressing_first_and_the_others_are_counted(
    cast: Cast, client: Client
) -> None:
    room = evening(cast)
    for number in range(9):
        dropped(room, cast.bo, "commitment", f"Thread {number}", due_on=date(2027, 3, 11 + number))
    client.force_login(cast.bo)
    with clock.at(during(room) + timedelta(days=12)):
        page = today(client)
    shown = [number for number in range(9) if f"Thread {number}" in page]
    assert shown == list(range(7))
    assert "And 2 things more" in page


def test_a_room_that_is_under_way_stands_before_everything_else(cast: Cast, client: Client) -> None:
    room = evening(cast, purpose="Now is the time")
    dropped(room, cast.ana, "commitment", "Bring the loom", due_on=date(2027, 3, 20), owner=cast.bo)
    client.force_login(cast.bo)
    with clock.at(during(room)):
        page = today(client)
    assert page.index("Now is the time") < page.index("Bring the loom")
