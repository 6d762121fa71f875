"""Behind a cache that several people share, nobody is given what was made for somebody else."""

from types import SimpleNamespace
from typing import Any

import pytest

from guildhouse.kit.kept import shelf
from guildhouse.testing.addresses import browser, pages
from guildhouse.testing.crowd import peopled
from guildhouse.testing.replay import SharedCache, may_be_kept

pytestmark = [pytest.mark.django_db, pytest.mark.once]

STATIC = ("/static/css/app.css", "/static/img/icons.svg", "/static/js/theme.js", "/static/nothing.css")
WRONG = (
    "/c/nowhere/",
    "/nothing/",
    "/me/x.css",
    "/me/data/x.json",
    "/c/weavers/rooms/x.png",
    "/today/;.css",
    "/me",
)
ON_EVERY_PAGE = (
    *("Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy", "X-Frame-Options"),
    *("Permissions-Policy", "Cross-Origin-Opener-Policy", "Cross-Origin-Resource-Policy"),
)
PEOPLE = ("ana", "lou", "")


def test_behind_a_shared_cache_everybody_is_given_their_own() -> None:
    shelf.clear()
    house, wrong = peopled(), []
    cache = SharedCache({who: browser(getattr(house, who) if who else None) for who in PEOPLE})
    for path in everywhere(house):
        has = ""
        for who in PEOPLE:
            if not who:
                cache.browsers[who].cookies.clear()  # one page gives a session to whoever comes by
            given = cache.get(who, path)
            mine = given.made_for == who
            if not mine and given.made_for and not path.startswith("/static/"):
                wrong.append(f"{who or 'nobody'} is given at {path} what was made for {given.made_for}")
            if mine and (why := amiss(given.answer, path, who)):
                wrong.append(f"{path} for {who or 'nobody'}: {why}")
            if (
                has
                and mine
                and cache.browsers[who].get(path, headers={"if-none-match": has}).status_code == 304
            ):
                wrong.append(f"{path}: what another has is enough for {who or 'nobody'}")
            has = has or ("" if path.startswith("/static/") else given.answer.headers.get("ETag", ""))
            given.answer.close()
    assert not wrong, "\n".join(wrong)
    kept = [path for path in cache.kept if not path.startswith("/static/")]
    assert kept, "A cache that keeps nothing tells nothing."


def everywhere(house: SimpleNamespace) -> list[str]:
    """Every address that shows something: pages, feeds, files, redirects, errors, static files."""
    found = pages(house)
    return [paths[0] for name, paths in found.items() if paths and name != "account_logout"] + [
        *STATIC,
        *WRONG,
    ]


def amiss(answer: Any, path: str, who: str) -> str:
    """What is wrong with what an answer says of itself, if anything."""
    if path.startswith("/static/") and answer.status_code == 200:
        return "" if not answer.cookies else "a cookie with a file"
    if answer.headers.get("Content-Type", "").startswith("text/html"):
        lacking = [name for name in ON_EVERY_PAGE if name not in answer.headers]
        if lacking:
            return f"a page without {lacking}"
    varies = {one.strip().lower() for one in answer.headers.get("Vary", "").split(",")}
    if not may_be_kept(answer):
        return ""
    if who:
        return f"kept for several: {answer.headers.get('Cache-Control')}"
    if answer.status_code != 200 or answer.cookies:
        return "an error, a way on or a cookie that may be kept"
    feed = answer.headers["Content-Type"].startswith("text/calendar")
    return "" if feed or {"cookie", "accept-language"} <= varies else f"varies by {sorted(varies)} alone"
