"""What nobody would type: values for fields, ids, queries and headers that must never break a page."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, quote_from_bytes

from django.test import Client

SOURCE = Path(__file__).parent.parent
ASKED = re.compile(r"GET(?:\.get(?:list)?\(|\[)\"(\w+)\"")
VALUES: dict[str, list[bytes]] = {
    "nothing": [],
    "empty": [b""],
    "spaces": [b" \t \r\n "],
    "twice": [b"one", b"two"],
    "many": [b"x"] * 400,
    "list": [b"[1, 2]"],
    "object": [b'{"$ne": null}'],
    "number": [b"7"],
    "true": [b"true"],
    "null": [b"null"],
    "negative": [b"-1"],
    "zero": [b"0"],
    "huge": [b"9223372036854775808"],
    "larger": [b"1" * 400],
    "fraction": [b"1e400"],
    "not a number": [b"NaN"],
    "unicode digits": ["٣٤".encode()],
    "long": ["ß".encode() * 50_000],
    "zero byte": [b"a\0b"],
    "lone surrogate": [b"\xed\xa0\x80"],
    "no utf-8": [b"\xff\xfe\x80"],
    "right to left": ["\u202eabc\u202d\u200f".encode()],
    "lines": [b"a\r\nSet-Cookie: x=1\r\n\r\n<b>"],
    "homoglyph": ["Аna ﬁne \u0131 İ".encode()],
    "script": [b"<script>alert(1)</script>"],
    "quotes": [b"' OR 1=1 --\";{{7*7}}${7*7}%s%(x)s{0}"],
    "last day": [b"9999-12-31"],
    "first day": [b"0001-01-01"],
    "no day": [b"2026-02-30"],
    "midnight": [b"24:00"],
    "path": [b"../../../etc/passwd"],
    "address": [b"javascript:alert(1)"],
    "combining": [("a" + "\u0301" * 400).encode()],
}
IDS = (
    "0",
    "-1",
    "9223372036854775808",
    "9" * 40,
    "٣",
    "%00",
    "%ED%A0%80",
    "..",
    "%2e%2e%2f",
    "null",
    "a" * 900,
    "%0d%0a",
)
HEADERS: tuple[dict[str, str], ...] = (
    {"host": "evil.example"},
    {"host": "a@b:99999"},
    {"host": "[::1"},
    {"host": "x" * 3000},
    {"x-forwarded-host": "evil.example", "x-forwarded-proto": "javascript", "x-forwarded-for": "x" * 9000},
    {"forwarded": "for=;;;=", "x-real-ip": "\u00b2"},
    {"accept-language": "x" * 5000},
    {"accept-language": "it;q=nan,\u0000,*;q=-1"},
    {"content-type": "text/html; charset=no-such-thing"},
    {"content-type": "multipart/form-data"},
    {"range": "bytes=99999999999999999999-"},
    {"if-none-match": '"' * 999, "if-modified-since": "yesterday"},
    {"if-match": "*", "if-unmodified-since": "Sat, 99 Foo 0000"},
    {"referer": "http://[::1", "origin": "null"},
    {"referer": "//evil.example/\\..", "hx-request": "true", "hx-target": "<b>"},
    {"cookie": "sessionid=%00; csrftoken=;;guildhouse_language=../../x; messages=W1tdXQ:x:y"},
    {"cookie": "guildhouse_language=" + "\u00b2" * 99 + "; sessionid=" + "x" * 4000},
    {"authorization": "Basic !!!", "accept": "application/json;q=abc"},
    {"x-http-method-override": "DELETE", "upgrade": "h2c", "te": "trailers"},
)
BODIES: tuple[tuple[str, bytes], ...] = (
    ("application/json", b'{"a": [1, 2'),
    ("application/json", b"[" * 3000),
    ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data; name=\r\n\r\n"),
    ("multipart/form-data; boundary=" + "y" * 300, b"--x--"),
    (
        "multipart/form-data; boundary=x",
        b'--x\r\nContent-Disposition: form-data; name="a"; filename="\0/../x"\r\n\r\nhi\r\n--x--',
    ),
    ("application/x-www-form-urlencoded; charset=utf-7", b"+AD0-=%"),
    ("application/x-www-form-urlencoded", b"&=&=%zz&" * 400),
    ("application/x-www-form-urlencoded", b"a=1&" * 5000),
    ("text/plain", b"\xff" * 9000),
    ("", b"x"),
)


def encoded(fields: dict[str, list[bytes]]) -> bytes:
    """A form's fields as they are sent, byte for byte."""
    pairs = [
        f"{quote(name)}={quote_from_bytes(value)}" for name, values in fields.items() for value in values
    ]
    return "&".join(pairs).encode()


def send(client: Client, path: str, fields: dict[str, list[bytes]]) -> int:
    """The status of the answer to these fields."""
    kind = "application/x-www-form-urlencoded"
    return int(client.generic("POST", path, encoded(fields), content_type=kind).status_code)


def asked_for() -> list[str]:
    """Every name the source looks for in the query of an address."""
    found: set[str] = {"page", "past", "free", "community", "format", "mode", "words", "next"}
    for path in SOURCE.rglob("*.py"):
        if "tests" not in path.parts and "testing" not in path.parts:
            found |= set(ASKED.findall(path.read_text(encoding="utf-8")))
    return sorted(found)


def spread(every: list[str], most: int, at: int) -> Iterator[str]:
    """`most` of these, others at each place `at`, so that all come to their turn."""
    for step in range(min(most, len(every))):
        yield every[(at * most + step) % len(every)]
