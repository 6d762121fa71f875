"""The whole program under faults, briefly; the long versions are commands, which docs/faults.md lists."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.process
SOURCE = str(Path(__file__).parents[3])


def faults(*arguments: str) -> "subprocess.CompletedProcess[str]":
    ours = {
        name: value for name, value in os.environ.items() if not name.startswith(("GUILDHOUSE_", "DJANGO_"))
    }
    return subprocess.run(
        [sys.executable, "-m", "guildhouse.testing.faults", *arguments],
        env=ours | {"PYTHONPATH": SOURCE, "GUILDHOUSE_TEST_DATA": os.environ["GUILDHOUSE_TEST_DATA"]},
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )


def test_kill_9_loses_nothing_and_doubles_nothing() -> None:
    said = faults("kill", "--rounds", "3")
    assert said.returncode == 0, said.stdout + said.stderr
    assert "lost 0, doubled 0" in said.stdout


def test_the_last_seats_of_two_serving_processes_are_given_once() -> None:
    said = faults("race", "--people", "12")
    assert said.returncode == 0, said.stdout + said.stderr


def test_without_lock_and_constraints_the_same_race_oversells() -> None:
    said = faults("race", "--people", "12", "--without", "seats")
    assert "people sit on 3 seats" in said.stdout or "The line is" in said.stdout, said.stdout + said.stderr
