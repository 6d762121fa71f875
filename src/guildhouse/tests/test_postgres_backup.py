"""A house on PostgreSQL goes into an archive and comes back, the old one kept aside in a schema of its own."""

from pathlib import Path
from typing import Any

import psycopg
import pytest

from guildhouse.keeping.backup import postgres
from guildhouse.keeping.backup.manifest import Unfit
from guildhouse.testing.archives import furnish, guildhouse

pytestmark = pytest.mark.process


def asked(address: str, question: str) -> list[Any]:
    with psycopg.connect(address, autocommit=True) as connection:
        found = connection.execute(question)
        return [row[0] for row in found.fetchall()] if found.description else []


def test_it_comes_back_with_the_old_one_aside_and_stays_where_it_is_when_it_cannot(
    postgres_address: str, tmp_path: Path
):
    address, here = postgres_address, {"GUILDHOUSE_DATABASE": postgres_address}
    furnish(tmp_path, **here)
    packed = tmp_path / "a.tar.gz"
    done = guildhouse(tmp_path, "backup", "--into", str(packed), **here)
    assert done.returncode == 0, done.stderr

    tried = guildhouse(tmp_path, "restore", str(packed), "--verify", **here)
    assert (tried.returncode, "well  invariants" in tried.stdout) == (0, True), tried.stderr
    assert asked(address, "SELECT count(*) FROM pg_database WHERE datname LIKE 'guildhouse_verify%'") == [0]

    asked(address, "CREATE ROLE plain LOGIN")
    as_plain = {"GUILDHOUSE_DATABASE": address.replace("://guildhouse@", "://plain@")}
    untried = guildhouse(tmp_path, "restore", str(packed), "--verify", **as_plain)
    said = "The archive is whole, but its database was not brought in"
    assert (untried.returncode, said in untried.stdout) == (0, True), untried.stdout + untried.stderr

    with psycopg.connect(address) as somebody:
        refused = guildhouse(tmp_path, "restore", str(packed), "--replace", **here)
        assert (refused.returncode, "The house is open: 1 others" in refused.stderr) == (1, True)
        somebody.close()

    (tmp_path / "erasures.jsonl").write_text("no line of a register\n")
    done = guildhouse(tmp_path, "restore", str(packed), "--replace", **here)
    assert (done.returncode, "is not an erasure" in done.stderr) == (1, True), done.stderr
    assert asked(address, "SELECT letters_held_since IS NULL FROM people_site") == [True]
    assert asked(address, "SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'before_restore_%'") == [0]

    (tmp_path / "erasures.jsonl").unlink()
    done = guildhouse(tmp_path, "restore", str(packed), "--replace", **here)
    assert done.returncode == 0, done.stderr
    assert asked(address, "SELECT count(*) FROM people_person") == [4]
    assert asked(address, "SELECT letters_held_since IS NOT NULL FROM people_site") == [True]
    [aside] = asked(address, "SELECT nspname FROM pg_namespace WHERE nspname LIKE 'before_restore_%'")
    assert asked(address, f'SELECT count(*) FROM "{aside}".people_person') == [4]


def test_where_the_client_is_missing_a_sentence_says_what_to_install():
    with pytest.raises(
        Unfit, match=r"pg_dump is of PostgreSQL .*, the server of 99: install the client of 99 or newer"
    ):
        postgres.program("pg_dump", 99)
    with pytest.raises(Unfit, match="pg_nothing is not on this machine"):
        postgres.program("pg_nothing", 15)
