"""Every page of the house, as everybody who sees it: nothing axe-core finds, nothing too wide, no link that is dead."""

from collections import Counter
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.urls import resolve

from guildhouse.testing import axe, walk
from guildhouse.testing.browser import come_in
from guildhouse.testing.small_house import furnished

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ALL = ("",)
EVERYBODY = {
    "ana": ALL,
    "": ALL,
    "bo": ALL,
    "eve": ("community-conduct", "community-report", "room-case", "today"),
    "gil": ("appeal", "community", "room"),
    "cy": ("community", "house", "room", "today"),
    "root": ("community-list", "import", "invite", "letter", "mail", "person", "site", "today"),
}
NO_PAGES = {
    *("healthz", "import-account", "metrics", "readyz"),
    *("community-calendar", "my-calendar-feed", "room-calendar", "rooms-calendar", "my-copy"),  # files
    *("certificate-pdf", "format-file", "own-format-file", "room-live-stream"),  # files as well, and a stream
    *("site-erase", "site-erase-community", "site-lock"),  # looked at, they lead back to whom they are about
}
OF_PAGES_ALONE = (
    "landmark-one-main",
    "page-has-heading-one",
    "region",
)  # a letter is read inside another page
PARTS = 8  # so that both processes of a test run are done at the same time
OF_EACH_KIND = 3
LINKS = "[...document.querySelectorAll('a[href]')].map((one) => one.href)"


@pytest.fixture
def house(transactional_db: None) -> SimpleNamespace:
    return furnished()


@pytest.mark.parametrize("part", range(PARTS))
def test_nothing_on_any_page_is_in_anybodys_way(house: SimpleNamespace, new_page: Any, part: int) -> None:
    windows: dict[str, Any] = {}
    found, links = [], set()
    for visit in walk.visits(house, EVERYBODY)[part::PARTS]:
        if visit.who not in windows:
            windows[visit.who] = new_page(reduced_motion="reduce")
            come_in(windows[visit.who], getattr(house, visit.who, None))
        page = windows[visit.who]
        if visit.name == "letter-html":
            page.route(f"**{visit.path}", unseal)
        page.goto(visit.path)
        links |= {(visit.who, href.partition("#")[0]) for href in page.evaluate(LINKS)}
        but = OF_PAGES_ALONE if visit.name == "letter-html" else ()
        found += [f"{visit.path} as {visit.who or 'nobody'}: {one}" for one in axe.look_all_ways(page, but)]
    assert not found, "\n".join(found)
    assert dead_links(windows, links) == []


def unseal(route: Any) -> None:
    """A letter may run no script, which would keep axe-core out as well: hand it out as a page like others."""
    route.fulfill(response=route.fetch(), headers={"Content-Type": "text/html"})


def dead_links(windows: dict[str, Any], links: set[tuple[str, str]]) -> list[str]:
    """The addresses within the site that answer with an error to whom they were shown; a few of each kind are asked."""
    dead, asked = [], Counter[tuple[str, str]]()
    for who, href in sorted(links):
        page = windows[who]
        if not href.startswith(page.evaluate("location.origin") + "/"):
            continue
        kind = who, resolve(urlsplit(href).path).url_name or ""
        asked[kind] += 1
        if asked[kind] > OF_EACH_KIND:
            continue
        answer = page.request.get(href)
        if answer.status >= 400:
            dead.append(f"{href} as {who or 'nobody'}: {answer.status}")
    return dead


def test_every_address_with_a_page_was_looked_at(house: SimpleNamespace) -> None:
    seen = {visit.name for visit in walk.visits(house, EVERYBODY)}
    assert set(walk.names()) - seen - walk.takes_no_get(house) - walk.ON_THE_WAY == NO_PAGES
