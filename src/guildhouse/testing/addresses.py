"""Every address of the house, tried with everything there is until somebody is shown a page."""

import re
from collections.abc import Callable, Iterator
from functools import partial
from itertools import product
from types import SimpleNamespace
from typing import Any

from django.apps import apps
from django.db.models import Model
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from guildhouse.communities.models import Community
from guildhouse.notices.links import arrived_path, stop_url
from guildhouse.people.claiming import token_of
from guildhouse.people.models import ClaimInvitation, Person
from guildhouse.testing.fresh import fresh_login

DEEPEST = 3
MOST_OF_A_KIND = 2
# Somebody looks at what an address answered: who, which name, which path, and the answer.
Look = Callable[[Person, str, str, Any], None]


def patterns(resolver: Any = None, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every address of the house with its pattern."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            yield from patterns(pattern, prefix + str(pattern.pattern))
        else:
            yield prefix + str(pattern.pattern), pattern


def browser(person: Person | None, **options: Any) -> Client:
    """The browser of somebody, or of somebody signed out."""
    client = Client(raise_request_exception=False, headers={"host": "localhost"}, **options)
    if person is not None:
        fresh_login(client, person)
    return client


def pages(house: SimpleNamespace, look: Look | None = None) -> dict[str, list[str]]:
    """For the name of every address: where it shows somebody a page, tried with everything there is.

    An address that is only sent to has an empty list; one that nobody was shown a page at is left out.
    """
    known, good, found = _known(house), {}, {}
    browsers = [(person, browser(person)) for person in house.insiders]
    for address, pattern in patterns():
        for person, client in browsers:
            seen = partial(look, person, str(pattern.name)) if look else None
            if _open(client, address, str(pattern.name), known, good, found, seen):
                break
    return found


def _open(
    opener: Client,
    address: str,
    name: str,
    known: dict[str, list[Any]],
    good: dict[str, list[str]],
    found: dict[str, list[str]],
    look: Callable[[str, Any], None] | None,
) -> bool:
    """Whether this browser was shown pages at the address; `good` are the ids that did at addresses alike."""
    prefix, asks, _rest = address.partition("<str:public_id>")
    names = re.findall(r"<(?:\w+:)?(\w+)>", address)
    assert set(names) <= set(known), f"Say in testing/addresses.py what stands for {names} in {address}."
    before = {one: known.get(address.partition(f"<{one}>")[0]) for one in ("str:token", "int:pk")}
    kept = {"public_id": good.get(prefix), "token": before["str:token"], "pk": before["int:pk"]}
    pools = [kept.get(one) or known[one] for one in names]
    for values in product(*pools):
        given = dict(zip(names, values, strict=True))
        path = reverse(name, kwargs=given)
        answer = opener.get(path)
        if look:
            look(path, answer)
        if answer.status_code == 405:
            found[name] = []
            return True
        if answer.status_code != 404:
            found.setdefault(name, []).append(path)
    if asks and prefix not in good and name in found:
        good[prefix] = [one for one in known["public_id"] if any(f"/{one}/" in path for path in found[name])]
    return name in found


def _known(house: SimpleNamespace) -> dict[str, list[Any]]:
    """What could stand for each placeholder of an address."""
    ids: list[str] = [house.bo.public_id, house.place.public_id, house.site_report.public_id]
    ids += [room.public_id for room in (house.full, house.deciding, house.held, house.draft, house.circled)]
    for model in apps.get_models():
        if model is Person or not any(field.name == "public_id" for field in model._meta.concrete_fields):
            continue
        path = way_to(model, Community)
        rows = model._default_manager.filter(**({path: house.weavers.pk} if path else {})).order_by("-pk")
        ids += rows.values_list("public_id", flat=True)[:MOST_OF_A_KIND]
    claims = [
        token_of(one) for one in ClaimInvitation.objects.order_by("pk").values_list("public_id", flat=True)
    ]
    return {
        "slug": [house.weavers.slug],
        "public_id": list(dict.fromkeys(ids)),
        "token": [house.token],
        "claim/": claims,
        "letters/stop/": [stop_url(house.bo, "rooms").split("/")[-2]],
        "letters/arrived/": [arrived_path(Person.objects.get(pk=house.bo.pk)).split("/")[-2]],
        "calendar/": list(house.calendars.values()),
        "case": [house.case.public_id],
        "key": ["triads"],
        "kind": ["reporter"],
        "number": [1],
        "pk": [house.letter.pk],
        "account/mfa/webauthn/keys/": [house.passkey.pk],
        "uidb36": ["1"],
        "provider_id": ["elsewhere"],
    }


def way_to(model: type[Model], target: type[Model], deep: int = 0) -> str:
    """The path of foreign keys from a table to the row of `target` it belongs to; empty when there is none."""
    if model is target:
        return "pk"
    links = [field for field in model._meta.concrete_fields if field.is_relation and field.related_model]
    for field in links:
        if field.related_model is target and field.name == target._meta.model_name:
            return field.name
    for field in links if deep < DEEPEST else ():
        if field.related_model not in (Person, target, model):
            further = way_to(field.related_model, target, deep + 1)  # type: ignore[arg-type]
            if further:
                return f"{field.name}__{further}"
    return ""
