"""What the log says of requests that lead nowhere."""

import pytest
import structlog
from django.test import Client

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
