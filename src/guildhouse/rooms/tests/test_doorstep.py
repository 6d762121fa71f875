"""What lies on the doorstep is answered from there, and only while it holds."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client

from guildhouse.history.actors import Actor
from guildhouse.kit import clock, doorstep
from guildhouse.kit.kept import shelf
from guildhouse.rooms import actions
from guildhouse.rooms.tests.rooming import NOON, ask, open_room
from guildhouse.testing.cast import Cast

pytestmark = pytest.mark.django_db
PUBLIC = "/c/weavers/rooms.ics"


@pytest.fixture(autouse=True)
def _nothing_is_kept() -> Iterator[None]:
    shelf.clear()
    with clock.at(NOON):
        yield
    shelf.clear()


@pytest.fixture
def mine(cast: Cast) -> str:
    """The address of Bo's own calendar, in which there is a room."""
    ask(open_room(cast.weavers, cast.ana), cast.bo)
    return f"/calendar/{actions.make_feed(actor=Actor(cast.bo))}.ics"


def test_the_second_answer_is_the_first_with_all_its_headers(mine: str, django_assert_num_queries: Any):
    for address, queries in ((PUBLIC, 1), (mine, 2)):
        first = Client().get(address)
        with django_assert_num_queries(queries):
            second = Client().get(address)
        assert second.content == first.content
        different = {"X-Request-Id"}
        assert {**second.headers} | dict.fromkeys(different) == {**first.headers} | dict.fromkeys(different)
        assert second.headers["X-Request-Id"] != first.headers["X-Request-Id"]
        assert second.headers["X-Content-Type-Options"] == "nosniff"
        assert Client().head(address).status_code == 200


def test_logs_name_the_page_and_blot_out_the_secret_there_too(mine: str, caplog: pytest.LogCaptureFixture):
    with caplog.at_level("INFO", logger="guildhouse.requests"):
        for _time in range(2):
            Client().get(mine)
    lines: list[Any] = [record.msg for record in caplog.records if record.name == "guildhouse.requests"]
    assert [(line["view"], line["path"], line["status"]) for line in lines] == [
        ("my-calendar-feed", "/calendar/….ics", 200)
    ] * 2


def test_another_name_of_the_house_is_asked_at_the_door_again(mine: str):
    assert Client().get(PUBLIC).status_code == 200
    assert Client().get(PUBLIC, headers={"host": "evil.example"}).status_code == 400


def test_what_is_asked_with_more_words_or_sent_goes_into_the_house(mine: str):
    Client().get(PUBLIC)
    assert Client().get(f"{PUBLIC}?x=1").status_code == 200
    assert Client().post(PUBLIC).status_code == 405


def test_without_the_database_the_house_itself_says_what_is_wrong():
    def broken() -> str:
        raise OperationalError("gone")

    assert not doorstep._holds(doorstep.Known(b"", {}, 0, None, broken, "as it was"))  # type: ignore[arg-type]


def test_nothing_of_one_browser_lies_there_for_the_next(cast: Cast, mine: str):
    signed_in = Client()
    signed_in.force_login(cast.ana)
    assert signed_in.get(PUBLIC).content == Client().get(PUBLIC).content
    assert not signed_in.get(PUBLIC).cookies
