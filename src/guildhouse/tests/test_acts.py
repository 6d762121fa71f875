"""Whatever a form on anybody's page sends, somebody without the right who sends the same changes nothing."""

from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import islice

import pytest
from django.db import transaction
from django.test import Client

from guildhouse.history.models import Fact
from guildhouse.people.models import Person
from guildhouse.rooms.models import Room
from guildhouse.testing.addresses import browser, pages
from guildhouse.testing.crowd import peopled

pytestmark = [pytest.mark.django_db, pytest.mark.once]

# What whoever is signed in may do here, and what is their own.
OWN = {
    *("communities.reported", "people.muted", "people.unmuted", "people.changed_profile"),
    *("communities.called", "communities.joined", "communities.asked_to_join", "communities.invitation_used"),
    *(
        "rooms.certificate_made",
        "rooms.attendance_contested",
    ),  # of one's own attendance, also when one has left
    *("rooms.calendar_made", "rooms.calendar_ended", "notices.chosen", "people.erasure_asked"),
}
ALWAYS = {
    "text": "Some words.",
    "textarea": "Some words.",
    "number": "3",
    "date": "2099-01-01",
    "time": "18:00",
}


class Forms(HTMLParser):
    """The forms of a page that send something: where to, and what with."""

    def __init__(self, at: str) -> None:
        super().__init__()
        self.at, self.found, self._select = at, [], ""

    def handle_starttag(self, tag: str, attrs: list) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form" and said.get("method", "").lower() == "post":
            self.found.append((said.get("action") or self.at, {}))
        elif tag == "select":
            self._select = said.get("name", "")
        elif tag == "option" and self.found and said.get("value"):
            self.found[-1][1].setdefault(self._select, said["value"])
        elif self.found and said.get("name") and tag in ("input", "textarea", "button"):
            kind = "textarea" if tag == "textarea" else said.get("type", "text")
            if kind != "radio" or "checked" in said or said["name"] not in self.found[-1][1]:
                self.found[-1][1][said["name"]] = said.get("value") or ALWAYS.get(kind, "on")


def forms(people: tuple[Person, ...], paths: list[str]) -> dict[tuple[str, str], dict[str, str]]:
    """Every form these people are shown, by where it leads and which fields it has."""
    found: dict[tuple[str, str], dict[str, str]] = {}
    for person in people:
        client = browser(person)
        for path in paths:
            reader = Forms(path)
            reader.feed(client.get(path).content.decode(errors="replace"))
            for action, values in reader.found:
                found.setdefault((action.partition("#")[0], ",".join(sorted(values))), values)
    return found


def sent(who: Person | None, client: Client, action: str, values: dict[str, str]) -> Iterator[str]:
    """What happened when this person sent the form, and was undone again."""
    before = Fact.objects.count()
    with transaction.atomic():
        status = client.post(action, values).status_code
        for kind in Fact.objects.order_by("pk").values_list("kind", flat=True)[before:]:
            if kind not in OWN:
                yield f"{who or 'signed out'} at {action}: {kind}"
        if status >= 500:
            yield f"{who or 'signed out'} at {action}: {status}"
        transaction.set_rollback(True)


def test_what_insiders_send_does_nothing_for_others() -> None:
    house = peopled()
    Room.objects.filter(community=house.weavers).exclude(pk=house.open.pk).update(
        access=Room.Access.MEMBERS, welcomes_visitors=False
    )
    found = pages(house)
    here = [path for name in found for path in found[name] if not name.startswith("account")]
    anybodys = ("/account/", "/i/", "/claim/", house.open.public_id)
    ours = {
        action: values
        for (action, _fields), values in forms((house.ana, house.eve, house.bo, house.root), here).items()
        if not any(part in action for part in anybodys)
    }
    ana = browser(house.ana)
    done = [*islice((said for one in ours.items() for said in sent(house.ana, ana, *one)), 20)]
    assert len(done) == 20, "These forms do too little to tell."

    others = (None, house.lou, house.hal, house.gil)  # signed out, of no community, left, blocked
    clients = [(who, browser(who)) for who in others]
    wrong = [said for one in ours.items() for who in clients for said in sent(*who, *one)]
    assert wrong == [], "\n".join(wrong)
