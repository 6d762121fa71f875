"""A house comes out of its archive whole, mute and in a safe order; what is broken is refused in a sentence."""

import json
import re
import sqlite3
import stat
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from guildhouse.keeping.personal import register
from guildhouse.testing.archives import (
    archive_of,
    asked,
    each,
    guildhouse,
    house_in,
    members,
    packed_again,
    repacked,
)

pytestmark = pytest.mark.process


@pytest.fixture
def house(tmp_path: Path) -> Path:
    return house_in(tmp_path / "house")


@pytest.fixture
def archive(house: Path, tmp_path: Path) -> Path:
    return archive_of(house, tmp_path / "a.tar.gz")


def test_verify_tells_in_a_table_what_it_found_and_changes_nothing(archive: Path, tmp_path: Path):
    nowhere = tmp_path / "nowhere"
    nowhere.mkdir()
    done = guildhouse(nowhere, "restore", str(archive), "--verify")
    assert done.returncode == 0, done.stderr
    assert re.findall(r"^well  (\S+)", done.stdout, re.MULTILINE) == [
        *("archive", "moment", "parts", "file", "rows", "migrations", "upgrade", "cases", "invariants"),
    ]
    assert not (nowhere / "guildhouse.sqlite3").exists()


def test_verify_finds_rows_that_were_not_there_when_it_was_packed(house: Path, archive: Path):
    told = json.loads(members(archive)["manifest.json"])["counts"]
    other = repacked(archive, "other", counts=told | {"people_person": 5})
    done = guildhouse(house, "restore", str(other), "--verify")
    assert done.returncode == 1
    assert "ILL   rows        people_person 5 → 4" in done.stdout


def test_a_house_is_put_back_mute_and_with_nobody_signed_in(archive: Path, tmp_path: Path):
    new = tmp_path / "new"
    new.mkdir()
    done = guildhouse(new, "restore", str(archive))
    assert done.returncode == 0, done.stderr
    assert asked(new, "SELECT count(*) FROM people_person") == 4
    assert asked(new, "SELECT count(*) FROM people_site WHERE letters_held_since IS NOT NULL") == 1
    assert asked(new, "SELECT count(*) FROM people_session") == 0
    assert stat.S_IMODE((new / "guildhouse.sqlite3").stat().st_mode) == 0o600
    assert "There was no secret key, so a new one was made" in done.stdout
    assert guildhouse(new, "check-invariants").returncode == 0


def test_a_house_with_people_is_only_replaced_when_told_to_and_then_kept_aside(house: Path, archive: Path):
    refused = guildhouse(house, "restore", str(archive))
    assert refused.returncode == 1
    assert "There is a house here already, with 4 people. --replace" in refused.stderr
    done = guildhouse(house, "restore", str(archive), "--replace")
    assert (done.returncode, "secret key" in done.stdout) == (0, False)
    assert len(list(house.glob("guildhouse.sqlite3.before-restore-*"))) == 1


def test_an_open_house_is_not_replaced(house: Path, archive: Path):
    with closing(sqlite3.connect(house / "guildhouse.sqlite3")) as somebody:
        somebody.execute("PRAGMA journal_mode=WAL")
        somebody.execute("SELECT count(*) FROM people_person").fetchone()
        done = guildhouse(house, "restore", str(archive), "--replace")
    assert done.returncode == 1
    assert "The house is open" in done.stderr


def test_a_broken_archive_is_refused_in_a_sentence(archive: Path, tmp_path: Path):
    text, new = archive.read_bytes(), tmp_path / "new"
    half = len(text) // 2
    turned = text[:half] + bytes(one ^ 1 for one in text[half : half + 512]) + text[half + 512 :]
    kinds = {"half": text[:half], "letter": b"Dear all,\n" * 100, "empty": b"", "turned": turned}
    for name, bad in kinds.items():
        (tmp_path / name).write_bytes(bad)
    new.mkdir()
    for code, said in each(new, *(["restore", str(tmp_path / name)] for name in (*kinds, "absent"))):
        assert code == 1
        assert re.fullmatch(r"guildhouse restore: .*(Take another archive|o archive).*\n", said), said
    assert not (new / "guildhouse.sqlite3").exists()
    assert list(new.glob(".restoring-*")) == []


