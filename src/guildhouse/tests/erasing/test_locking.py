"""Whoever's account is closed, or who was erased, is out at once, on every surface and in every process."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail as sent
from django.test import Client

from guildhouse.communities import actions as communities
from guildhouse.communities.models import Community, Invitation, Membership, Office
from guildhouse.history.actors import COMMAND, Actor
from guildhouse.history.models import Fact
from guildhouse.keeping import actions
from guildhouse.keeping.invariants import violations
from guildhouse.keeping.models import Lock
from guildhouse.kit import clock
from guildhouse.kit.rules import Refused
from guildhouse.notices import tasks
from guildhouse.notices.models import Letter
from guildhouse.people.models import Person, Session
from guildhouse.rooms import actions as rooms
from guildhouse.rooms.models import Room, Seat
from guildhouse.testing.fresh import fresh_login
from guildhouse.testing.small_house import SECRET, account, furnished
from guildhouse.testing.walk import visits

pytestmark = [pytest.mark.django_db, pytest.mark.once]
WHY = "Wrote to people who had asked not to be written to."


def lock(person: Person) -> None:
    actions.lock(person, actor=COMMAND, reason=WHY)


def erase(person: Person) -> None:
    actions.erase(person, actor=COMMAND)


@pytest.fixture
def house():
    return furnished()


@pytest.mark.parametrize("end", [lock, erase], ids=["closed", "erased"])
def test_whoever_is_out_sees_on_every_page_what_somebody_signed_out_sees(
    house, end: Callable[[Person], None]
):
    pages = [visit.path for visit in visits(house, {"bo": ("",)})]
    assert len(pages) > 25
    inside = fresh_login(Client(headers={"host": "localhost"}), house.bo)
    assert inside.get("/me/").status_code == 200

    end(house.bo)

    outside = Client(headers={"host": "localhost"})
    differ = []
    for path in pages:
        now, theirs = inside.get(path), outside.get(path)
        if (now.status_code, now.headers.get("Location")) != (
            theirs.status_code,
            theirs.headers.get("Location"),
        ):
            differ.append(path)
    assert differ == []
    assert not Session.objects.filter(person=house.bo).exists()


@pytest.mark.parametrize("end", [lock, erase], ids=["closed", "erased"])
def test_the_calendar_of_whoever_is_out_does_not_exist(house, end):
    token = rooms.make_feed(actor=Actor(house.bo))
    path = f"/calendar/{token}.ics"
    client = Client(headers={"host": "localhost"})
    assert client.get(path).status_code == 200
    end(house.bo)
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("end", [lock, erase], ids=["closed", "erased"])
def test_invitations_and_links_of_whoever_is_out_end(house, end):
    communities.appoint(house.weavers, house.bo, kind=Office.Kind.CONVENER, actor=Actor(house.ana))
    until = clock.now() + timedelta(days=3)
    made, token = communities.invite(house.weavers, most_uses=3, expires_at=until, actor=Actor(house.bo))
    client = Client(headers={"host": "localhost"})
    client.force_login(account("Ned"))
    end(house.bo)
    client.post(f"/i/{token}/", {"name": "Ned"})
    assert not Membership.objects.filter(person__name="Ned").exists()
    assert Invitation.objects.get(pk=made.pk).revoked_at is not None


@pytest.mark.parametrize("end", [lock, erase], ids=["closed", "erased"])
def test_nobody_signs_in_with_a_closed_account_nor_gets_a_code(house, end):
    end(house.bo)
    client = Client(headers={"host": "localhost"})
    client.post("/account/login/", {"login": "bo@example.org", "password": SECRET})
    assert client.get("/me/").status_code == 302
    before = Letter.objects.filter(to="bo@example.org").count()
    client.post("/account/password/reset/", {"email": "bo@example.org"})
    letters = Letter.objects.filter(to="bo@example.org").order_by("pk")[before:]
    assert not [letter for letter in letters if re.search(r"\b[0-9A-Z]{6}\b", letter.text)]
    assert sent.outbox == []


def test_closing_keeps_membership_and_hosting_and_passes_seats_on(house):
    waits = Seat.objects.get(room=house.full, person=house.bo)
    assert waits.state == Seat.State.WAITLISTED
    lock(house.eve)
    assert Membership.objects.living().filter(person=house.eve).exists()
    ahead = Seat.objects.filter(room__state__in=Room.AHEAD)
    assert not ahead.living().filter(person=house.eve).exists()
    waits.refresh_from_db()
    assert waits.state == Seat.State.CONFIRMED
    assert list(violations()) == []


def test_the_person_is_told_why_and_nothing_else_is_sent_to_them(house):
    lock(house.bo)
    while tasks.hear_of_facts():
        pass
    letters = Letter.objects.filter(person=house.bo, kind="people.locked")
    assert [WHY in letter.text for letter in letters] == [True]
    assert "answer this letter" in letters[0].text
    last = Fact.objects.get(kind="people.locked").pk
    assert not Letter.objects.filter(person=house.bo, fact_id__gt=last).exists()


def test_opened_again_they_sign_in_as_before(house):
    lock(house.bo)
    for _ in range(2):
        actions.unlock(house.bo, actor=Actor(house.root))
    client = Client(headers={"host": "localhost"})
    client.post("/account/login/", {"login": "bo@example.org", "password": SECRET})
    assert client.get("/me/").status_code == 200
    assert Fact.objects.filter(kind="people.unlocked").count() == 1


def test_closing_again_changes_nothing_and_who_may(house):
    lock(house.bo)
    facts = Fact.objects.count()
    actions.lock(house.bo, actor=Actor(house.root), reason="Another.")
    assert Fact.objects.count() == facts
    assert Lock.objects.get().reason == WHY
    for actor in (Actor(house.ana), Actor(house.eve)):
        with pytest.raises(Refused):
            actions.lock(house.eve, actor=actor, reason="x")
    with pytest.raises(Refused, match="your own account"):
        actions.lock(house.root, actor=Actor(house.root), reason="x")
    with pytest.raises(Refused, match="Nobody else looks after"):
        actions.lock(house.root, actor=COMMAND, reason="x")
    with pytest.raises(Refused, match="no account to close"):
        actions.lock(house.place, actor=COMMAND, reason="x")


def test_pages_for_those_who_look_after_the_house_do_what_they_say(house):
    root = fresh_login(Client(headers={"host": "localhost"}), house.root)
    at = f"/site/people/{house.bo.public_id}/"
    assert "Bo" in root.get("/site/people/?words=bo").content.decode()
    found = root.get("/site/people/?words=bo@example.org").content.decode()
    assert house.bo.public_id in found
    assert "bo@example.org" not in found.replace('value="bo@example.org"', "").replace("bo%40", "")
    assert "bo@example.org" not in root.get(at).content.decode()
    assert root.post(at + "lock/", {"reason": ""}).status_code == 422
    root.post(at + "lock/", {"reason": WHY})
    assert WHY in root.get(at).content.decode()
    root.post(at + "lock/end/")
    root.post(at + "erasure/", {"reason": "Asked by post."})
    assert "To be erased on" in root.get(at).content.decode()
    root.post(at + "erasure/end/")
    assert Person.objects.get(pk=house.bo.pk).is_active


def test_a_community_is_erased_from_the_archive_after_a_month(house):
    root = fresh_login(Client(headers={"host": "localhost"}), house.root)
    slug = house.dyers.slug
    Community.objects.filter(pk=house.dyers.pk).update(visibility="public")
    root.post(f"/site/archived/{slug}/erasure/", {"reason": "Over."})
    with pytest.raises(Refused, match="Archive it first"):
        actions.erase_community(house.dyers, actor=COMMAND)
    communities.archive(house.dyers, actor=Actor(house.root))
    root.post(f"/site/archived/{slug}/erasure/", {"reason": "Over."})
    assert "To be erased on" in root.get("/site/archived/").content.decode()
    assert actions.erase_communities_due() == 0
    with clock.at(clock.now() + timedelta(days=31)):
        assert actions.erase_communities_due() == 1
    assert Client(headers={"host": "localhost"}).get(f"/c/{slug}/").status_code == 404
    assert not Fact.objects.filter(community_id=house.dyers.pk).exists()
    assert list(violations()) == []
