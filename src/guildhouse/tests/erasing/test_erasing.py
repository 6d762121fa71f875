"""Somebody who is erased leaves nothing personal in any table, and the house goes on without them."""

import pytest
from django.apps import apps
from django.test import Client

from guildhouse.communities.models import Membership, Office, Question
from guildhouse.history.actors import COMMAND, Actor
from guildhouse.history.models import Fact
from guildhouse.keeping import actions
from guildhouse.keeping.invariants import violations
from guildhouse.keeping.models import Erasure, Tombstone
from guildhouse.keeping.personal.clearing import installed
from guildhouse.keeping.personal.columns import TABLE
from guildhouse.kit.clock import at
from guildhouse.kit.rules import Refused
from guildhouse.people import actions as people
from guildhouse.people.models import ClaimInvitation, Mute, Person
from guildhouse.rooms.models import Room, Seat
from guildhouse.testing.small_house import furnished
from guildhouse.tests.erasing.marking import MARK, dump, in_a_day, lived_in, mark, written_of

pytestmark = pytest.mark.django_db
# What stands empty in this house because another test makes it.
ELSEWHERE = {"rooms.calendarfeed", "people.session", "people.addresschange", "account.emailconfirmation"}
ELSEWHERE |= {
    "mfa.authenticator",
    "socialaccount.socialaccount",
    "socialaccount.socialtoken",
    "history.answer",
}
# Another person's writing.
OTHERS = {"communities.report.text"}


@pytest.fixture
def house():
    made = furnished()
    lived_in(made)
    return made


def test_nothing_of_somebody_erased_is_found_anywhere_in_the_database(house):
    mark(house.bo)
    written_of(house.bo, house)
    empty = {
        f"{line.table} by {line.via}"
        for line in TABLE
        if line.via
        and line.is_gone
        and line.table in installed()
        and line.table not in ELSEWHERE
        and not apps.get_model(line.table)._default_manager.filter(**{line.via: house.bo.pk}).exists()
    }
    assert empty == set(), "Without a row nothing is shown to be gone."
    before = {label for label, text in dump() if MARK in text}
    assert len(before) > 40

    actions.erase(house.bo, actor=COMMAND)

    assert [(label, text) for label, text in dump() if MARK in text and label not in OTHERS] == []
    assert list(violations()) == []


def test_what_somebody_did_for_others_stays_under_a_name_that_is_nobodys(house):
    question = Question.objects.filter(asked_by=house.bo).order_by("pk").first() or Question.objects.create(
        community=house.weavers, text="What holds?", asked_by=house.bo, asked_at=house.bo.created_at,
        changed_at=house.bo.created_at,
    )  # fmt: skip
    actions.erase(house.bo, actor=COMMAND)
    question.refresh_from_db()
    assert question.text
    assert question.asked_by.name.startswith("Former member ")
    other = actions.erase(house.fay, actor=COMMAND)
    assert other.name != question.asked_by.name


def test_their_seats_are_passed_on_and_memberships_and_offices_end(house):
    actions.erase(house.bo, actor=COMMAND)
    ahead = Seat.objects.filter(room__state__in=Room.AHEAD)
    assert not ahead.living().filter(person=house.bo).exists()
    assert not Membership.objects.living().filter(person=house.bo).exists()
    assert not Office.objects.held().filter(person=house.bo).exists()


def test_the_last_convener_hands_over_first_and_is_told_how(house):
    with pytest.raises(Refused, match="Hand the office"):
        actions.ask_erasure(house.ana, actor=Actor(house.ana))
    with pytest.raises(Refused, match="Hand the office"):
        actions.erase(house.ana, actor=COMMAND)


def test_nobody_erases_somebody_else_but_whoever_looks_after_the_house(house):
    for actor in (Actor(house.fay), Actor(house.ana)):
        with pytest.raises(Refused):
            actions.ask_erasure(house.bo, actor=actor)
        with pytest.raises(Refused):
            actions.erase(house.bo, actor=actor)
    assert Person.objects.get(pk=house.bo.pk).erased_at is None


def test_the_last_who_looks_after_the_house_stays(house):
    with pytest.raises(Refused, match="Nobody else looks after"):
        actions.ask_erasure(house.root, actor=Actor(house.root))