REFUSED = (
    ({"format": 9, "version": "7.1"}, "has the format 9, made by Guildhouse 7.1"),
    ({"migrations": ["people 0999_later"], "version": "7.1"}, "made by a newer version (7.1)"),
    ({"database": "postgresql"}, "does not move between the two"),
    ({"program": "other"}, "made by another program"),
    ({"parts": [{"name": "../x", "bytes": 1, "sha256": "0" * 64}]}, "a part '../x' that no archive has"),
    ({"parts": []}, "which its manifest does not name"),
    ({"parts": [{"name": "database.sqlite3", "bytes": 1, "sha256": "0" * 64}]}, "does not name so"),
)


def test_an_archive_this_house_cannot_take_is_refused_in_a_sentence(archive: Path, tmp_path: Path):
    new = tmp_path / "new"
    new.mkdir()
    archives = [
        repacked(archive, f"{place}.tar.gz", **changed) for place, (changed, _words) in enumerate(REFUSED)
    ]
    answers = each(new, *(["restore", str(path)] for path in archives))
    assert [code for code, _said in answers] == [1] * len(REFUSED)
    assert [
        words for (_changed, words), (_code, said) in zip(REFUSED, answers, strict=True) if words not in said
    ] == []
    assert not (new / "guildhouse.sqlite3").exists()


def test_who_was_erased_since_is_erased_again_before_the_house_opens(house: Path, archive: Path):
    bo, eve = (
        asked(house, f"SELECT public_id FROM people_person WHERE name = '{name}'") for name in ("Bo", "Eve")
    )
    at = datetime(2026, 11, 1, tzinfo=UTC)
    register.add([register.Entry("person", bo, "", at)], house / "erasures.jsonl")
    held = members(archive) | {
        "erasures.jsonl": (register.Entry("person", eve, "", at).line() + "\n").encode()
    }
    packed = packed_again(held, archive.with_name("with.tar.gz"))

    done = guildhouse(house, "restore", str(packed), "--replace")

    assert done.returncode == 0, done.stderr
    assert "2 people and 0 communities erased again" in done.stdout
    assert asked(house, "SELECT count(*) FROM people_person WHERE name IN ('Bo', 'Eve')") == 0
    assert {entry.id for entry in register.read(house / "erasures.jsonl")} >= {bo, eve}
    assert guildhouse(house, "check-invariants").returncode == 0


def test_a_damaged_register_of_erasures_is_no_reason_to_forget_them(house: Path, archive: Path):
    (house / "erasures.jsonl").write_text('{"v": 1, "what": "pers\n')
    done = guildhouse(house, "restore", str(archive), "--replace")
    assert done.returncode == 1
    assert "Line 1 of" in done.stderr
    assert "mend the line" in done.stderr
    assert asked(house, "SELECT count(*) FROM people_site WHERE letters_held_since IS NOT NULL") == 0


def test_a_house_that_was_not_sound_when_it_was_packed_is_told_of_and_put_back(house: Path, tmp_path: Path):
    with closing(sqlite3.connect(house / "guildhouse.sqlite3")) as database:
        database.execute("UPDATE history_fact SET actor_id = 999 WHERE id = 1")
        database.commit()
    packed, new = archive_of(house, tmp_path / "a.tar.gz"), tmp_path / "new"
    new.mkdir()
    assert guildhouse(new, "restore", str(packed), "--verify").returncode == 1
    done = guildhouse(new, "restore", str(packed))
    assert (done.returncode, "ILL   invariants  Fact 1 names an actor who is nobody." in done.stdout) == (
        0,
        True,
    )
    assert asked(new, "SELECT count(*) FROM people_person") == 4


def test_letters_of_a_house_put_back_are_released_by_a_command_that_asks_what_becomes_of_older_ones(
    archive: Path, tmp_path: Path
):
    new = tmp_path / "new"
    new.mkdir()
    told = each(new, ["restore", str(archive)], ["unmute"], ["unmute", "--drop-older"], ["unmute"])
    assert [code for code, _said in told] == [0, 2, 0, 0]
    assert "Choose --drop-older or --send-older." in told[1][1]
    assert asked(new, "SELECT count(*) FROM people_site WHERE letters_held_since IS NOT NULL") == 0
    untold = "SELECT count(*) FROM history_fact JOIN history_delivery ON fact_id = history_fact.id"
    before = "done_at IS NULL AND kind NOT IN ('people.site_restored', 'people.letters_released')"
    assert asked(new, f"{untold} WHERE {before}") == 0
