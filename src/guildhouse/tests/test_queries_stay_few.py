"""No page asks more of the database where there is more to show: every address, with a few and with fifty of each."""

from types import SimpleNamespace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from guildhouse.kit.kept import shelf
from guildhouse.testing import small_house, walk
from guildhouse.testing.many import many

# Whom a page is shown to, and how the names of those pages begin; "" means all that are left.
EVERYBODY = {"ana": ("",), "bo": ("today", "room", "community", "my-"), "root": ("site", "mail", "import")}

# With more of everything a page may be in another state (a charter is owed, a list has a second page), and what a
# process remembers for a while runs out between two visits: a question more or less. One a row would be dozens.
ANOTHER_STATE = 2
THERE_IS_ONE = {"people.Site", "imports.Imported"}


def counted(house: SimpleNamespace, paths: list[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """How many queries each page asks of the database that these people can open."""
    found = {}
    for who, worth in EVERYBODY.items():
        client = Client()
        client.force_login(getattr(house, who))
        client.get("/help/", HTTP_HOST="localhost")
        for name, path in paths:
            if not name.startswith(worth):
                continue
            shelf.clear()
            with CaptureQueriesContext(connection) as asked:
                answer = client.get(path, HTTP_HOST="localhost")
            if answer.status_code == 200:
                found[who, path] = len(asked)
    return found


@pytest.mark.once
@pytest.mark.django_db
def test_every_page_asks_as_much_with_fifty_of_everything_as_with_a_few():
    house = small_house.furnished()
    paths = list(walk.paths(house))
    few = counted(house, paths)
    assert len(few) > 80
    assert {kind._meta.label for kind in many()} <= THERE_IS_ONE
    fifty = counted(house, paths)
    more = {page: (few[page], fifty[page]) for page in few if fifty[page] > few[page] + ANOTHER_STATE}
    assert more == {}
