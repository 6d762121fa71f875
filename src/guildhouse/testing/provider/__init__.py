"""A real OpenID Connect provider on this machine, in a process of its own: somebody else's accounts, for tests."""

import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests

from guildhouse.testing.ports import free_port
from guildhouse.testing.site import environment_for

CLIENT_ID, CLIENT_SECRET = "the-house", "a-secret-between-the-two"
# Who has an account there: name, address, and whether the provider calls the address confirmed.
THERE = (
    ("cy", "cy@example.org", True),
    ("mallory", "ana@example.org", True),
    ("unsure", "bo@example.org", False),
)


@dataclass(frozen=True)
class Provider:
    """A running provider."""

    url: str

    def signed_in_as(self, name: str) -> requests.Session:
        """A browser, as far as the provider is concerned, in which somebody is signed in there."""
        browser = requests.Session()
        browser.trust_env = False
        browser.get(f"{self.url}/be/{name}/", timeout=10).raise_for_status()
        return browser

    def settings(self, **more: Any) -> dict[str, Any]:
        """What the house has to be told of this provider, as `SOCIALACCOUNT_PROVIDERS`."""
        from urllib.parse import urlsplit

        told = {"server_url": self.url, "hosts": [urlsplit(self.url).netloc], "trusted": False, **more}
        app = {"provider_id": "work", "name": "Work", "client_id": CLIENT_ID, "secret": CLIENT_SECRET}
        return {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [{**app, "settings": told}]}}


@contextmanager
def provider(folder: Path, *back_to: str) -> Iterator[Provider]:
    """Start a provider whose one client may lead back to these addresses."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "guildhouse.testing.provider.serve", str(port), *back_to],
        env=environment_for(folder, DJANGO_SETTINGS_MODULE="guildhouse.testing.provider.settings"),
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    running = Provider(f"http://127.0.0.1:{port}")
    try:
        _wait(running, process)
        yield running
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=20)


def _wait(running: Provider, process: "subprocess.Popen[str]") -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"The provider ended: {process.communicate()[0]}")
        try:
            urllib.request.urlopen(f"{running.url}/.well-known/openid-configuration", timeout=5).close()
        except (OSError, urllib.error.URLError):
            time.sleep(0.05)
        else:
            return
    raise RuntimeError("The provider did not open.")
