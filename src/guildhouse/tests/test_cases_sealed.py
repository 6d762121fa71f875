"""A case is nowhere in clear but before those who may read it, and nowhere at all once it is withdrawn.

A house runs in two processes, with its log, its database and its backups; they are searched for the very bytes.
"""

import json
import re
import shutil
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from guildhouse.cases import keys
from guildhouse.cases.models import Case
from guildhouse.cases.sealing import unseal
from guildhouse.cases.tests.casing import opened, room_with
from guildhouse.history.actors import SYSTEM
from guildhouse.keeping import actions as keeping
from guildhouse.keeping.actions.erasing_communities import remove_community
from guildhouse.rooms.tests.rooming import NOON
from guildhouse.testing.archives import QUICK, archive_of, asked, guildhouse, house_in, members
from guildhouse.testing.cast import Cast
from guildhouse.testing.outside import Visitor
from guildhouse.testing.site import environment_for, serving

AT_MOST = 1.0  # second
ROUNDS = 5  # over fresh connections, so that both processes are asked
MARKS = {name: f"qzcase{name}x" for name in ("situation", "question", "wish", "name")}
SESSIONS = """
import json, os
os.environ["DJANGO_SETTINGS_MODULE"] = "guildhouse.settings"
from guildhouse.cli import set_up; set_up()
from django.test import Client
from guildhouse.people.models import Person
from guildhouse.rooms.models import Room
from guildhouse.testing.fresh import fresh_login
told = {"room": Room.objects.get(purpose="Mending").public_id}
for person in Person.objects.exclude(email=None):
    told[person.name] = fresh_login(Client(), person).cookies["sessionid"].value
print(json.dumps(told))
"""


class Place:
    """A running house, who is in it, and everything of it that lies on the disk."""

    def __init__(self, url: str, house: Path, log: Path, told: dict[str, Any]) -> None:
        self.house, self.log = house, log
        self.cases = f"/c/weavers/rooms/{told['room']}/cases/"
        self.bo, self.eve, self.fay = (Visitor(url, told[name]) for name in ("Bo", "Eve", "Fay"))

    def on_the_disk(self) -> bytes:
        """Database, journal, log and whatever else lies in the house, but for the keys."""
        files = [path for path in self.house.rglob("*") if path.is_file() and "static" not in path.parts]
        return b"".join(path.read_bytes() for path in (*files, self.log))


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    house, log = house_in(tmp_path / "house"), tmp_path / "log"
    done = subprocess.run(
        [sys.executable, "-c", SESSIONS],
        env=environment_for(house, **QUICK),
        check=True,
        capture_output=True,
        text=True,
    )
    told = json.loads(done.stdout.splitlines()[-1])
    with serving(house, "--workers", "2", log=log, **QUICK) as live:
        yield Place(live.url, house, log, told)


def seen(content: bytes) -> list[str]:
    """Which of the marks stand somewhere, in whatever way text is written."""
    ways = ("utf-8", "utf-16-le", "utf-16-be")
    return [name for name, mark in MARKS.items() if any(mark.encode(way) in content for way in ways)]


def packed(archive: Path) -> bytes:
    return b"".join(members(archive).values())


@pytest.mark.process
def test_a_case_is_gone_from_every_page_within_a_second_and_from_every_backup(
    place: Place, tmp_path: Path
) -> None:
    assert place.bo.post(place.cases + "mine/words/", **MARKS) == 302
    assert place.bo.post(place.cases + "mine/opening/", days="30") == 302
    _status, page = place.eve.get(place.cases)
    one = re.findall(rf"{place.cases}[a-z0-9]{{12}}/", page)[0]
    for _round in range(ROUNDS):
        status, said = place.eve.get(one)
        assert (status, seen(said.encode())) == (200, ["situation", "question", "wish"])
        assert "cache-control: private, no-store" in said.lower()
    assert place.fay.get(one)[0] == place.fay.get(place.cases)[0] == 404

    key = next((place.house / "case-keys").glob("*.key")).read_bytes()
    before = archive_of(place.house, tmp_path / "before.tar.gz")
    assert seen(place.on_the_disk() + packed(before)) == []
    assert key not in packed(before)
    public_id, name, sealed = row(place.house)
    assert sealed in packed(before), "The backup holds what is sealed, or this test shows nothing."

    withdrawal = f"/me/cases/{public_id}/withdrawal/"
    assert place.eve.post(withdrawal) == 404
    assert place.bo.post(withdrawal) == 302
    gone_since(place, one, time.monotonic())

    after = archive_of(place.house, tmp_path / "after.tar.gz")
    rest = place.on_the_disk() + packed(before) + packed(after)
    assert (seen(rest), key in rest) == ([], False)
    assert [path.name for path in (place.house / "case-keys").iterdir() if path.name != keys.TRIED] == [
        f"{name}.gone"
    ]
    put_back(before, place.house / "case-keys", tmp_path / "again")


