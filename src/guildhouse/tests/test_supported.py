"""The table of supported versions says what the package asks for and what the house enforces."""

import re
import sqlite3
import sys
import tomllib
from pathlib import Path

import django
import pytest
from django.db import connection

from guildhouse.kit import checks, supported

ROOT = Path(__file__).parents[3]
ROWS = {
    name: cells
    for name, *cells in re.findall(
        r"^\| (\w+) \| (.+?) \| (.+?) \| (.+?) \|$",
        (ROOT / "SECURITY.md").read_text(encoding="utf-8"),
        re.MULTILINE,
    )
}
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def dotted(version: tuple[int, ...]) -> str:
    return ".".join(map(str, version))


def test_python_is_that_of_the_package():
    assert ROWS["Python"][0] == dotted(supported.PYTHON)
    assert PROJECT["requires-python"] == f">={dotted(supported.PYTHON)}"
    assert dotted(sys.version_info[:2]) in ROWS["Python"][1] or sys.version_info[:2] > supported.PYTHON


def test_django_is_that_of_the_package():
    assert ROWS["Django"][0] == dotted(django.VERSION[:2])
    (asked,) = [one for one in PROJECT["dependencies"] if re.match(r"django[<>=]", one)]
    assert asked.startswith(f"django>={ROWS['Django'][0]}.")


def test_the_databases_are_those_the_house_opens_over():
    assert ROWS["PostgreSQL"][0] == str(supported.POSTGRESQL)
    assert ROWS["SQLite"][0] == dotted(supported.SQLITE)
    assert sqlite3.sqlite_version_info >= supported.SQLITE


@pytest.mark.django_db
def test_the_database_of_this_test_will_do_and_one_that_is_too_old_is_named(monkeypatch):
    assert supported.too_old() == ""
    monkeypatch.setattr(supported, "POSTGRESQL", 99)
    monkeypatch.setattr(supported, "SQLITE", (99, 0, 0))
    assert "is the oldest that will do" in supported.too_old(connection)
    assert checks.unsound() == [supported.too_old()]


def test_rows_are_written_in_a_way_the_oldest_sqlite_knows():
    # RETURNING is of 3.35, the youngest thing our own SQL asks for; what is younger must not slip in.
    younger = re.compile(r"IS (?:NOT )?DISTINCT FROM|unixepoch\(|string_agg\(|RIGHT JOIN|FULL JOIN")
    sources = [
        path for path in (ROOT / "src/guildhouse").rglob("*.py") if not {"tests", "testing"} & set(path.parts)
    ]
    assert [str(path) for path in sources if younger.search(path.read_text(encoding="utf-8"))] == []
