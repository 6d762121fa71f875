"""A house that runs for real, asked from outside by people with a session each, over fresh connections."""

import json
import os
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from guildhouse.testing.site import environment_for, prepared

TOKEN = "t" * 32
FILL = """
import json, logging
logging.disable(logging.CRITICAL)
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "guildhouse.settings"
from guildhouse.cli import set_up; set_up()
from django.conf import settings
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
from django.test import Client
from guildhouse.communities.models import Invitation, Office
from guildhouse.testing.crowd import VIEWERS, peopled
from guildhouse.testing.fresh import fresh_login
house, told = peopled(), {"sessions": {}}
for viewer in VIEWERS:
    if viewer.who:
        client = Client()
        fresh_login(client, viewer.person(house))
        told["sessions"][viewer.who] = client.cookies[settings.SESSION_COOKIE_NAME].value
told |= {viewer.who: viewer.person(house).public_id for viewer in VIEWERS if viewer.who}
told |= {name: getattr(house, name).public_id for name in ("open", "full", "office", "deciding")}
told |= {"token": house.token, "calendars": house.calendars}
told["invitation"] = house.weavers.invitations.get().public_id
told["ivys_seat"] = house.ivy.seats.get().public_id
print(json.dumps(told))
"""


def fill(data: Path) -> dict[str, Any]:
    """Make the house with everybody in it, in this folder; answers ids and sessions."""
    environment = environment_for(data, GUILDHOUSE_SQLITE_SYNCHRONOUS="NORMAL")
    if "GUILDHOUSE_TEST_DATA" in os.environ:
        prepared(data)
    migrate = [sys.executable, "-m", "guildhouse", "migrate"]
    subprocess.run(migrate, env=environment, cwd=data, check=True, capture_output=True)
    done = subprocess.run(
        [sys.executable, "-c", FILL], env=environment, cwd=data, check=True, capture_output=True, text=True
    )
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        return None


class Visitor:
    """Somebody at a browser, with the session that is given; "" is signed out."""

    def __init__(self, url: str, session: str = "") -> None:
        self.url = url
        self.cookies = f"csrftoken={TOKEN}" + (f"; sessionid={session}" if session else "")
        self.opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _Stay)

    def get(self, path: str) -> tuple[int, str]:
        """Status and everything that was said, body and headers."""
        return self._ask(urllib.request.Request(self.url + path))

    def post(self, path: str, **fields: str) -> int:
        """The status of the answer to a form with its token."""
        body = urlencode({**fields, "csrfmiddlewaretoken": TOKEN}).encode()
        return self._ask(urllib.request.Request(self.url + path, data=body))[0]

    def _ask(self, request: urllib.request.Request) -> tuple[int, str]:
        if "sessionid" in self.cookies or request.data:
            request.add_header("Cookie", self.cookies)
        try:
            with self.opener.open(request, timeout=20) as answer:
                return answer.status, f"{answer.read().decode(errors='replace')}{answer.headers}"
        except urllib.error.HTTPError as answer:
            return answer.code, f"{answer.read().decode(errors='replace')}{answer.headers}"
