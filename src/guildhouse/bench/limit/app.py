"""The page limit: what these pages could cost on this machine with nothing in between.

Raw ASGI, one SQLite file and compiled templates. No sessions, no rules, no languages: nobody could use it. It is here
so that a figure of the house can be read as a share of what the machine gives.
"""

import os
import sqlite3
import time
from collections.abc import Awaitable, Callable
from typing import Any

from jinja2 import Environment

SHELL = (
    '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{{ title }}</title>'
    '<link rel="stylesheet" href="/house.css"></head><body><header><nav>'
    + "".join(f'<a href="/part/{part}">Part {part}</a> ' for part in range(12))
    + "</nav></header><main><h1>{{ title }}</h1>%s</main><footer><p>A house</p></footer></body></html>"
)
LIST = SHELL % (
    "<ul>{% for id, purpose, about, starts, seats, held, host in rooms %}"
    '<li class="room"><h2><a href="/room/{{ id }}">{{ purpose }}</a></h2><p>{{ about }}</p>'
    '<time datetime="{{ starts }}">{{ starts }}</time> <span>{{ seats - held }} of {{ seats }} seats free</span> '
    "<span>with {{ host }}</span></li>{% endfor %}</ul>"
)
ROOM = SHELL % (
    "<p>{{ about }}</p><time>{{ starts }}</time><p>{{ seats - held }} of {{ seats }} seats free, "
    '{{ waiting }} in line</p><form method="post" action="/claim/{{ id }}"><button>Ask</button></form>'
    "<ul>{% for name in people %}<li>{{ name[0] }}</li>{% endfor %}</ul>"
    "{% for part in parts %}<section><h2>Part {{ loop.index }}</h2><p>{{ part }}</p></section>{% endfor %}"
)
NEXT = (
    "SELECT room.id, purpose, substr(about, 1, 160), starts, seats, held, person.name "
    "FROM room JOIN person ON person.id = room.host WHERE starts > ? ORDER BY starts LIMIT 50"
)
DATES = (
    "SELECT id, purpose, substr(about, 1, 160), starts FROM room WHERE starts > ? ORDER BY starts LIMIT 50"
)
ONE = "SELECT purpose, about, more, starts, seats, held FROM room WHERE id = ?"
COMING = (
    "SELECT person.name FROM seat JOIN person ON person.id = seat.person "
    "WHERE seat.room = ? AND seat.number = 0 ORDER BY seat.id LIMIT 20"
)
PART = 1000  # letters of a room's text in one section of its page

environment = Environment(autoescape=True)
list_page, room_page = environment.from_string(LIST), environment.from_string(ROOM)
house = sqlite3.connect(os.environ["LIMIT_HOUSE"], timeout=30, isolation_level=None, check_same_thread=False)
for pragma in ("synchronous=NORMAL", "mmap_size=268435456", "cache_size=-65536"):
    house.execute(f"PRAGMA {pragma}")


def rows(question: str, *given: int) -> list[tuple[Any, ...]]:
    return house.execute(question, given).fetchall()


def list_of_rooms() -> str:
    return list_page.render(title="Open rooms", rooms=rows(NEXT, int(time.time())))


def one_room(number: int) -> str:
    purpose, about, more, starts, seats, held = rows(ONE, number)[0]
    stands = {"id": number, "about": about, "starts": starts, "seats": seats, "held": held}
    waiting = rows("SELECT count(*) FROM seat WHERE room = ? AND number > 0", number)[0][0]
    parts = [more[start : start + PART] for start in range(0, len(more), PART)]
    return room_page.render(
        title=purpose, waiting=waiting, people=rows(COMING, number), parts=parts, **stands
    )


def feed() -> str:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//page limit//EN"]
    for number, purpose, about, starts in rows(DATES, int(time.time())):
        at = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime(starts))
        lines += ["BEGIN:VEVENT", f"UID:{number}@limit", f"DTSTAMP:{at}", f"DTSTART:{at}"]
        lines += [f"SUMMARY:{purpose}", f"DESCRIPTION:{about[:60]}", f" {about[60:]}", "END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""])


def claim(room: int, person: int) -> str:
    """A seat, or the next number in line, in one transaction."""
    house.execute("BEGIN IMMEDIATE")
    try:
        seats, held, numbers = house.execute(
            "SELECT seats, held, numbers FROM room WHERE id = ?", (room,)
        ).fetchone()
        drawn = 0 if held < seats else numbers + 1
        changed = "numbers = numbers + 1" if drawn else "held = held + 1"
        house.execute(f"UPDATE room SET {changed} WHERE id = ?", (room,))  # noqa: S608 - two words of ours
        house.execute("INSERT INTO seat (room, person, number) VALUES (?, ?, ?)", (room, person, drawn))
        house.execute("COMMIT")
    except sqlite3.Error:
        house.execute("ROLLBACK")
        raise
    return f"no. {drawn} in line" if drawn else "a seat"


def answer(path: str) -> str:
    _, name, *given = path.split("/")
    doors: dict[str, Callable[..., str]] = {"": list_of_rooms, "room": one_room, "feed": feed, "claim": claim}
    return doors[name](*map(int, given))


async def app(
    scope: Any, receive: Callable[[], Awaitable[Any]], send: Callable[[Any], Awaitable[None]]
) -> None:
    if scope["type"] != "http":
        return
    body = answer(scope["path"]).encode()
    headers = [(b"content-type", b"text/html; charset=utf-8"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})
