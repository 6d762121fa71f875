"""Limits by address count a line once, whichever of its addresses somebody tries from."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def refused(addresses: list[str]) -> int:
    """How many of these addresses are not let try any more, with another account each."""
    told = [
        Client().post(
            "/account/login/", {"login": f"n{number}@example.org", "password": "wrong"}, REMOTE_ADDR=address
        )
        for number, address in enumerate(addresses)
    ]
    return sum(answer.status_code == 429 for answer in told)


def test_many_addresses_of_one_line_are_one():
    assert refused([f"2001:db8::{number:x}" for number in range(1, 36)]) == 5
    assert refused([f"::ffff:192.0.2.{number}" for number in range(1, 3)]) == 0


def test_other_lines_are_others():
    assert refused([f"2001:db8:0:{number:x}::1" for number in range(1, 36)]) == 0
