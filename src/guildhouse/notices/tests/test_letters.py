"""Who hears of what, in which words, and when."""

import re
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.utils import translation

from guildhouse.communities.facts import Facts
from guildhouse.communities.models import (
    Block,
    CharterEdition,
    Community,
    JoinRequest,
    Membership,
    Office,
    Pause,
    Report,
    SignOn,
)
from guildhouse.history.actions import one_act, record
from guildhouse.history.actors import SYSTEM, Actor
from guildhouse.history.models import Delivery
from guildhouse.kit import clock
from guildhouse.notices import tasks
from guildhouse.notices.letters.communities import TABLE
from guildhouse.notices.models import Letter
from guildhouse.people import actions
from guildhouse.people.models import Mute, Person

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _noon(settings):
    with clock.at(NOON):
        yield


def person(name: str, **more) -> Person:
    return actions.open_account(f"{name.lower()}@example.org", name, "a-long-secret", actor=SYSTEM, **more)


class House:
    """Ana convenes the weavers, Bo is a member, Dee is from elsewhere."""

    def __init__(self) -> None:
        self.ana, self.bo, self.dee = person("Ana"), person("Bo"), person("Dee")
        self.weavers = Community.objects.create(
            slug="weavers", name="Weavers", domain="Cloth", created_at=NOON, opened_at=NOON, state="open"
        )
        for one in (self.ana, self.bo):
            Membership.objects.create(community=self.weavers, person=one, joined_at=NOON)
        Office.objects.create(community=self.weavers, person=self.ana, kind="convener", since=NOON)
        Delivery.objects.all().delete()

    def happened(self, kind: str, subject, *, by: Person, concerns: Person | None = None, **more):
        with one_act():
            return record(
                kind,
                actor=Actor(by),
                subject=subject,
                community=self.weavers.pk,
                concerns=concerns.pk if concerns else None,
                **more,
            )

    def dee_asks(self) -> JoinRequest:
        return JoinRequest.objects.create(
            community=self.weavers, person=self.dee, message="I weave baskets.", asked_at=NOON
        )


@pytest.fixture
def house() -> House:
    return House()


def told() -> list[tuple[str, str]]:
    tasks.hear_of_facts()
    return [(one.person.name, one.kind) for one in Letter.objects.order_by("pk")]


def test_a_request_reaches_the_conveners(house: House):
    house.happened(Facts.ASKED_TO_JOIN, house.dee_asks(), by=house.dee, concerns=house.dee)
    assert told() == [("Ana", "communities.asked_to_join")]
    [letter] = Letter.objects.all()
    assert letter.subject == "Dee would like to join Weavers"
    assert letter.text.startswith("Dear Ana,\n")
    assert "> I weave baskets." in letter.text
    assert "http://127.0.0.1:8000/c/weavers/" in letter.text
    assert "because you are a convener of Weavers" in letter.text
    assert "http://127.0.0.1:8000/me/" in letter.text


def test_the_answer_gives_the_reason_and_the_next_step(house: House):
    asking = house.dee_asks()
    JoinRequest.objects.update(state="declined", reason="We are full.", next_step="Come to the open day.")
    house.happened(Facts.REQUEST_DECLINED, asking, by=house.ana, concerns=house.dee)
    assert told() == [("Dee", "communities.request_declined")]
    [letter] = Letter.objects.all()
    assert "> We are full." in letter.text
    assert "Come to the open day." in letter.html


def test_a_fact_told_twice_makes_one_letter(house: House):
    fact = house.happened(Facts.ASKED_TO_JOIN, house.dee_asks(), by=house.dee, concerns=house.dee)
    assert len(told()) == 1
    Delivery.objects.filter(fact=fact).update(done_at=None)
    assert len(told()) == 1


def test_whoever_did_it_is_not_written_to(house: House):
    edition = CharterEdition.objects.create(
        community=house.weavers, number=2, text="x", reason="Why.", at=NOON
    )
    house.happened(Facts.CHARTER_WRITTEN, edition, by=house.ana)
    assert told() == [("Bo", "communities.charter_written")]


def test_people_without_an_account_get_nothing(house: House):
    Person.objects.filter(pk=house.ana.pk).update(claimed_at=None)
    house.happened(Facts.ASKED_TO_JOIN, house.dee_asks(), by=house.dee, concerns=house.dee)
    assert told() == []


def test_old_facts_are_settled_in_silence(house: House):
    with clock.at(NOON - tasks.STALE - timedelta(minutes=1)):
        house.happened(Facts.ASKED_TO_JOIN, house.dee_asks(), by=house.dee, concerns=house.dee)
    assert told() == []
    assert not Delivery.objects.filter(done_at=None).exists()


