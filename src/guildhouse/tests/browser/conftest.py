"""What every browser test stands on: nothing remembered from the test before, and a report one can read."""

import logging
from collections.abc import Iterator

import pytest

from guildhouse.kit import kept


@pytest.fixture(autouse=True)
def _nothing_remembered() -> Iterator[None]:
    kept.shelf.clear()
    yield
    kept.shelf.clear()


@pytest.fixture(autouse=True)
def _quiet_log() -> Iterator[None]:
    # Every request of every page would stand in the report of a test that fails.
    logging.disable(logging.WARNING)
    yield
    logging.disable(logging.NOTSET)
