"""A house goes into one archive while it is open: all that was written before, as of one moment, without secrets."""

import json
import sqlite3
import stat
import subprocess
import sys
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest

from guildhouse.testing.archives import archive_of, asked, each, guildhouse, house_in, members

pytestmark = pytest.mark.process
# Two rows always change together: the sum of all is the same in every consistent moment.
WRITE = """
import random, sqlite3, sys
house = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=30)
while True:
    house.execute("BEGIN IMMEDIATE")
    house.execute("UPDATE purse SET held = held - 1 WHERE id = ?", [random.randint(1, 2000)])
    house.execute("UPDATE purse SET held = held + 1 WHERE id = ?", [random.randint(1, 2000)])
    done = house.execute("INSERT INTO noted DEFAULT VALUES").lastrowid
    house.execute("COMMIT")
    print(done, flush=True)
"""


@pytest.fixture
def house(tmp_path: Path) -> Path:
    return house_in(tmp_path / "house")


@pytest.fixture
def archive(house: Path, tmp_path: Path) -> Path:
    return archive_of(house, tmp_path / "a.tar.gz")


def test_an_archive_holds_database_and_manifest_and_no_secret(house: Path, archive: Path):
    held = members(archive)
    told = json.loads(held["manifest.json"])
    assert list(held) == ["manifest.json", "database.sqlite3"]
    assert told["counts"]["people_person"] == 4
    assert (house / "secret_key").read_bytes() not in b"".join(held.values())
    assert stat.S_IMODE(archive.stat().st_mode) == 0o600
    assert [path.name for path in archive.parent.iterdir() if path.name.startswith(".")] == []


def test_the_register_of_erasures_goes_along(house: Path, tmp_path: Path):
    (house / "erasures.jsonl").write_text('{"kind": "person"}\n')
    guildhouse(house, "backup", "--into", str(tmp_path / "a.tar.gz"))
    assert members(tmp_path / "a.tar.gz")["erasures.jsonl"] == b'{"kind": "person"}\n'


def test_the_secret_is_written_apart_for_this_account_alone(house: Path, tmp_path: Path):
    place = tmp_path / "elsewhere" / "key"
    names = [f"{name}.tar.gz" for name in "abc"]
    told = [["backup", "--into", str(tmp_path / name), "--secrets-into", str(place)] for name in names]
    assert each(house, *told[:2]) == [[0, ""], [0, ""]]
    assert place.read_text().strip() == (house / "secret_key").read_text().strip()
    assert [stat.S_IMODE(one.stat().st_mode) for one in (place.parent, place)] == [0o700, 0o600]
    place.write_text("another house's")
    [[code, said]] = each(house, told[2])
    assert (code, "holds something else" in said) == (1, True)


def test_a_backup_never_writes_over_another(house: Path, archive: Path):
    before = archive.read_bytes()
    done = guildhouse(house, "backup", "--into", str(archive))
    assert (done.returncode, archive.read_bytes()) == (1, before)
    assert "exists already" in done.stderr


def test_a_folder_keeps_the_newest_archives_and_nothing_else_is_thrown_away(house: Path, tmp_path: Path):
    kept = tmp_path / "kept"
    kept.mkdir()
    for name in ("guildhouse-20200101T000000Z.tar.gz", "guildhouse-20210101T000000Z.tar.gz", "mine.tar.gz"):
        (kept / name).touch()
    done = guildhouse(house, "backup", "--into", str(kept), "--keep", "2")
    assert "Thrown away: guildhouse-20200101T000000Z.tar.gz." in done.stdout
    assert len(list(kept.iterdir())) == 3
    assert (kept / "mine.tar.gz").exists()


def test_a_missing_folder_is_made_for_the_first_archive(house: Path, tmp_path: Path):
    kept = tmp_path / "kept"
    done = guildhouse(house, "backup", "--into", str(kept), "--keep", "14")
    assert (done.returncode, len(list(kept.glob("guildhouse-*.tar.gz")))) == (0, 1), done.stderr
    assert stat.S_IMODE(kept.stat().st_mode) == 0o700


def test_a_killed_backup_leaves_no_archive_and_the_next_one_sweeps_up(house: Path, tmp_path: Path):
    left = tmp_path / ".guildhouse-backup-killed"
    left.mkdir()
    (left / "database.sqlite3").touch()
    assert guildhouse(house, "backup", "--into", str(tmp_path)).returncode == 0
    assert not left.exists()


def test_where_there_is_no_house_there_is_no_backup(tmp_path: Path):
    done = guildhouse(tmp_path, "backup", "--into", str(tmp_path / "a"))
    assert (done.returncode, done.stderr.startswith("guildhouse backup: There is no house in ")) == (1, True)


def test_a_backup_under_writers_holds_all_that_was_written_before_and_one_moment(house: Path, tmp_path: Path):
    path = house / "guildhouse.sqlite3"
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("CREATE TABLE noted (id INTEGER PRIMARY KEY)")
        database.execute("CREATE TABLE purse (id INTEGER PRIMARY KEY, held INTEGER)")
        database.executemany("INSERT INTO purse (held) VALUES (?)", [(500,)] * 2000)
        database.commit()
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITE, str(path)], stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    noted: list[int] = []
    readers = [threading.Thread(target=lambda w=w: noted.extend(map(int, w.stdout))) for w in writers]
    try:
        for reader in readers:
            reader.start()
        while not noted:
            time.sleep(0.05)
        time.sleep(0.5)
        before = max(noted)
        done = guildhouse(house, "backup", "--into", str(tmp_path / "a.tar.gz"))
        during = len([one for one in noted if one > before])
    finally:
        for writer in writers:
            writer.kill()
            writer.wait()
        for reader in readers:
            reader.join()
        for writer in writers:
            writer.stdout.close()
    assert done.returncode == 0, done.stderr
    assert during > 20
    (tmp_path / "copy").mkdir()
    (tmp_path / "copy" / "guildhouse.sqlite3").write_bytes(members(tmp_path / "a.tar.gz")["database.sqlite3"])
    assert asked(tmp_path / "copy", "SELECT max(id) FROM noted") >= before
    assert asked(tmp_path / "copy", "SELECT count(*) = max(id) FROM noted")
    assert asked(tmp_path / "copy", "SELECT sum(held) FROM purse") == 2000 * 500