def test_somebody_muted_is_heard_only_about_oneself(house: House):
    Mute.objects.create(person=house.ana, muted=house.dee, at=NOON)
    Mute.objects.create(person=house.dee, muted=house.ana, at=NOON)
    asking = house.dee_asks()
    house.happened(Facts.ASKED_TO_JOIN, asking, by=house.dee, concerns=house.dee)
    house.happened(Facts.REQUEST_ACCEPTED, asking, by=house.ana, concerns=house.dee)
    told()
    assert [(one.person.name, one.state) for one in Letter.objects.order_by("pk")] == [
        ("Ana", "dropped"),
        ("Dee", "shown"),
    ]


def test_a_report_goes_to_the_contact_and_not_to_whom_it_is_about(house: House):
    person("Root", is_site_admin=True)
    Delivery.objects.all().delete()
    report = Report.objects.create(
        community=house.weavers, reporter=house.dee, about=house.bo, text="SECRET", at=NOON
    )
    Community.objects.update(conduct_contact=house.bo)
    house.happened(Facts.REPORTED, report, by=house.dee, concerns=house.bo)
    assert told() == [("Ana", "communities.reported")]
    assert "SECRET" not in Letter.objects.get(person=house.ana).text


def test_quiet_hours_hold_news_back_and_let_answers_pass(house: House):
    Person.objects.update(quiet_from=time(22), quiet_until=time(7), zone="Europe/Rome")
    night = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)
    with clock.at(night):
        asking = house.dee_asks()
        house.happened(Facts.ASKED_TO_JOIN, asking, by=house.dee, concerns=house.dee)
        house.happened(Facts.REQUEST_ACCEPTED, asking, by=house.ana, concerns=house.dee)
        told()
    waits = {one.person.name: one.not_before for one in Letter.objects.all()}
    assert waits == {"Ana": datetime(2026, 3, 3, 6, tzinfo=UTC), "Dee": night}


def test_a_pause_holds_letters_until_the_morning_after(house: House):
    Pause.objects.create(
        community=house.weavers, from_on=date(2026, 3, 1), until_on=date(2026, 3, 5), at=NOON, by=house.ana
    )
    house.happened(Facts.ASKED_TO_JOIN, house.dee_asks(), by=house.dee, concerns=house.dee)
    told()
    assert Letter.objects.get().not_before == datetime(2026, 3, 6, 8, tzinfo=UTC)


def test_an_invitation_to_claim_goes_to_its_address_with_the_link(house: House):
    placeholder = Person.objects.create(name="Old Hand", handle="oldhand")
    Person.objects.filter(pk=house.ana.pk).update(is_site_admin=True)
    actions.invite_to_claim(placeholder, email="old@example.org", actor=Actor(house.ana))
    tasks.hear_of_facts()
    letter = Letter.objects.get(kind="people.invited_to_claim")
    assert (letter.to, letter.person, letter.holds_secret) == ("old@example.org", None, True)
    assert re.search(r"http://127\.0\.0\.1:8000/claim/[\w-]{43}/", letter.text)


def subjects(house: House):
    """One of everything a letter can be about."""
    weavers, ana, dee = house.weavers, house.ana, house.dee
    asking = house.dee_asks()
    edition = CharterEdition.objects.create(community=weavers, number=1, text="x", reason="Why.", at=NOON)
    pause = Pause.objects.create(
        community=weavers, from_on=date(2026, 5, 1), until_on=date(2026, 5, 2), at=NOON
    )
    block = Block.objects.create(community=weavers, person=dee, by=ana, reason="Shouting.", at=NOON)
    membership = Membership.objects.get(person=house.bo)
    SignOn.objects.create(community=weavers, person=house.bo, reason="I care", at=NOON)
    return {
        Facts.CHARTER_WRITTEN: edition,
        Facts.PAUSED: pause,
        Facts.BLOCKED: block,
        Facts.BLOCK_LIFTED: block,
        Facts.APPEALED: block,
        Facts.APPEAL_DECIDED: block,
        Facts.REMOVED: membership,
    }, asking


@pytest.mark.parametrize("language", ["en", "it"])
@pytest.mark.parametrize("kind", sorted(TABLE))
def test_every_letter_has_text_and_html_in_both_languages(house: House, kind: str, language: str):
    by_kind, asking = subjects(house)
    person("Root", is_site_admin=True)
    Office.objects.create(community=house.weavers, person=house.bo, kind="welcomer", since=NOON)
    Office.objects.create(community=house.weavers, person=house.bo, kind="convener", since=NOON)
    Person.objects.update(language=language)
    house.happened(
        kind,
        by_kind.get(kind, asking),
        by=house.ana,
        concerns=house.dee,
        level="active",
        office="mentor",
        until_on="2026-05-02",
    )
    told()
    letters = list(Letter.objects.filter(kind=kind))
    assert letters, "somebody must hear of it"
    for letter in letters:
        assert letter.language == language
        assert letter.subject
        assert f'<html lang="{language}">' in letter.html
        assert "{" not in letter.text
        assert "None" not in letter.text
        assert "http://127.0.0.1:8000/" in letter.text
    assert translation.get_language() == "en"