def row(house: Path) -> tuple[str, str, bytes]:
    """Id, name of the key and sealed words of the one case."""
    question = "SELECT public_id || ' ' || key || ' ' || hex(sealed) FROM cases_case"
    public_id, name, sealed = str(asked(house, question)).split()
    return public_id, name, bytes.fromhex(sealed)


def gone_since(place: Place, one: str, began: float) -> None:
    """Within a second no process shows a word of it any more, neither to readers nor to its presenter."""
    clean, last = 0, began
    while clean < ROUNDS:
        now = time.monotonic()
        answers = [place.eve.get(one), place.bo.get(place.cases + "mine/"), place.eve.get(place.cases)]
        gone = answers[0][0] == 404 and not any(seen(said.encode()) for _status, said in answers)
        clean, last = (clean + 1, last) if gone else (0, now)
    assert last - began < AT_MOST


def put_back(archive: Path, folder: Path, new: Path) -> None:
    """An older backup is put back beside the keys as they are now: the case is withdrawn again before it opens."""
    new.mkdir()
    shutil.copytree(folder, new / "case-keys")
    tried = guildhouse(new, "restore", str(archive), "--verify")
    assert tried.returncode == 0, tried.stdout
    done = guildhouse(new, "restore", str(archive))
    assert "1 withdrawn again" in done.stdout, done.stdout + done.stderr
    assert asked(new, "SELECT count(*) FROM cases_case WHERE ended_at IS NOT NULL AND sealed = X''") == 1
    assert guildhouse(new, "check-invariants").returncode == 0


@pytest.mark.process
def test_ones_own_copy_holds_ones_own_cases_and_nobody_elses(place: Place, tmp_path: Path) -> None:
    place.bo.post(place.cases + "mine/words/", **MARKS)
    place.bo.post(place.cases + "mine/opening/", days="30")
    for name, wanted in (("bo", list(MARKS)), ("eve", [])):
        done = guildhouse(place.house, "export", f"{name}@example.org", "--into", str(tmp_path / name))
        assert done.returncode == 0, done.stderr
        with zipfile.ZipFile(tmp_path / name) as copied:
            assert seen(copied.read("my-data.json")) == seen(copied.read("index.html")) == wanted


@pytest.mark.django_db
def test_with_its_key_a_case_opens_and_with_another_it_does_not(
    cast: Cast, settings: Any, tmp_path: Path
) -> None:
    settings.CASE_KEYS = tmp_path
    case = opened(room_with(cast), cast.bo)
    assert unseal(case.sealed, key=case.key, bound_to=case.public_id) is not None
    assert unseal(case.sealed, key=case.key, bound_to="another-case") is None
    assert unseal(case.sealed, key=keys.make(), bound_to=case.public_id) is None


@pytest.mark.django_db
def test_whoever_is_erased_leaves_no_case_and_no_key(cast: Cast, settings: Any, tmp_path: Path) -> None:
    settings.CASE_KEYS = tmp_path
    opened(room_with(cast), cast.bo)
    keeping.erase(cast.bo, actor=SYSTEM)
    assert not Case.objects.exists()
    assert [path.suffix for path in tmp_path.iterdir()] == [".gone"]


@pytest.mark.django_db
def test_a_community_that_is_erased_takes_the_keys_along(cast: Cast, settings: Any, tmp_path: Path) -> None:
    settings.CASE_KEYS = tmp_path
    opened(room_with(cast), cast.bo)
    remove_community(cast.weavers.public_id, actor=SYSTEM, at=NOON)
    assert not Case.objects.exists()
    assert [path.suffix for path in tmp_path.iterdir()] == [".gone"]
