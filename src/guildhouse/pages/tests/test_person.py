"""A person as others see them, and the copy of everything kept about one."""

import pytest
from django.test import Client

from guildhouse.communities.models import Community, Membership, Office
from guildhouse.history.actors import SYSTEM
from guildhouse.kit import clock
from guildhouse.people import actions
from guildhouse.people.models import Person

pytestmark = pytest.mark.django_db


def account(name: str, **more) -> Person:
    return actions.open_account(f"{name}@example.org", name, "a-long-secret", actor=SYSTEM, **more)


def community(slug: str, *members: Person, **more) -> Community:
    at = clock.now()
    made = Community.objects.create(
        slug=slug, name=slug.title(), domain="Cloth", created_at=at, opened_at=at, state="open", **more
    )
    for one in members:
        Membership.objects.create(community=made, person=one, joined_at=at)
    return made


def page(client: Client, shown: Person) -> str:
    return client.get(f"/people/{shown.public_id}/").content.decode()


@pytest.mark.parametrize(
    ("seen_by", "stranger", "fellow", "signed_out"),
    [("house", True, True, False), ("communities", False, True, False), ("me", False, False, False)],
)
def test_a_person_decides_who_sees_what(seen_by, stranger, fellow, signed_out):
    ana = account("ana", practises="CANARY", helps_with="CANARY", seen_by=seen_by)
    bo, dee = account("bo"), account("dee")
    community("weavers", ana, bo)
    seen = []
    for reader in (dee, bo, None):
        client = Client()
        if reader:
            client.force_login(reader)
        seen.append("CANARY" in page(client, ana))
    assert seen == [stranger, fellow, signed_out]
    client.force_login(ana)
    assert "CANARY" in page(client, ana)


def test_a_hidden_community_shows_nowhere_to_those_outside(client: Client):
    ana, bo, dee = account("ana", seen_by="house"), account("bo"), account("dee")
    secret = community("secretguild", ana, bo, visibility="hidden")
    Office.objects.create(community=secret, person=ana, kind="convener", since=clock.now())
    client.force_login(bo)
    assert "Secretguild" in page(client, ana)
    client.force_login(dee)
    assert "Secretguild" not in page(client, ana)


def test_outside_only_offices_in_public_communities_are_seen(client: Client):
    ana = account("ana")
    weavers = community("weavers", ana)
    community("dyers", ana)
    Office.objects.create(community=weavers, person=ana, kind="convener", since=clock.now())
    shown = page(client, ana)
    assert "Weavers" in shown
    assert "Dyers" not in shown


def test_a_place_nobody_has_claimed_says_so_and_is_not_for_search_engines(client: Client):
    old = Person.objects.create(name="Old Hand", handle="oldhand")
    answer = client.get(f"/people/{old.public_id}/")
    assert "have not claimed this page yet" in answer.content.decode()
    assert answer.headers["X-Robots-Tag"] == "noindex"


def test_a_claimed_place_leads_on_and_an_erased_person_is_gone(client: Client):
    ana = account("ana")
    old = Person.objects.create(name="Old Hand", merged_into=ana)
    assert client.get(f"/people/{old.public_id}/").headers["Location"] == f"/people/{ana.public_id}/"
    gone = Person.objects.create(name="Gone", erased_at=clock.now())
    assert client.get(f"/people/{gone.public_id}/").status_code == 404


@pytest.mark.parametrize("path", ["/me/", "/me/places/", "/me/data/"])
def test_ones_own_pages_ask_to_sign_in(client: Client, path: str):
    assert client.get(path).status_code == 302
    client.force_login(account("ana"))
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "private, no-store"
