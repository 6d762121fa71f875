"""Two processes serve; a third closes an account. Whoever was in is out of both within a second."""

import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from guildhouse.testing.site import Live, environment_for, serving

pytestmark = pytest.mark.process
WITHIN = 1.0  # seconds
MAKE = """
from django.test import Client
from guildhouse.history.actors import SYSTEM, Actor
from guildhouse.keeping import actions
from guildhouse.people.actions import open_account
from guildhouse.rooms.actions import make_feed
from guildhouse.testing.fresh import fresh_login
actions.make_admin("root@example.org", "Root", "a-long-secret-7", actor=SYSTEM)
for name in ("bo", "cy"):
    one = open_account(f"{name}@example.org", name, "a-long-secret-7", actor=SYSTEM)
    client = fresh_login(Client(headers={"host": "127.0.0.1"}), one)
    print(client.cookies["sessionid"].value, make_feed(actor=Actor(one)))
"""
END = """
from guildhouse.history.actors import Actor
from guildhouse.keeping import actions
from guildhouse.people.models import Person
bo, cy = Person.objects.exclude(is_site_admin=True).order_by("pk")
actions.lock(bo, actor=Actor(None, "command"), reason="x")
actions.erase(cy, actor=Actor(None, "command"))
"""


def run(data: Path, code: str) -> str:
    """What a program of its own says, over the same house."""
    whole = f"import django\ndjango.setup()\n{code}"
    environment = environment_for(data, DJANGO_SETTINGS_MODULE="guildhouse.settings")
    done = subprocess.run(
        [sys.executable, "-c", whole], env=environment, cwd=data, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


class Stay(urllib.request.HTTPRedirectHandler):
    """Follows nothing: a page that leads to signing in is a page one is not shown."""

    def redirect_request(self, *_ignored):
        return None


def status(live: Live, path: str, cookie: str) -> int:
    """What a page answers over a connection of its own, so that either process may be the one."""
    asked = urllib.request.Request(
        live.url + path, headers={"Cookie": f"sessionid={cookie}", "Connection": "close"}
    )
    try:
        with urllib.request.build_opener(Stay).open(asked, timeout=10) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


def test_whoever_is_closed_out_or_erased_is_out_of_every_process_within_a_second(tmp_path):
    with serving(tmp_path, "--workers", "2", GUILDHOUSE_LOG_LEVEL="ERROR") as live:
        asked = [
            (path, cookie)
            for cookie, token in (line.split() for line in run(tmp_path, MAKE).splitlines())
            for path in ("/me/", "/today/", f"/calendar/{token}.ics")
        ]
        # Often enough that both processes have had them in.
        assert {status(live, *one) for one in asked for _ in range(8)} == {200}
        run(tmp_path, END)
        time.sleep(WITHIN)
        assert {status(live, *one) for one in asked for _ in range(8)} == {302, 404}
