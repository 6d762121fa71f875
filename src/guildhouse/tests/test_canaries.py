"""Nothing somebody wrote comes to light where it must not: every text of a house is marked, and everybody looks.

Who reads what stands in matrix/texts.md. A new table, column, address or letter is covered by itself.
"""

import logging
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.test.utils import CaptureQueriesContext
from django.urls import path as address

from guildhouse.communities.models import Community
from guildhouse.history.models import Fact
from guildhouse.kit.kept import shelf
from guildhouse.notices.tasks import letters_of
from guildhouse.people.models import Person
from guildhouse.testing import canaries
from guildhouse.testing.addresses import browser, pages, patterns
from guildhouse.testing.canaries import MARK, NOT_SOWN, WORDS_OF_CASES, Sown, seen_in, sow, text_of, texts
from guildhouse.testing.crowd import VIEWERS, Viewer, peopled

pytestmark = pytest.mark.django_db

TABLE = Path(__file__).parent / "matrix" / "texts.md"
# What one sees in the middle of something, or in a house of another kind.
ON_THE_WAY = {"set-up", "demo", "demo-sign-in", "answer-address-change", "openid_connect_callback"}
LEAST_SEEN = ("", "lou", "gil")  # also looked at while the community is listed, and public
SEEN_OTHERWISE = ("ana", "bo", "ned")  # opens everything; reads letters; is where whoever left is
MOST_OF_A_NAME = 5
# Has nothing to do with how visible a community is.
ELSEWHERE = ("account", "mfa", "format", "import", "mail", "letter", "claim", "site", "help")


def circles() -> dict[str, set[str]]:
    """For every text ("app.model.field"): the circles that read it, from the table."""
    found: dict[str, set[str]] = {}
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) == 3 and "." in cells[0]:
            for name in cells[1].split(", "):
                found[f"{cells[0]}.{name}"] = set(cells[2].split(", "))
    return found


CIRCLES = circles()


class House:
    """The house while it is looked at: what each mark is, and what came to light."""

    def __init__(self) -> None:
        self.all: SimpleNamespace = peopled()
        self.marks = sow(self.all.weavers)
        self.shown = canaries.shown()
        self.viewers = {viewer.who: viewer for viewer in VIEWERS}
        self.leaks: dict[str, str] = {}
        self.visibility = "hidden"

    def look(self, viewer: Viewer, name: str, path: str, said: str) -> None:
        """Note what this viewer was shown there and may not know; whoever has a feed's address reads as its owner."""
        for who, token in self.all.calendars.items():
            viewer = self.viewers[who] if token in path else viewer
        for sown in seen_in(said, self.marks).values():
            if not self.may_read(viewer, sown, name):
                leak = f"{viewer.what} reads {sown.label} of {self.visibility}"
                self.leaks.setdefault(leak, path)

    def may_read(self, viewer: Viewer, sown: Sown, name: str) -> bool:
        """Whether this text may be shown to this viewer, on the page of this name."""
        person, wanted = viewer.person(self.all), CIRCLES.get(sown.label, set())
        if (person is not None and person.pk in sown.owners) or "anybody" in wanted:
            return True
        return bool(wanted & self.reads(viewer, sown, name))

    def reads(self, viewer: Viewer, sown: Sown, name: str) -> set[str]:
        """The circles this viewer belongs to, for a text of this room or of none."""
        has = set(viewer.reads.split())
        if "communities.report" in sown.label and self.all.site_report.pk == sown.row:
            has |= {"contact"} if viewer.who == "root" else set()
        if "member" not in has and self.visibility != "public":
            has -= {"public", "listed"} if self.visibility == "hidden" else {"public"}
        if name.startswith(("invitation", "certificate")) or name.split()[-1] in (
            "claim",
            "people.invited_to_claim",
        ):
            has |= {"invited"}
        if name in ("mail", "letter", "letter-html") and viewer.who == "root":
            has |= {"letters"}
        # One appeals against somebody, is seated somewhere, and hears from somewhere.
        names_it = name.startswith(("letter ", "site-")) or (name, viewer.who) == ("today", "root")
        names_it |= (name, viewer.who) == ("appeal", "gil")
        if sown.label == "communities.community.name" and (names_it or viewer.stated or viewer.coming):
            has |= {"listed"}
        return has | self.of_rooms(viewer, sown, has) | self.of_profiles(viewer, sown)

    def of_rooms(self, viewer: Viewer, sown: Sown, has: set[str]) -> set[str]:
        """What a viewer is before the room of a text."""
        rooms = {kind: self.rooms(getattr(viewer, kind)) for kind in ("stated", "coming", "hosts")}
        hosts = sown.room in rooms["hosts"] or "host" in has
        coming = hosts or sown.room in rooms["coming"]
        sees = hosts or (sown.room != self.all.draft.pk and "public" in has)
        sees = sees or coming or sown.room in rooms["stated"]
        seated = sown.room in rooms["coming"]
        circles = {"host": hosts, "coming": coming, "seated": seated, "room": sees}
        shown = (sown.label.rpartition(".")[0], sown.row) in self.shown
        circles |= {"told": shown and coming, "shared": shown and "member" in has}
        return {circle for circle, belongs in circles.items() if belongs}

    def rooms(self, named: str) -> set[int]:
        return {getattr(self.all, name).pk for name in named.split()}

    def of_profiles(self, viewer: Viewer, sown: Sown) -> set[str]:
        """Whether a viewer is shown the profile a text is of."""
        place = self.all.place.pk in sown.owners  # a place nobody has taken says where somebody works
        hides = self.all.bo.pk in sown.owners  # shows it to nobody
        together = viewer.who not in ("", "lou", "kim", "rae", "ivy", "hal", "ned", "gil") and not hides
        return {"profile"} if place or together or viewer.who == "root" else set()

    def said(self) -> str:
        """What came to light, for a report."""
        return "\n".join(f"{leak} at {path}" for leak, path in sorted(self.leaks.items()))

    def turn(self, visibility: str) -> None:
        """Let the community be as visible as that."""
        Community.objects.filter(pk=self.all.weavers.pk).update(visibility=visibility)
        self.visibility = visibility
        shelf.clear()


