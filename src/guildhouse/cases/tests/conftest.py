"""Every test of cases has a folder of keys of its own; most happen in a room with two people in it."""

from pathlib import Path
from typing import Any

import pytest

from guildhouse.cases import tasks
from guildhouse.cases.tests.casing import eve_of, room_with
from guildhouse.people.models import Person
from guildhouse.rooms.models import Room
from guildhouse.testing.cast import Cast


@pytest.fixture(autouse=True)
def keys_folder(settings: Any, tmp_path: Path) -> Path:
    """The folder in which the keys of this test lie."""
    settings.CASE_KEYS = tmp_path / "case-keys"
    tasks.rounds.not_before = None
    return Path(settings.CASE_KEYS)


@pytest.fixture
def eve(cast: Cast) -> Person:
    """A member with a seat in the room."""
    return eve_of(cast)


@pytest.fixture
def room(cast: Cast, eve: Person) -> Room:
    """A room with Bo, who brings the case, and Eve."""
    return room_with(cast, eve)
