"""Taking the place that was kept for one."""

from datetime import timedelta

import pytest
from django.test import Client

from guildhouse.communities.models import Community, JoinRequest, Membership, Office
from guildhouse.history.actors import SYSTEM, Actor
from guildhouse.history.models import Fact
from guildhouse.kit import clock
from guildhouse.kit.rules import Refused
from guildhouse.people import actions, claiming, policy
from guildhouse.people.models import ClaimInvitation, Person


def account(name: str, **more) -> Person:
    return actions.open_account(f"{name}@example.org", name, "a-long-secret", actor=SYSTEM, **more)


def place(**more) -> Person:
    return Person.objects.create(name="Old Hand", handle="oldhand", affiliation="The mill", **more)


def weavers() -> Community:
    return Community.objects.create(
        slug="weavers",
        name="Weavers",
        domain="Cloth",
        created_at=clock.now(),
        opened_at=clock.now(),
        state="open",
    )


def invitation(person: Person, by: Person) -> ClaimInvitation:
    return actions.invite_to_claim(person, email="old@example.org", actor=Actor(by))


@pytest.mark.django_db
def test_everything_moves_to_whoever_claims():
    admin, new, old, community = account("root", is_site_admin=True), account("new"), place(), weavers()
    Membership.objects.create(community=community, person=old, joined_at=clock.now(), level="core")
    Office.objects.create(community=community, person=old, kind="convener", since=clock.now())
    actions.claim(invitation(old, admin), actor=Actor(new))
    assert Membership.objects.get(community=community).person == new
    assert Office.objects.get(community=community).person == new
    new.refresh_from_db()
    old.refresh_from_db()
    assert (new.handle, new.affiliation) == ("oldhand", "The mill")
    assert (old.handle, old.merged_into) == ("", new)
    assert not Person.objects.living().filter(pk=old.pk).exists()


@pytest.mark.django_db
def test_what_both_have_stays_once():
    admin, new, old, community = account("root", is_site_admin=True), account("new"), place(), weavers()
    for one in (old, new):
        Membership.objects.create(community=community, person=one, joined_at=clock.now())
        JoinRequest.objects.create(
            community=community, person=one, message="", state="withdrawn", asked_at=clock.now()
        )
    actions.claim(invitation(old, admin), actor=Actor(new))
    assert Membership.objects.living().filter(community=community, person=new).count() == 1
    assert JoinRequest.objects.filter(person=new).count() == 2


@pytest.mark.django_db
def test_the_apps_above_are_asked_first(monkeypatch):
    called = []
    monkeypatch.setattr(claiming, "ON_CLAIM", [lambda *one: called.append(one)])
    admin, new, old = account("root", is_site_admin=True), account("new"), place()
    actor = Actor(new)
    actions.claim(invitation(old, admin), actor=actor)
    assert called == [(old.pk, new.pk, actor)]


@pytest.mark.django_db
def test_claiming_again_changes_nothing_and_a_second_person_is_refused():
    admin, new, late, old = account("root", is_site_admin=True), account("new"), account("late"), place()
    invited = invitation(old, admin)
    actions.claim(invited, actor=Actor(new))
    actions.claim(invited, actor=Actor(new))
    assert Fact.objects.filter(kind="people.claimed").count() == 1
    with pytest.raises(Refused, match="used already"):
        actions.claim(invited, actor=Actor(late))


@pytest.mark.django_db
def test_an_invitation_runs_out():
    admin, new, old = account("root", is_site_admin=True), account("new"), place()
    invited = invitation(old, admin)
    with (
        clock.at(clock.now() + actions.CLAIM_LASTS + timedelta(seconds=1)),
        pytest.raises(Refused, match="run out"),
    ):
        actions.claim(invited, actor=Actor(new))


@pytest.mark.django_db
def test_a_new_invitation_ends_the_one_before():
    admin, new, old = account("root", is_site_admin=True), account("new"), place()
    first = invitation(old, admin)
    second = invitation(old, admin)
    with pytest.raises(Refused, match="run out"):
        actions.claim(first, actor=Actor(new))
    actions.claim(second, actor=Actor(new))


@pytest.mark.django_db
def test_only_conveners_and_those_who_run_the_house_invite(monkeypatch):
    stranger, old = account("stranger"), place()
    with pytest.raises(Refused) as refused:
        invitation(old, stranger)
    assert refused.value.status == 403
    monkeypatch.setattr(
        claiming, "MAY_INVITE", [lambda actor, person: (actor, person) == (stranger.pk, old.pk)]
    )
    assert invitation(old, stranger).person == old


@pytest.mark.django_db
def test_somebody_with_an_account_is_not_invited():
    admin, new = account("root", is_site_admin=True), account("new")
    with pytest.raises(Refused, match="account already"):
        invitation(new, admin)


@pytest.mark.django_db
def test_nobody_is_flooded_with_invitations():
    admin, old = account("root", is_site_admin=True), place()
    for _ in range(policy.CLAIMS_A_DAY):
        invitation(old, admin)
    with pytest.raises(Refused, match="Try again tomorrow"):
        invitation(old, admin)


@pytest.mark.django_db
def test_looking_at_the_link_uses_nothing_up(client: Client):
    admin, old = account("root", is_site_admin=True), place()
    invited = invitation(old, admin)
    link = f"/claim/{claiming.token_of(invited.public_id)}/"
    assert client.get(link).status_code == 200
    assert client.post(link).headers["Location"] == f"/account/login/?next={link}"
    invited.refresh_from_db()
    assert invited.used_at is None
    client.force_login(account("new"))
    assert client.get(link).status_code == 200
    client.post(link)
    invited.refresh_from_db()
    assert invited.used_by.name == "new"


@pytest.mark.django_db
def test_a_wrong_link_does_not_exist(client: Client):
    assert client.get("/claim/nonsense/").status_code == 404


def test_of_two_who_claim_at_once_one_gets_it(race):
    admin, one, two, old = account("root", is_site_admin=True), account("one"), account("two"), place()
    invited = invitation(old, admin)
    outcomes = race(*(lambda who=who: actions.claim(invited, actor=Actor(who)) for who in (one, two)))
    assert sorted(type(outcome.error).__name__ for outcome in outcomes) == ["NoneType", "Refused"]
    assert Fact.objects.filter(kind="people.claimed").count() == 1
