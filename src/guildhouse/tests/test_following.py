"""One request is followed through page, worker and mail by its id, and no line of the log says whom it is about."""

import json
import re
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from guildhouse.testing.outside import TOKEN, Visitor, fill
from guildhouse.testing.site import MailSink, serving

pytestmark = pytest.mark.process
LONGEST = 30  # seconds for a letter to arrive
GIVEN = "the-proxy-gave-this-1234"
# What lines must not hold: addresses, names of people and places, what was typed, what opens a door.
PRIVATE = (
    *("@example", "Joe", "Ana", "Fay", "Ivy", "Lou", "Oli", "Mending", "canary-"),
    *("not-it-at-all", "gentle-otter", "Subject"),
)


def send(visitor: Visitor, path: str, request_id: str, **fields: str) -> tuple[int, str]:
    """Send a form as a browser behind a proxy does; the status, and the id the house gave to the request."""
    body = urlencode({**fields, "csrfmiddlewaretoken": TOKEN}).encode()
    headers = {"Cookie": visitor.cookies, "X-Request-Id": request_id}
    request = urllib.request.Request(visitor.url + path, data=body, headers=headers)
    try:
        with visitor.opener.open(request, timeout=20) as answer:
            return answer.status, str(answer.headers["X-Request-Id"])
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code, str(refused.headers["X-Request-Id"])


def said_under(log: Path, request_id: str) -> list[dict[str, Any]]:
    found = [json.loads(line) for line in log.read_text().splitlines() if line.startswith("{")]
    return [line for line in found if line.get("request_id") == request_id]


def letter_of(log: Path, request_id: str) -> dict[str, Any]:
    """The line about the first letter sent under an id, as soon as it stands in the log."""
    deadline = time.monotonic() + LONGEST
    while time.monotonic() < deadline:
        for line in said_under(log, request_id):
            if line["event"] == "letter sent":
                return line
        time.sleep(0.1)
    pytest.fail(f"No letter was sent under {request_id}:\n{log.read_text()}")


def test_a_claim_is_followed_from_its_page_to_its_letter_and_nobody_is_named(
    tmp_path: Path, mail_sink: MailSink
) -> None:
    told, log = fill(tmp_path), tmp_path / "log"
    environment = {"GUILDHOUSE_MAIL": mail_sink.url, "GUILDHOUSE_BEHIND_PROXY": "yes"}
    with serving(tmp_path, log=log, **environment) as live:
        joe, nobody = Visitor(live.url, told["sessions"]["joe"]), Visitor(live.url)
        room = f"/c/weavers/rooms/{told['open']}/"
        role = re.search(r'name="role"[^>]*value="([^"]+)"', joe.get(room + "seat/")[1])
        said = {"role": role[1] if role else "", "accepts": "Joe"}
        assert send(joe, room + "seat/", GIVEN, **said) == (302, GIVEN)
        reset = "/account/password/reset/"
        assert send(nobody, reset, GIVEN[1:], email="canary-1@example.net")[0] == 302
        _status, ours = send(nobody, reset, "an unfit id", email="joe@example.org")
        send(nobody, "/account/login/", GIVEN[:-1], login="joe@example.org", password="not-it-at-all")
        nobody.get("/people/?q=canary-2")
        nobody.get("/i/canary-3/")
        nobody.get("/calendar/canary-4.ics")
        seat, code = letter_of(log, GIVEN), letter_of(log, ours)
    followed = {line["event"]: line for line in said_under(log, GIVEN)}
    assert followed["request"]["view"] == "room-seat"
    assert followed["fact heard"]["kind"] == seat["kind"]
    assert seat["message_id"] in {letter["Message-ID"] for letter in mail_sink.letters}
    assert ours != "an unfit id"
    assert code["kind"].startswith("account.")
    assert not any("X-Request-Id" in letter or GIVEN in str(letter) for letter in mail_sink.letters)
    text = log.read_text()
    assert [word for word in PRIVATE if word in text] == []
    assert "Not Found" not in text  # every answer has its one line already


def test_without_a_proxy_nobody_chooses_an_id(tmp_path: Path) -> None:
    with serving(tmp_path) as live:
        _status, given = send(Visitor(live.url), "/account/login/", GIVEN)
    assert given != GIVEN
