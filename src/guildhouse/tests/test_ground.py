"""The ground the other tests stand on."""

import threading
from pathlib import Path

import pytest
from django.db import connection


@pytest.mark.django_db
def test_sqlite_is_a_file_that_several_connections_can_open():
    if connection.vendor == "sqlite":
        assert Path(connection.settings_dict["NAME"]).stat().st_size > 0


def test_those_who_race_run_at_once_and_each_is_heard(race):
    meeting = threading.Barrier(3)

    def fail():
        meeting.wait(10)
        raise ValueError("late")

    def connected():
        meeting.wait(10)
        return id(connection.connection)

    first, second, third = race(connected, fail, connected)
    assert (first.error, str(second.error), third.error) == (None, "late", None)
    assert len({first.value, third.value, id(connection.connection)}) == 3


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_window_opens_the_house_and_complaints_are_heard(page, phone):
    page.goto("/healthz")
    phone.goto("/healthz")
    assert page.inner_text("body").strip() == "alive"
    assert phone.evaluate("screen.width") == 360
