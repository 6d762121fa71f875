from datetime import date
from pathlib import Path

import pytest

from guildhouse.imports.plan import Plan
from guildhouse.imports.reading.landscape import read_landscape

FILES = Path(__file__).parent / "files"
DAY = date(2025, 11, 21)


@pytest.fixture(scope="session")
def workshops() -> bytes:
    """A landscape in the shape of sigs.yaml, with everything that hands write."""
    return (FILES / "workshops.yaml").read_bytes()


@pytest.fixture
def plan(workshops: bytes) -> Plan:
    """The plan of the workshops, read on a Friday."""
    return read_landscape(workshops, file="workshops.yaml", day=DAY)


@pytest.fixture(scope="session")
def guide() -> str:
    """The page that documents what can be imported."""
    return (Path(__file__).parents[4] / "docs" / "import.md").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def example(guide: str) -> str:
    """The example of the plain shape in that page."""
    return guide.partition("## The plain shape")[2].partition("```yaml\n")[2].partition("```")[0]
