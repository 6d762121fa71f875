"""Every test of cases has a folder of keys of its own."""

from pathlib import Path
from typing import Any

import pytest

from guildhouse.cases import tasks


@pytest.fixture(autouse=True)
def keys_folder(settings: Any, tmp_path: Path) -> Path:
    """The folder in which the keys of this test lie."""
    settings.CASE_KEYS = tmp_path / "case-keys"
    tasks.rounds.not_before = None
    return Path(settings.CASE_KEYS)
