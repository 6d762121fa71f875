"""Whatever is sent, the house answers: no field, id, query, header or body breaks a page or changes what it must not.

GUILDHOUSE_TEST_FUZZ=long tries everything with everything; without it each place gets some, and all get their turn.
"""

import hashlib
import os
import re
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import resolve

from guildhouse.testing import fuzz
from guildhouse.testing.acts import arrange, payload, stage, target
from guildhouse.testing.addresses import browser, pages
from guildhouse.tests.test_acts import forms
from guildhouse.tests.test_matrix import WHO, table

pytestmark = pytest.mark.django_db

LONG = os.environ.get("GUILDHOUSE_TEST_FUZZ") == "long"
OF_VALUES = len(fuzz.VALUES) if LONG else 2
OF_IDS = len(fuzz.IDS) if LONG else 2
# What looking at pages may write: sessions, and counters of limits.
MAY_CHANGE = ("sessions.", "people.session", "kit.", "account.", "mfa.", "history.answer")

# An act of whoever comes, and one of whoever has the address, by a letter's button.
DO_WHAT_THEY_SAY = ("account_logout", "letters-stop")


def doable() -> dict[str, tuple[str, str]]:
    """For each address that takes something: where, and who may."""
    found: dict[str, tuple[str, str]] = {}
    for where, columns, cells in table():
        for who, said in zip(columns[1:-1], cells[1:-1], strict=True):
            if said in ("yes", "done", "reachable"):
                found.setdefault(cells[-1], (where, WHO[who]))
    return found


def test_no_field_breaks_a_page() -> None:
    house, place = stage(), 0
    broken: list[str] = []
    for name, (where, who) in doable().items():
        with transaction.atomic():
            arrange(house, where)
            client, path = browser(getattr(house, who) if who else None), target(house, name)
            good = {key: [str(value).encode()] for key, value in payload(house, name).items()}
            for field in [*good, "next"]:
                place += 1
                for value in fuzz.spread(list(fuzz.VALUES), OF_VALUES, place):
                    broken += tried(client, path, good, field, value)
            transaction.set_rollback(True)
    assert not broken, "\n".join(broken)


def tried(client: Client, path: str, good: dict[str, list[bytes]], field: str, value: str) -> list[str]:
    """What broke when one field was sent as this, undone again."""
    with transaction.atomic():
        status = fuzz.send(client, path, good | {field: fuzz.VALUES[value]})
        transaction.set_rollback(True)
    return [f"{path}: {field} as {value}: {status}"] if status >= 500 else []


def test_no_form_on_any_page_breaks_it() -> None:
    house, place = stage(), 0
    broken: list[str] = []
    here = [
        path for name, paths in pages(house).items() for path in paths[:1] if not name.startswith("import")
    ]
    shown = forms((house.ana, house.root), here)
    clients = [browser(house.ana), browser(house.root)]
    for (action, _fields), values in shown.items():
        if resolve(action.partition("?")[0]).url_name in ("account_logout",):
            continue
        good = {key: [str(value).encode()] for key, value in values.items() if key}
        for field in good:
            place += 1
            for value in fuzz.spread(list(fuzz.VALUES), OF_VALUES // 2, place):
                for client in clients[place % 2 :][: 2 if LONG else 1]:
                    broken += tried(client, action, good, field, value)
    cache.clear()
    assert not broken, "\n".join(broken)


def test_no_id_query_header_or_body_breaks_a_page_or_changes_anything() -> None:
    house = stage()
    found = pages(house)
    paths = {name: paths[0] for name, paths in found.items() if paths and name not in DO_WHAT_THEY_SAY}
    outsider, nobody = browser(house.lou), browser(None)
    before, broken, place = digest(), [], 0
    for client in (outsider, nobody):
        for what, status in answers(house, client, paths):
            place += 1
            if status >= 500 and status != 503:
                broken.append(f"{what}: {status}")
    assert not broken, "\n".join(broken)
    after = digest()
    assert [label for label, was in before.items() if after[label] != was] == []
    assert place > 300


def answers(house: SimpleNamespace, client: Client, paths: dict[str, str]) -> Iterator[tuple[str, int]]:
    """Everything this client asks, and the status it gets."""
    asked = fuzz.asked_for()
    values, others = list(fuzz.VALUES), elsewhere(house)
    for place, (name, path) in enumerate(paths.items()):
        for strange in fuzz.spread([*fuzz.IDS, *others], OF_IDS + 1, place):
            for at in with_another(path, strange):
                yield f"GET {at[:90]}", client.get(at).status_code
                if name not in ("mail",):
                    yield f"POST {at[:90]}", client.post(at, {}).status_code
        for value in fuzz.spread(values, OF_VALUES // 2, place):
            query = fuzz.encoded(dict.fromkeys(asked, fuzz.VALUES[value][:3])).decode()[:60_000]
            yield f"GET {path}?… as {value}", client.get(path + "?" + query).status_code
        for at, headers in enumerate(fuzz.HEADERS):
            if LONG or (place + at) % 12 == 0:
                yield f"GET {path} with {str(headers)[:60]}", client.get(path, headers=headers).status_code
        for at, (kind, body) in enumerate(fuzz.BODIES):
            if LONG or (place + at) % 8 == 0:
                yield f"POST {path} as {kind[:40]}", client.generic("POST", path, body, kind).status_code


def elsewhere(house: SimpleNamespace) -> list[str]:
    """Ids of other communities, of what is gone, and of other kinds of thing."""
    return [
        house.dyers.slug,
        house.call.slug,
        house.place.public_id,
        house.unseen.public_id,
        house.report.public_id,
    ]


def with_another(path: str, strange: str) -> list[str]:
    """The path with each id in it exchanged, one at a time."""
    given = resolve(path).kwargs
    return [
        re.sub(rf"(?<=/){re.escape(str(value))}(?=/|\.)", strange, path, count=1) for value in given.values()
    ]


def digest() -> dict[str, str]:
    """What every table holds, as one number each."""
    found = {}
    for model in apps.get_models():
        label = model._meta.label_lower
        if not label.startswith(MAY_CHANGE):
            rows = repr(list(model._default_manager.order_by("pk").values_list()))
            found[label] = hashlib.sha256(rows.encode()).hexdigest()
    return found