def test_an_erasure_is_done_when_its_waiting_time_is_over_and_not_before(house):
    erasure = actions.ask_erasure(house.bo, actor=Actor(house.bo))
    assert actions.ask_erasure(house.bo, actor=Actor(house.bo)) == erasure
    assert actions.erase_due() == 0
    with at(erasure.due_at):
        assert actions.erase_due() == 1
        assert actions.erase_due() == 0
    assert Person.objects.get(pk=house.bo.pk).erased_at == erasure.due_at
    assert Fact.objects.filter(kind="people.erased").count() == 1


def test_an_erasure_that_is_taken_back_does_not_happen(house):
    erasure = actions.ask_erasure(house.bo, actor=Actor(house.bo))
    for _ in range(2):
        actions.take_back_erasure(house.bo, actor=Actor(house.bo))
    with at(erasure.due_at):
        assert actions.erase_due() == 0
    assert Person.objects.get(pk=house.bo.pk).erased_at is None
    assert Fact.objects.filter(kind="people.erasure_taken_back").count() == 1


def test_what_the_house_asked_for_is_taken_back_by_the_house(house):
    actions.ask_erasure(house.bo, actor=Actor(house.root), reason="A court says so.")
    with pytest.raises(Refused, match="say why not"):
        actions.take_back_erasure(house.bo, actor=Actor(house.bo))
    actions.take_back_erasure(house.bo, actor=Actor(house.root))
    assert not Erasure.objects.waiting().exists()


def test_an_erased_person_is_nowhere_to_be_found(house):
    actions.erase(house.bo, actor=COMMAND)
    client = Client(headers={"host": "localhost"})
    assert client.get(f"/people/{house.bo.public_id}/").status_code == 404
    client.force_login(house.ana)
    assert client.get(f"/people/{house.bo.public_id}/").status_code == 404


def test_erasing_again_changes_nothing_and_what_came_late_is_swept(house):
    actions.erase(house.bo, actor=COMMAND)
    facts, stones = Fact.objects.count(), Tombstone.objects.count()
    actions.erase(house.bo, actor=COMMAND)
    assert (Fact.objects.count(), Tombstone.objects.count()) == (facts, stones)
    assert actions.sweep_due() == 0
    with in_a_day():
        assert actions.sweep_due() == 1
        assert actions.sweep_due() == 0


def test_the_invariants_see_when_somebody_erased_or_locked_out_is_not(house):
    actions.erase(house.bo, actor=COMMAND)
    assert list(violations()) == []
    Person.objects.filter(pk=house.bo.pk).update(practises="Weaving")
    Mute.objects.create(person=house.bo, muted=house.eve, at=house.bo.created_at)
    Tombstone.objects.all().delete()
    actions.lock(house.fay, actor=COMMAND, reason="x")
    Client().force_login(house.fay)
    said = " ".join(violations())
    assert "still has an address" in said
    assert "no tombstone" in said
    assert "people.mute" in said
    assert "and signed in" in said


def test_whoever_claims_a_place_that_was_to_be_erased_stays(house):
    erasure = actions.ask_erasure(house.place, actor=Actor(house.root), reason="Old.")
    ClaimInvitation.objects.exclude(invited_by=house.root).delete()
    invitation = ClaimInvitation.objects.get()
    people.claim(invitation, actor=Actor(house.fay))
    with at(erasure.due_at):
        assert actions.erase_due() == 0
        assert not Erasure.objects.waiting().exists()
    assert Person.objects.get(pk=house.fay.pk).erased_at is None


def test_whoever_convenes_alone_by_then_is_not_erased_and_it_is_tried_again(house):
    erasure = actions.ask_erasure(house.bo, actor=Actor(house.bo))
    Office.objects.held().filter(community=house.weavers, kind=Office.Kind.CONVENER).update(person=house.bo)
    with at(erasure.due_at):
        assert actions.erase_due() == 0
    erasure.refresh_from_db()
    assert (erasure.ended_at, Person.objects.get(pk=house.bo.pk).erased_at) == (None, None)
    Office.objects.held().filter(community=house.weavers, kind=Office.Kind.CONVENER).update(person=house.ana)
    with at(erasure.due_at):
        assert actions.erase_due() == 1
