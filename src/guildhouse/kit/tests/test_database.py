"""One address becomes Django's description of the database."""

from urllib.parse import urlsplit

import pytest

from guildhouse.kit.database import describe


@pytest.mark.parametrize(
    ("address", "host", "port"),
    [
        ("postgresql://ana:s%40fe@db.example:6432/house", "db.example", "6432"),
        ("postgresql://ana:s%40fe@db.example/house", "db.example", ""),
        ("postgresql://ana:s%40fe@one:5432,two:5433/house", "one,two", "5432,5433"),
        ("postgresql://ana:s%40fe@one,two:5433/house", "one,two", ",5433"),
        ("postgresql://ana:s%40fe@[::1]:5432/house", "::1", "5432"),
        ("postgresql://ana:s%40fe@%2Frun%2Fpostgresql/house", "/run/postgresql", ""),
        ("postgresql:///house", "", ""),
    ],
)
def test_hosts_and_ports_are_named_as_the_driver_wants_them(address: str, host: str, port: str):
    found = describe(urlsplit(address), "FULL")
    assert (found["HOST"], found["PORT"], found["NAME"]) == (host, port, "house")
    assert found["PASSWORD"] in ("s@fe", "")


def test_what_follows_the_database_goes_to_the_driver():
    found = describe(
        urlsplit("postgresql://one,two/house?target_session_attrs=read-write&sslmode=require"), "FULL"
    )
    followed = {"target_session_attrs": "read-write", "sslmode": "require"}
    assert found["OPTIONS"] == {**followed, "prepare_threshold": 0}
