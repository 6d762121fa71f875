"""The rows that the page limit reads: as many as in the house it stands beside."""

import sqlite3
import time
from pathlib import Path

from guildhouse.bench import words

TABLES = """
PRAGMA journal_mode=WAL;
CREATE TABLE person (id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE room (id INTEGER PRIMARY KEY, purpose TEXT, about TEXT, starts INT, host INT, seats INT,
                   held INT DEFAULT 0, numbers INT DEFAULT 0, more TEXT DEFAULT '');
CREATE INDEX room_by_start ON room (starts);
CREATE TABLE seat (id INTEGER PRIMARY KEY, room INT, person INT, number INT, UNIQUE (room, person));
CREATE INDEX seat_of_room ON seat (room, number);
"""
DAY = 24 * 3600
SEATS, HELD = 20, 15
MORE = 195  # sentences behind a room's text: with them its page is about 15 kB


def build(path: Path, *, people: int, rooms: int, ahead: int) -> None:
    """Write the file anew."""
    for left in (path, path.with_name(path.name + "-wal"), path.with_name(path.name + "-shm")):
        left.unlink(missing_ok=True)
    now, past = int(time.time()), rooms - ahead
    with sqlite3.connect(path) as house:
        house.executescript(TABLES)
        house.executemany(
            "INSERT INTO person VALUES (?, ?)", ((one, words.name(one)) for one in range(people))
        )
        house.executemany(
            "INSERT INTO room (id, purpose, about, starts, host, seats, held, more) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                (
                    one,
                    words.purpose(one),
                    words.about(one, 16),
                    now + (one - past + 1) * DAY // 2 if one >= past else now - (past - one) * DAY,
                    one % people,
                    SEATS,
                    0 if one >= past else HELD,
                    words.about(one, MORE),
                )
                for one in range(rooms)
            ),
        )
        house.executemany(
            "INSERT OR IGNORE INTO seat (room, person, number) VALUES (?, ?, 0)",
            ((room, (room * HELD + place) % people) for room in range(past) for place in range(HELD)),
        )
    with sqlite3.connect(path) as house:
        house.execute("ANALYZE")


def rooms_to_claim(path: Path, how_many: int) -> list[int]:
    """Fresh rooms with twenty seats, far ahead; answers their numbers."""
    far = int(time.time()) + 300 * DAY
    with sqlite3.connect(path, timeout=30) as house:
        made = [
            house.execute(
                "INSERT INTO room (purpose, about, starts, host, seats) VALUES (?, '', ?, 0, ?)",
                ("To be claimed", far, SEATS),
            ).lastrowid
            for _ in range(how_many)
        ]
    return [int(room or 0) for room in made]


def what_became(path: Path, room: int) -> tuple[int, list[int]]:
    """How many seats of a room are taken, and the numbers that stand in its line."""
    with sqlite3.connect(path, timeout=30) as house:
        rows = house.execute("SELECT number FROM seat WHERE room = ? ORDER BY number", (room,)).fetchall()
    numbers = [number for (number,) in rows]
    return numbers.count(0), [number for number in numbers if number]
