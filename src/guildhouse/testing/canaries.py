"""A house in which every word that somebody wrote is marked, and all the ways to look at it.

Every free text of every table that leads to the community is sown, so a new table or field is marked by itself;
what is a code and no text is named in `CODES`.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import product
from types import SimpleNamespace
from typing import Any, NamedTuple

from django.apps import apps
from django.db.models import CharField, Field, Model, TextField
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from guildhouse.communities import actions as communities
from guildhouse.communities.models import Community, Office
from guildhouse.history.actors import Actor
from guildhouse.history.models import Fact
from guildhouse.kit import clock
from guildhouse.notices.models import Letter
from guildhouse.pages.mydata import GIVEN, SHARED
from guildhouse.people.claiming import token_of
from guildhouse.people.models import ClaimInvitation, Person
from guildhouse.rooms import actions as rooms
from guildhouse.rooms.models import Seat
from guildhouse.testing.small_house import account, furnished

MARK = re.compile(r"[Qq]z\d{5}x")
# Not words but codes that pages reckon with.
CODES = {"public_id", "slug", "zone", "format", "rrule", "key", "role_key", "language", "access_level"}
CODES |= {"token_hash", "form_key"}
DEEPEST = 3
MOST_OF_A_KIND = 2


class Sown(NamedTuple):
    """One marked text: its field, its row, and the people it belongs to."""

    label: str
    row: int
    owners: frozenset[int]


def sow(community: Community) -> dict[str, Sown]:
    """Mark every text of the community, of everybody here and of every letter; answers what each mark stands for."""
    marks: dict[str, Sown] = {}
    for model in apps.get_models():
        path = way_to_community(model)
        if path:
            for row in model._default_manager.filter(**{path: community.pk}).order_by("pk"):
                _mark(row, _texts(model), marks)
    for person in Person.objects.order_by("pk"):
        _mark(person, ("email", "affiliation", "practises", "helps_with"), marks)
    for letter in Letter.objects.order_by("pk"):
        _mark(letter, ("subject", "text", "html"), marks)
    for fact in Fact.objects.filter(community_id=community.pk).order_by("pk"):
        code = _code(marks, Sown("fact.data", fact.pk, frozenset({fact.actor_id or 0})))
        Fact.objects.filter(pk=fact.pk).update(data=fact.data | {"text": code, "why": code})
    return marks


def way_to_community(model: type[Model], deep: int = 0) -> str:
    """The path of foreign keys from a table to the community its rows belong to; empty when there is none."""
    if model is Community:
        return "pk"
    links = [field for field in model._meta.concrete_fields if field.is_relation and field.related_model]
    for field in links:
        if field.related_model is Community and field.name == "community":
            return "community"
    for field in links if deep < DEEPEST else ():
        if field.related_model not in (Person, Community, model):
            further = way_to_community(field.related_model, deep + 1)  # type: ignore[arg-type]
            if further:
                return f"{field.name}__{further}"
    return ""


def _texts(model: type[Model]) -> Iterator[str]:
    for field in model._meta.concrete_fields:
        is_text = isinstance(field, (CharField, TextField)) and not field.is_relation
        if is_text and not (field.choices or field.unique or field.name in CODES):
            yield field.name


def _mark(row: Model, names: Iterable[str], marks: dict[str, Sown]) -> None:
    model = type(row)
    label = model._meta.label_lower
    links = {
        field.attname: f"{label}.{field.name}"
        for field in model._meta.concrete_fields
        if field.related_model is Person
    }
    owners = {getattr(row, name) for name, link in links.items() if link in GIVEN and label not in SHARED}
    if model is Person:
        owners = {row.pk}
    for name in names:
        field: Any = model._meta.get_field(name)
        code = _code(marks, Sown(f"{label}.{name}", row.pk, frozenset(owners - {None})))
        model._default_manager.filter(pk=row.pk).update(**{name: _shaped(field, code)})


def _code(marks: dict[str, Sown], sown: Sown) -> str:
    code = f"Qz{len(marks):05}x"
    marks[code] = sown
    return code


def _shaped(field: "Field[Any, Any]", code: str) -> str:
    kind = type(field).__name__
    return {"EmailField": f"{code.lower()}@example.org", "URLField": f"https://example.org/{code}"}.get(
        kind, code
    )


def seen_in(body: str, marks: dict[str, Sown]) -> dict[str, Sown]:
    """The marks a page holds."""
    return {code: marks[code] for code in {found.replace("q", "Q", 1) for found in MARK.findall(body)}}


def patterns(resolver: Any = None, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every address of the house with its pattern."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            yield from patterns(pattern, prefix + str(pattern.pattern))
        else:
            yield prefix + str(pattern.pattern), pattern


def pages(house: SimpleNamespace) -> dict[str, list[str]]:
    """For the name of every address: where it shows somebody a page, tried with everything there is.

    An address that is only sent to has an empty list; one that nobody was shown a page at is left out.
    """
    known, good, found = _known(house), {}, {}
    browsers = [browser(person) for person in house.insiders]
    for address, pattern in patterns():
        for opener in browsers:
            if _open(opener, address, str(pattern.name), known, good, found):
                break
    return found


def _open(
    opener: Client,
    address: str,
    name: str,
    known: dict[str, list[Any]],
    good: dict[str, list[str]],
    found: dict[str, list[str]],
) -> bool:
    """Whether this browser was shown pages at the address; `good` are the ids that did at addresses alike."""
    prefix, asks, _rest = address.partition("<str:public_id>")
    names = re.findall(r"<(?:\w+:)?(\w+)>", address)
    pools = [good.get(prefix, known[one]) if one == "public_id" else known[one] for one in names]
    for values in product(*pools):
        given = dict(zip(names, values, strict=True))
        path = reverse(name, kwargs=given)
        status = opener.get(path).status_code
        if status == 405:
            found[name] = []
            return True
        if status != 404:
            found.setdefault(name, []).append(path)
    if asks and prefix not in good and name in found:
        good[prefix] = [one for one in known["public_id"] if any(f"/{one}/" in path for path in found[name])]
    return name in found


def _known(house: SimpleNamespace) -> dict[str, list[Any]]:
    """What could stand for each placeholder of an address."""
    ids: list[str] = [house.bo.public_id, house.place.public_id, house.site_report.public_id]
    ids += [room.public_id for room in (house.full, house.deciding, house.held, house.draft)]
    for model in apps.get_models():
        if model is Person or not any(field.name == "public_id" for field in model._meta.concrete_fields):
            continue
        path = way_to_community(model)
        rows = model._default_manager.filter(**({path: house.weavers.pk} if path else {})).order_by("-pk")
        ids += rows.values_list("public_id", flat=True)[:MOST_OF_A_KIND]
    claims = ClaimInvitation.objects.order_by("pk").values_list("public_id", flat=True)
    return {
        "slug": [house.weavers.slug],
        "public_id": list(dict.fromkeys(ids)),
        "token": [house.token, *house.calendars.values(), *map(token_of, claims)],
        "key": ["triads"],
        "number": [1],
        "pk": [house.letter.pk],
        "uidb36": ["1"],
    }


def browser(person: Person | None) -> Client:
    """The browser of somebody, or of somebody signed out."""
    client = Client(raise_request_exception=False, headers={"host": "localhost"})
    if person is not None:
        client.force_login(person)
    return client


def peopled() -> SimpleNamespace:
    """The small house with everybody who stands in its doors: who left, waits, sponsors, was asked to one room."""
    house = furnished()
    house.hal, house.joe, house.kim, house.lou = (account(name) for name in ("Hal", "Joe", "Kim", "Lou"))
    for one in (house.hal, house.joe):
        communities.join(house.weavers, name=str(one), edition=2, actor=Actor(one))
    communities.appoint(house.weavers, house.joe, kind=Office.Kind.SPONSOR, actor=Actor(house.ana))
    came = {"state": Seat.State.ATTENDED, "asked_at": clock.now(), "changed_at": clock.now()}
    Seat.objects.create(room=house.held, role=house.held.roles.earliest("pk"), person=house.hal, **came)
    rooms.invite(house.deciding, house.kim, actor=Actor(house.ana))
    communities.leave(house.weavers, actor=Actor(house.hal))
    Person.objects.filter(pk=house.bo.pk).update(seen_by=Person.SeenBy.ME)
    Community.objects.filter(pk=house.weavers.pk).update(rooms_by=Community.RoomsBy.MEMBERS)
    Community.objects.filter(pk=house.dyers.pk).update(parent=house.weavers)
    readers = ("lou", "hal", "gil", "kim", "fay", "joe")
    house.calendars = {who: rooms.make_feed(actor=Actor(getattr(house, who))) for who in readers}
    house.insiders = (house.ana, house.root, house.eve, house.gil)
    return house
