"""What the log says of requests that lead nowhere."""

import pytest
import structlog
from django.test import Client

from guildhouse.kit.logs import logging_config

pytestmark = pytest.mark.django_db
SECRET = "Zf3kQ9-secret_words-Zf3kQ9xx"


@pytest.mark.parametrize(
    ("path", "logged"),
    [
        (f"/i/{SECRET}", "/i/…"),
        (f"/claim/{SECRET}", "/claim/…"),
        (f"/letters/stop/abc.own.{SECRET}", "/letters/stop/…"),
        (f"/account/email/{SECRET}", "/account/email/…"),
        (f"/calendar/{SECRET}.ics/", "/calendar/…/"),
        (f"/calendar/{SECRET}", "/calendar/…"),
        ("/nobody/knows", "/nobody/knows"),
    ],
)
def test_a_link_with_a_slip_of_the_pen_leaves_no_secret_in_the_log(path: str, logged: str):
    with structlog.testing.capture_logs() as lines:
        Client().get(path)
    assert [line["path"] for line in lines] == [logged]


def test_nor_does_one_that_was_asked_for_by_a_foreign_name():
    with structlog.testing.capture_logs() as lines:
        Client().get(f"/claim/{SECRET}/", headers={"host": "evil.example"})
    assert SECRET not in str(lines)


@pytest.mark.parametrize("json", [True, False])
def test_no_address_writes_lines_or_colours_of_its_own_into_the_log(json: bool):
    draw = logging_config(json=json, level="INFO")["formatters"]["line"]["processor"]
    line = draw(None, "info", {"event": "request", "path": "/a\x1b[2J\x85b\u2028", "more": "/a\nb"})
    assert not any(sign in line for sign in ("\n", "\x1b[2J", "\x85", "\u2028"))
