"""Whatever people write stays words: on every page, in every letter and in calendars, in a real browser."""

from types import SimpleNamespace
from typing import Any

import icalendar
import pytest

from guildhouse.history.models import Fact
from guildhouse.notices.tasks import letters_of
from guildhouse.testing.addresses import browser as client_of
from guildhouse.testing.addresses import pages
from guildhouse.testing.browser import come_in
from guildhouse.testing.crowd import peopled
from guildhouse.testing.hostile import found_in, poison

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# Also opened for real, with our scripts and the policy, of which the browser must find nothing to say.
OPENED = ("", "rooms/", "people/", "charter/", "conduct/", "invitations/")


def test_nothing_that_people_wrote_acts_anywhere(transactional_db: None, browser: Any, new_page: Any) -> None:
    house = peopled()
    found = pages(house)
    events = entries(house, found)
    assert poison() > 200
    assert entries(house, found) == events, "A text made entries of its own in a calendar."

    blank, asked, wrong = browser.new_page(), [], []
    blank.on("dialog", lambda dialog: (asked.append("a dialog"), dialog.dismiss()))
    blank.route("**", lambda route: (asked.append(route.request.url), route.abort()))
    for who in ("ana", "root", "gil"):
        client = client_of(getattr(house, who))
        for path in (paths[0] for name, paths in found.items() if paths and name != "account_logout"):
            answer = client.get(path)
            if who == "ana" or answer.status_code == 200:
                wrong += look(blank, answer, f"{path} as {who}")
    for letter in (letter for fact in Fact.objects.order_by("pk") for letter in letters_of(fact)):
        wrong += found_in(blank, letter.html, f"the letter {letter.kind}")
    blank.close()
    assert not wrong, "\n".join(sorted(set(wrong)))[:3000]
    assert [url for url in asked if "evil" in url or url == "a dialog"] == []

    page = come_in(new_page(), house.ana)
    for path in OPENED:
        page.goto(house.weavers.get_absolute_url() + path)
    for path in (
        "/today/",
        house.full.get_absolute_url() if hasattr(house.full, "get_absolute_url") else "/rooms/",
    ):
        page.goto(path)


def look(page: Any, answer: Any, where: str) -> list[str]:
    """What acts in an answer, if it is a page."""
    if not answer.headers.get("Content-Type", "").startswith("text/html") or answer.streaming:
        return []
    return list(found_in(page, answer.content.decode(), where))


def entries(house: SimpleNamespace, found: dict[str, list[str]]) -> dict[str, int]:
    """How many entries each calendar of the house holds."""
    client, counted = client_of(house.ana), {}
    for path in (path for paths in found.values() for path in paths if path.endswith(".ics")):
        answer = client.get(path)
        if answer.status_code == 200:
            counted[path] = len(icalendar.Calendar.from_ical(answer.content).walk("VEVENT"))
    return counted