@pytest.fixture
def said_in_the_log() -> Iterator[list[str]]:
    lines: list[str] = []

    class Listening(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            line = f"{record.msg} {record.args}"
            if MARK.search(line):
                lines.append(line)

    handler = Listening()
    logging.getLogger().addHandler(handler)
    yield lines
    logging.getLogger().removeHandler(handler)


@pytest.mark.once
def test_nobody_is_shown_what_is_not_theirs_to_see(said_in_the_log: list[str]) -> None:
    house = House()
    house.turn("public")
    by_person = {viewer.person(house.all): viewer for viewer in VIEWERS if viewer.who}

    def look(person: Any, name: str, path: str, answer: Any) -> None:
        house.look(by_person[person], name, path, text_of(answer))

    found = {name: paths[:MOST_OF_A_NAME] for name, paths in pages(house.all, look).items()}
    names = {str(pattern.name) for _address, pattern in patterns()}
    assert uncovered(names, found) == set(), "Nobody could open these: say in testing/addresses.py who can."
    house.turn("hidden")
    for viewer in VIEWERS:
        if viewer.who not in SEEN_OTHERWISE:
            read(house, viewer, found)
    inside = {name: paths for name, paths in found.items() if not name.startswith(ELSEWHERE)}
    for visibility in ("listed", "public"):
        house.turn(visibility)
        for who in LEAST_SEEN:
            read(house, house.viewers[who], inside)
    assert not house.leaks, house.said()
    assert said_in_the_log == []


def uncovered(names: set[str], found: dict[str, list[str]]) -> set[str]:
    """The names of addresses that nobody has looked at."""
    return names - set(found) - ON_THE_WAY


def read(house: House, viewer: Viewer, found: dict[str, list[str]]) -> None:
    """Look at everything as this viewer."""
    client, more = browser(viewer.person(house.all)), variants(house.all)
    for name in found:
        for path in (*found[name], *more.get(name, ())):
            house.look(viewer, name, path, text_of(client.get(path)))


def variants(house: SimpleNamespace) -> dict[str, list[str]]:
    """What pages show when they are asked for something more, and the front of a part of the community."""
    new, report = (f"/c/{house.weavers.slug}/{path}" for path in ("rooms/new/", "conduct/report/"))
    return {
        "my-copy": ["/me/data/copy/?as=json"],
        "rooms": ["/rooms/?past=yes"],
        "room-new": [f"{new}?like={one.public_id}" for one in (house.full, house.deciding, house.held)],
        "community": [house.dyers.get_absolute_url()],
        "community-report": [f"{report}?about={house.bo.public_id}"],
        "communities": ["/communities/?words=qz"],
    }


HIDDEN_FROM = ("", "lou")
SAME_BY_CHANCE = ("X-Request-Id", "Content-Length", "ETag")


@pytest.mark.once
def test_what_is_hidden_answers_like_what_is_not_there() -> None:
    house = House()
    found = pages(house.all)
    house.turn("hidden")
    slug, told = f"/c/{house.all.weavers.slug}/", []
    for who in HIDDEN_FROM:
        client = browser(house.viewers[who].person(house.all))
        for path in (paths[0] for paths in found.values() if paths and slug in paths[0]):
            for send in (client.get, client.post):
                for _again in range(3):  # what the shell keeps runs out every minute
                    hidden, absent = answered(send, path), answered(send, path.replace(slug, "/c/nowhere/"))
                    if hidden == absent:
                        break
                else:
                    told.append(f"{who or 'signed out'} at {path}: {differences(hidden, absent)}")
    assert not told, "\n".join(told)


def answered(send: Any, path: str) -> tuple[int, str, dict[str, str], int]:
    """Status, body, headers and the number of questions to the database, without what differs by chance."""
    with CaptureQueriesContext(connection) as asked:
        answer = send(path)
    body = re.sub(r'value="[\w-]{64}"', "", answer.content.decode()).replace(path, "here")
    body = re.sub(r"/c/(weavers|nowhere)/", "/c/it/", body)
    headers = {
        name: re.sub(r"weavers|nowhere", "it", value)
        for name, value in answer.headers.items()
        if name not in SAME_BY_CHANCE
    }
    return answer.status_code, body, headers, len(asked)


def differences(one: tuple[Any, ...], other: tuple[Any, ...]) -> list[str]:
    return [
        f"{left!r:.200} / {right!r:.200}" for left, right in zip(one, other, strict=True) if left != right
    ]


def attic(request: HttpRequest) -> HttpResponse:
    raise Http404


def gossip(request: HttpRequest) -> HttpResponse:
    return HttpResponse(" ".join(person.email or "" for person in Person.objects.order_by("pk")))


urlpatterns = [address("attic/", attic, name="attic"), address("gossip/", gossip, name="gossip")]


@pytest.mark.once
@pytest.mark.urls(__name__)
def test_a_new_page_is_looked_at_without_being_named() -> None:
    house = House()
    found = pages(house.all)
    assert uncovered({"attic", "gossip"}, found) == {"attic"}
    read(house, house.viewers["lou"], found)
    assert "of no community reads people.person.email of hidden" in house.leaks


def test_every_line_of_the_table_names_a_text_that_is_marked() -> None:
    marked = {
        f"{model._meta.label_lower}.{field.name}" for model in apps.get_models() for field in texts(model)
    }
    marked |= {f"cases.case.{name}" for name in WORDS_OF_CASES}
    assert set(CIRCLES) - marked == set()
    assert [name for name in NOT_SOWN if not any(is_part(name, label) for label in everything())] == []


def everything() -> Iterator[str]:
    for model in apps.get_models():
        yield from (f"{model._meta.label_lower}.{field.name}" for field in model._meta.concrete_fields)


def is_part(name: str, label: str) -> bool:
    return f"{label}.".startswith(f"{name}.")


def test_no_letter_tells_what_is_not_its_readers_to_know() -> None:
    house = House()
    viewers = {viewer.person(house.all): viewer for viewer in VIEWERS if viewer.who}
    told = defaultdict(set)
    for fact in Fact.objects.order_by("pk"):
        for letter in letters_of(fact):
            told[letter.kind].add(str(letter.person))
            viewer = viewers.get(letter.person) or Viewer("", f"a reader of {letter.kind}")
            house.look(
                viewer, f"letter {letter.kind}", letter.kind, f"{letter.subject}{letter.text}{letter.html}"
            )
    assert len(told) > 15, "So few kinds of letter tell nothing."
    assert not house.leaks, house.said()
