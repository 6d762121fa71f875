"""Who may do what, in the words of matrix/doors.md and matrix/rooms.md: each line is sent, by everybody.

A new address that takes something needs a line there.
"""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from guildhouse.history.models import Fact
from guildhouse.testing.acts import TOKEN, Heard, arrange, payload, sender, stage, target
from guildhouse.testing.addresses import browser, patterns
from guildhouse.testing.tables import rows

pytestmark = [pytest.mark.django_db, pytest.mark.once]

TABLES = Path(__file__).parent / "matrix"
WHO = {
    "visitor": "",
    "outsider": "lou",
    "asked away": "gil",
    "left": "hal",
    "member": "joe",
    "welcomer": "bo",
    "facilitator": "eve",
    "convener": "ana",
    "house": "root",
    "in line": "fay",
    "coming": "bo",
    "host": "oli",
}
# Only where nobody is at home yet, or in a house that holds nothing real.
BEFORE = {"set-up", "demo", "demo-sign-in"}

# Looked at by machines, without a session; nothing is read of what is sent.
FOR_MACHINES = {"healthz", "readyz"}
# A stranger's language is all that another site could change: cookies are not sent along from elsewhere. The link
# in a letter is itself what lets one in, and mail programs send to it (RFC 8058).
WITHOUT_TOKEN = {"language", "letters-stop"}


def table() -> list[tuple[str, list[str], list[str]]]:
    """The lines of both files: where, the columns, and the cells."""
    files = [TABLES / "doors.md", TABLES / "rooms.md"]
    return [line for file in files for line in rows(file.read_text(encoding="utf-8"))]


def test_everybody_may_do_what_the_tables_say_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    house, heard = stage(), Heard(monkeypatch)
    clients = {who: sender(getattr(house, name) if name else None) for who, name in WHO.items()}
    by_place: dict[str, list[Any]] = defaultdict(list)
    for where, columns, cells in table():
        by_place[where].append((columns, cells))
    found = [one for where, lines in by_place.items() for one in tried(house, heard, clients, where, lines)]
    assert not found, "\n".join(found)


def tried(
    house: SimpleNamespace, heard: Heard, clients: dict[str, Client], where: str, lines: list[Any]
) -> Iterator[str]:
    """What came out otherwise than a line says, in one place."""
    with transaction.atomic():
        arrange(house, where)
        for columns, cells in lines:
            path = target(house, cells[-1])
            for who, said in zip(columns[1:-1], cells[1:-1], strict=True):
                with transaction.atomic():
                    came = heard.what_came_of(clients[who], path, payload(house, cells[-1]))
                    transaction.set_rollback(True)
                if came != said:
                    yield f"{where}: {cells[0]}, {who}: the table says {said}, it was {came}"
        transaction.set_rollback(True)


def test_every_address_that_takes_something_has_a_line_and_asks_for_a_token() -> None:
    house = stage()
    lines = {cells[-1] for _where, _columns, cells in table()}
    takes = {name for name in names() if name in lines or takes_something(house, name)}
    assert takes - lines == set(), "Say in tests/matrix who may send something there."
    assert lines - takes == set()
    forging = browser(house.ana, enforce_csrf_checks=True)
    forged = {name for name in takes if forging.post(target(house, name), {}).status_code != 403}
    assert forged == WITHOUT_TOKEN


def names() -> list[str]:
    """The names of all addresses but those of one's account."""
    found = [(address, str(pattern.name)) for address, pattern in patterns()]
    return [
        name
        for address, name in found
        if not address.startswith("account/") and name not in BEFORE | FOR_MACHINES
    ]


def takes_something(house: SimpleNamespace, name: str) -> bool:
    """Whether sending something there is another thing than looking, for a convener or whoever runs the house."""
    path = target(house, name)
    for client in (sender(house.ana), sender(house.root)):
        with transaction.atomic():
            looked, before = client.get(path), Fact.objects.count()
            sent = client.post(path, {"csrfmiddlewaretoken": TOKEN})
            quiet = Fact.objects.count() == before
            transaction.set_rollback(True)
        both = sent.status_code == looked.status_code in (200, 503)
        if sent.status_code == 405 or (both and quiet and same(looked, sent)):
            return False
    return True


def same(looked: Any, sent: Any) -> bool:
    return abs(len(looked.content) - len(sent.content)) <= 20 + len(sent.content) / 20
