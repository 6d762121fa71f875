"""Guessing passwords in many processes at once gets no further than in one."""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import requests

from guildhouse.testing.site import Live, serving

pytestmark = pytest.mark.process
ATTEMPTS = 32
AN_ACCOUNT = 5  # wrong passwords for one account in five minutes


@pytest.fixture
def two_processes(tmp_path: Path) -> Iterator[Live]:
    with serving(tmp_path, "--workers", "2", GUILDHOUSE_LOG_LEVEL="ERROR") as live:
        yield live


def attempt(url: str) -> str:
    """Give a wrong password, from a browser of its own; what the page says to it."""
    with requests.Session() as browser:
        browser.trust_env = False
        page = browser.get(f"{url}/account/login/", timeout=30).text
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
        told = {"csrfmiddlewaretoken": token, "login": "ana@example.org", "password": "wrong"}
        return browser.post(f"{url}/account/login/", told, timeout=60).text


def test_two_processes_and_thirty_two_attempts_at_once_let_five_through(two_processes: Live):
    with ThreadPoolExecutor(ATTEMPTS) as pool:
        said = list(pool.map(attempt, [two_processes.url] * ATTEMPTS))
    tried = sum("do not belong together" in page for page in said)
    assert tried <= AN_ACCOUNT, f"{tried} passwords were tried"
    assert tried >= 1
    held = sum("Too many attempts" in page or "Too often in a short time" in page for page in said)
    assert held == ATTEMPTS - tried
