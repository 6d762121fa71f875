"""pytest plugin: real Chromium, driven by Playwright, over pytest-django's `live_server`.

Tests that use it carry `@pytest.mark.browser` and `@pytest.mark.django_db(transaction=True)`.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

# Playwright keeps an event loop running in the test's thread, which Django would take for asynchronous code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking"]
PHONE = {"width": 360, "height": 780}
DESK = {"width": 1280, "height": 900}


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """One Chromium for all tests of this process."""
    from playwright.sync_api import sync_playwright

    if not CHROMIUM.exists():
        pytest.skip(f"no Chromium at {CHROMIUM}")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def new_page(browser: Any, live_server: Any) -> Iterator[Callable[..., Any]]:
    """Open a window of its own, with its own cookies: `new_page(viewport=PHONE, java_script_enabled=False)`.

    Addresses may be relative to the site. An error in any window's console fails the test, as does a request that
    leaves the site, and anything but a page that cannot be had.
    """
    contexts = []
    complaints: list[str] = []

    def open_one(**options: Any) -> Any:
        context = browser.new_context(**{"base_url": live_server.url, "viewport": DESK, **options})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
        page.on("console", lambda said: _note_error(said, page, complaints))
        page.on("request", lambda asked: _note_leaving(asked, live_server.url, complaints))
        page.on("response", lambda answer: _note_missing(answer, complaints))
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def page(new_page: Callable[..., Any]) -> Any:
    """A window of 1280 by 900."""
    return new_page()


@pytest.fixture
def phone(new_page: Callable[..., Any]) -> Any:
    """A window as wide as a small phone, 360 pixels, with touch."""
    return new_page(viewport=PHONE, has_touch=True, is_mobile=True)


def _note_error(said: Any, page: Any, complaints: list[str]) -> None:
    # The browser reports every answer of 400 and above; a refusal shown as a page is no mistake.
    if said.type == "error" and "Failed to load resource" not in said.text:
        complaints.append(f"{page.url}: {said.text}")


def _note_leaving(asked: Any, home: str, complaints: list[str]) -> None:
    if not asked.url.startswith((f"{home}/", "data:")):
        complaints.append(f"a page asked elsewhere, for {asked.url}")


def _note_missing(answer: Any, complaints: list[str]) -> None:
    if answer.status >= 400 and answer.request.resource_type != "document":
        complaints.append(f"{answer.url}: {answer.status}")


def come_in(page: Any, person: Any) -> Any:
    """Have somebody (None: nobody) signed in in this window, without the pages that lead there; answers the window."""
    from django.conf import settings
    from django.test import Client

    if person is None:
        return page
    from guildhouse.testing.fresh import fresh_login

    client = fresh_login(Client(), person)
    cookie = {
        "name": settings.SESSION_COOKIE_NAME,
        "value": client.cookies[settings.SESSION_COOKIE_NAME].value,
    }
    page.context.add_cookies([{**cookie, "domain": "localhost", "path": "/"}])
    return page
