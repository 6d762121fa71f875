"""Forms take the fields they name and no others: the names of columns, sent along with everything, change nothing."""

import pytest
from django.apps import apps
from django.db import transaction

from guildhouse.communities.models import Community, Membership, Office
from guildhouse.people.models import Person
from guildhouse.testing import fuzz
from guildhouse.testing.acts import arrange, payload, stage, target
from guildhouse.testing.addresses import browser
from guildhouse.tests.test_fuzz import doable

pytestmark = [pytest.mark.django_db, pytest.mark.once]

# What nobody sets for themselves, whatever they send; the acts that are there for it set it for others.
OWN = ("is_site_admin", "is_active", "email", "password", "claimed_at", "erased_at", "merged_into_id")
THEIRS = ("state", "founded_elsewhere", "called_by_id", "public_id", "archived_at")
SENT_FOR = {
    "claim": {"people"},
    "community-archive": {"communities"},
    "community-archive-end": {"communities"},
    "community-opening": {"communities"},
    "community-new": {"communities", "offices", "levels"},
    "site-lock": {"people"},
    "site-unlock": {"people"},
}
MORE = {
    "id": "1",
    "pk": "1",
    "community": "2",
    "person": "1",
    "state": "open",
    "kind": "agent",
    "at": "2020-01-01",
}


def test_columns_sent_along_change_nothing_they_must_not() -> None:
    house, wrong = stage(), []
    columns = {field.name for model in apps.get_models() for field in model._meta.concrete_fields}
    for name, (where, who) in doable().items():
        with transaction.atomic():
            arrange(house, where)
            client, path = browser(getattr(house, who) if who else None), target(house, name)
            good = {key: [str(value).encode()] for key, value in payload(house, name).items()}
            more = {column: [MORE.get(column, "on").encode()] for column in sorted(columns - set(good))}
            before = guarded()
            fuzz.send(client, path, more | good)
            wrong += [
                f"{name} as {who}: {app}" for app in changed(before) if app not in SENT_FOR.get(name, ())
            ]
            transaction.set_rollback(True)
    assert wrong == []


def guarded() -> dict[str, list[object]]:
    """What must stay as it is."""
    return {
        "people": list(Person.objects.order_by("pk").values_list(*OWN)),
        "communities": list(Community.objects.order_by("pk").values_list(*THEIRS)),
        "offices": [Office.objects.held().filter(kind=Office.Kind.CONVENER).count()],
        "levels": [Membership.objects.living().filter(level="core").count()],
    }


def changed(before: dict[str, list[object]]) -> list[str]:
    after = guarded()
    return [app for app, rows in before.items() if after[app] != rows]
