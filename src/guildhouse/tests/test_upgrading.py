"""A house of the first finished version comes along whole, also when migrate is killed on the way and run again.

The house is in files/, written by that version; `bin/upgrade-check` builds the version itself and a larger house.
"""

from collections import Counter
from pathlib import Path

import pytest

from guildhouse.testing.earlier import upgrading
from guildhouse.testing.earlier.check import FIXTURE, PATHS
from guildhouse.testing.earlier.upgrading import House

pytestmark = pytest.mark.process
KILLS = 2


@pytest.fixture(params=["sqlite", "postgresql"])
def house(request: pytest.FixtureRequest, tmp_path: Path) -> House:
    """The small house of that time, on each database."""
    if request.param == "sqlite":
        return House(tmp_path, f"sqlite:///{tmp_path / 'guildhouse.sqlite3'}")
    return House(tmp_path, request.getfixturevalue("postgres_address"))


def test_a_house_of_the_first_version_comes_along_whole(house: House, mail_sink):
    house.script("loading", FIXTURE)
    before, waiting = house.counts(), upgrading.letters_waiting(house)
    assert len(waiting) > 3
    assert upgrading.migrate_killed(house, KILLS) == KILLS
    assert list(upgrading.differences(house, before, PATHS, upgrading.moment(FIXTURE))) == []

    house.script("working", GUILDHOUSE_TEST_AT=upgrading.moment(FIXTURE), GUILDHOUSE_MAIL=mail_sink.url)
    arrived = Counter(str(letter["Message-ID"]) for letter in mail_sink.letters)
    assert {arrived[name] for name in waiting} == {1}
    assert upgrading.letters_waiting(house) & waiting == set()
