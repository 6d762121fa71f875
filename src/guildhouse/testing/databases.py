"""pytest plugin: which database the tests run on, and the `race` fixture.

It must be loaded before Django's settings (see `addopts` in pyproject.toml). Tests run on an SQLite file in a
folder of their own, never in memory, so that several connections meet as they do in a real house; or on the
PostgreSQL that GUILDHOUSE_TEST_DATABASE names.
"""

import atexit
import gc
import os
import shutil
import tempfile
from collections.abc import Callable
from typing import Any

import django.test
import pytest

from guildhouse.testing.ports import free_port
from guildhouse.testing.races import Outcome, run_at_once

DATABASE_FIXTURES = {"db", "transactional_db", "django_db_reset_sequences", "live_server"}

ON_SQLITE_ALONE = ("browser", "process", "once")


def _settings_for_tests() -> None:
    # Settings of whoever runs the tests must not reach them. Worker processes keep what the first one chose.
    if "GUILDHOUSE_TEST_DATA" not in os.environ:
        folder = tempfile.mkdtemp(prefix="guildhouse-tests-")
        os.environ["GUILDHOUSE_TEST_DATA"] = folder
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
    for name in [name for name in os.environ if name.startswith("GUILDHOUSE_")]:
        if not name.startswith("GUILDHOUSE_TEST_"):
            del os.environ[name]
    os.environ["GUILDHOUSE_DATA"] = os.environ["GUILDHOUSE_TEST_DATA"]
    os.makedirs(os.path.join(os.environ["GUILDHOUSE_DATA"], "static"), exist_ok=True)
    os.environ["GUILDHOUSE_SQLITE_SYNCHRONOUS"] = "NORMAL"
    if "GUILDHOUSE_TEST_DATABASE" in os.environ:
        os.environ["GUILDHOUSE_DATABASE"] = os.environ["GUILDHOUSE_TEST_DATABASE"]
    # Each worker process has a server of its own, so it must not take over the first one's.
    os.environ["DJANGO_LIVE_TEST_SERVER_ADDRESS"] = f"localhost:{free_port()}"


_settings_for_tests()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database-only",
        action="store_true",
        help="only tests that use the database, and neither a browser nor the whole program",
    )


def pytest_configure(config: pytest.Config) -> None:
    from django.conf import settings

    # Argon2 is slow on purpose; no test of ours is about how slow.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    _make_middleware_once()


def _make_middleware_once() -> None:
    """Let all test clients go through the same middleware until a setting changes: making it takes 15 ms."""
    from django.test.client import ClientHandler
    from django.test.signals import setting_changed

    made: dict[str, Any] = {}
    make = ClientHandler.load_middleware

    def make_or_find(handler: Any, is_async: bool = False) -> None:
        if not made:
            before = set(vars(handler))
            make(handler, is_async)
            made.update({name: kept for name, kept in vars(handler).items() if name not in before})
        vars(handler).update(made)

    # There is no setting for it, and every client of every test makes its own handler.
    ClientHandler.load_middleware = make_or_find  # type: ignore[method-assign]
    setting_changed.connect(lambda **_said: made.clear(), weak=False)


def pytest_collection_finish() -> None:
    # Thousands of tests and all of Django stay until the end: they need not be looked through again and again.
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    kept = items
    if config.getoption("--database-only"):
        kept = [item for item in kept if _is_about_the_database(item)]
    if "GUILDHOUSE_TEST_DATABASE" not in os.environ:
        kept = [item for item in kept if not item.get_closest_marker("postgresql")]
    known = set(kept)
    config.hook.pytest_deselected(items=[item for item in items if item not in known])
    items[:] = kept


def _is_about_the_database(item: pytest.Item) -> bool:
    if any(item.get_closest_marker(name) for name in ON_SQLITE_ALONE):
        return False
    if item.get_closest_marker("django_db") or DATABASE_FIXTURES & set(getattr(item, "fixturenames", ())):
        return True
    return issubclass(getattr(item, "cls", None) or object, django.test.TransactionTestCase)


@pytest.fixture
def race(transactional_db: None) -> Callable[..., list[Outcome]]:
    """Call functions at the same moment, each with its own database connection: `race(claim, claim, withdraw)`.

    Answers one `Outcome` for each, in the order given: `.value`, or `.error` with what it raised.
    """
    return run_at_once
