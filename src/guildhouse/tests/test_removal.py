"""A right that is taken away is gone within a second: on every surface, in every process, and with pages kept warm."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from guildhouse.testing.outside import Visitor, fill
from guildhouse.testing.site import serving

pytestmark = pytest.mark.process

AT_MOST = 1.0  # second
ROUNDS = 5  # over fresh connections, so that both processes are asked
HERE = "/c/weavers/"
# What everybody inside reads somewhere on each of these, while it is theirs.
INSIDE = (
    HERE,
    HERE + "rooms/",
    HERE + "people/",
    HERE + "charter/",
    HERE + "agenda/",
    "/rooms/",
    "/today/",
    "/",
)
WORDS = ("Mending what tore", "Weavers", "A case of one’s own", "/c/weavers/rooms/")


class Place:
    """The running house: who is there, and what they may not be shown any more."""

    def __init__(self, url: str, told: dict[str, Any]) -> None:
        self.told = told
        self.people = {who: Visitor(url, session) for who, session in told["sessions"].items()}
        self.people[""] = Visitor(url)

    def warm(self, who: str, paths: tuple[str, ...]) -> None:
        """Look at everything, so that whatever is kept is kept; each shows something that will be closed."""
        for _round in range(ROUNDS):
            seen = {path: self.people[who].get(path) for path in paths}
        dark = [path for path, (_status, said) in seen.items() if not shown(said, path)]
        assert dark == [], f"{who or 'nobody'} sees nothing there in the first place"

    def gone(self, who: str, paths: tuple[str, ...], closed: Callable[[int, str, str], bool]) -> None:
        """Whether, a second later at most, each of these is closed, whichever process answers."""
        began = last = time.monotonic()
        what, clean = "", 0
        while clean < ROUNDS:
            asked = time.monotonic()
            still = [path for path in paths if not closed(*self.people[who].get(path), path)]
            clean = 0 if still else clean + 1
            if still:
                what, last = f"{who or 'nobody'} still sees {still}", asked
            assert last - began < AT_MOST, what


def shown(said: str, path: str) -> bool:
    """Whether something of the community is on a page, but for its own address."""
    rest = said.replace(path, "")
    return any(word in rest for word in WORDS)


def not_shown(_status: int, said: str, path: str) -> bool:
    return not shown(said, path)


def not_found(status: int, _said: str, _path: str) -> bool:
    return status == 404


def asked_to_sign_in(status: int, said: str, _path: str) -> bool:
    return status == 302 and "/account/login/" in said


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    data: Path = tmp_path_factory.mktemp("house")
    told = fill(data)
    with serving(data, "--workers", "2", GUILDHOUSE_LOG_LEVEL="WARNING") as live:
        yield Place(live.url, told)


def test_what_is_taken_away_is_gone_within_a_second(place: Place) -> None:
    told, ana, root = place.told, place.people["ana"], place.people["root"]
    feed = {who: f"/calendar/{token}.ics" for who, token in told["calendars"].items()}
    link = f"/i/{told['token']}/"
    outside = (HERE, HERE + "rooms/", HERE + "rooms.ics", "/rooms/", "/rooms.ics", "/communities/", "/")

    place.warm("", (*outside, link))
    assert ana.post(f"{HERE}invitations/{told['invitation']}/end/") == 302
    place.gone("", (link,), lambda _status, said, _path: "We meet around real work" not in said)
    settings = {"visibility": "hidden", "joining": "open", "rooms_by": "members", "language": "en"}
    assert ana.post(HERE + "settings/", zone="Europe/Rome", **settings) == 302
    place.gone("", outside, not_shown)
    place.gone("lou", (*outside, "/today/"), not_shown)

    desk = (HERE + "invitations/", HERE + "requests/")
    assert place.people["eve"].get(desk[0])[0] == 200
    assert ana.post(f"{HERE}offices/{told['office']}/end/") == 302
    place.gone("eve", desk[:1], lambda status, _said, _path: status in (403, 404))

    room = f"{HERE}rooms/{told['open']}/"
    place.warm("ivy", (room, feed["ivy"]))
    assert ana.post(room + "host/removal/", seat=told["ivys_seat"], reason="No.") == 302
    place.gone("ivy", (room,), not_found)
    place.gone("ivy", (feed["ivy"], "/rooms/", "/today/"), not_shown)

    for who, act in (
        ("fay", lambda: ana.post(f"{HERE}people/{told['fay']}/removal/", reason="No.")),
        ("oli", lambda: ana.post(f"{HERE}people/{told['oli']}/block/", reason="No.")),
        ("joe", lambda: place.people["joe"].post(HERE + "leaving/", why="")),
    ):
        hosted = f"{HERE}rooms/{told['full']}/"
        mine = (*INSIDE, hosted, *([feed[who]] if who != "joe" else []))
        place.warm(who, tuple(path for path in mine if path not in ("/", feed[who])))
        assert act() == 302
        place.gone(who, (*mine[1:], hosted + "host/", hosted + "room.ics"), not_shown)
        place.gone(who, (HERE,), not_found)

    place.warm("bo", INSIDE[:4])
    assert root.post(f"/site/people/{told['bo']}/lock/", reason="No.") == 302
    place.gone("bo", ("/me/", "/today/", "/me/data/"), asked_to_sign_in)
    place.gone("bo", (HERE, HERE + "rooms/", feed["bo"]), not_found)
