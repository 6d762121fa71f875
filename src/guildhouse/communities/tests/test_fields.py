"""Whom a form lets one choose, in a small community and in a large one."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from guildhouse.communities.forms import ContactForm
from guildhouse.communities.models import Community, Membership
from guildhouse.communities.queries import people
from guildhouse.people.models import Person
from guildhouse.testing.cast import Cast

NOBODY, SEVERAL = "Nobody of this name is a member here", "More than one member has this name"


@pytest.fixture
def is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    """A list to choose from has room for one."""
    monkeypatch.setattr(people, "MOST_CHOICES", 1)


def chosen(cast: Cast, words: str) -> Person | str:
    """Whom these words mean, or what is said of them."""
    form = ContactForm({"person": words}, community=cast.weavers)
    return form.cleaned_data["person"] if form.is_valid() else form.errors["person"][0]


def test_a_small_community_is_a_list(cast: Cast) -> None:
    shown = str(ContactForm(community=cast.weavers)["person"])
    assert "<select" in shown
    assert all(f'value="{one.public_id}"' in shown for one in (cast.ana, cast.bo))


def test_in_a_large_one_a_name_is_written_and_those_nearest_the_core_are_proposed(
    cast: Cast, is_large: None
) -> None:
    Membership.objects.filter(community=cast.weavers, person=cast.ana).update(level=Membership.Level.CORE)
    field = ContactForm(community=cast.weavers)["person"]
    assert ("<select" in str(field), f'<option value="{cast.ana}">' in str(field)) == (False, True)
    assert cast.bo.name not in str(field)
    assert 'list="id_person-names"' in str(field)
    assert 'id="id_person-names"' in str(field)


def test_everybody_can_be_named_there_in_capitals_or_not(cast: Cast, is_large: None) -> None:
    Person.objects.filter(pk=cast.bo.pk).update(name="Élodie Österreich", called="Bobo")
    for words in ("Élodie Österreich", "élodie  ÖSTERREICH ", "E\u0301lodie O\u0308sterreich", "bobo"):
        assert chosen(cast, words) == cast.bo
    assert chosen(cast, cast.bo.public_id) == cast.bo


def test_who_is_no_member_is_nobody_there(cast: Cast, is_large: None) -> None:
    for words in (cast.cy.name, "Somebody Else", "Bo\x00by", "b" * 100_000):
        assert NOBODY in str(chosen(cast, words))
    assert "not one of the available choices" in str(chosen(cast, cast.cy.public_id))


def test_nothing_but_blanks_is_nothing(cast: Cast, is_large: None) -> None:
    assert chosen(cast, " \x00 ") == "This field is required."


@pytest.mark.parametrize("which", ["name", "called"])
def test_of_two_with_one_name_the_page_says_who(cast: Cast, which: str, is_large: None) -> None:
    Person.objects.filter(pk__in=[cast.ana.pk, cast.bo.pk]).update(**{which: "Alex"})
    assert SEVERAL in str(chosen(cast, "Alex"))
    assert chosen(cast, cast.ana.public_id) == cast.ana


@pytest.mark.parametrize("which", ["name", "called"])
@pytest.mark.parametrize("many", [1, 200])
def test_nobody_takes_the_place_of_another_by_a_name_like_their_id(
    cast: Cast, which: str, many: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(people, "MOST_CHOICES", many)
    Person.objects.filter(pk=cast.ana.pk).update(**{which: cast.bo.public_id})
    assert chosen(cast, cast.bo.public_id) == cast.bo
    Person.objects.filter(pk=cast.ana.pk).update(**{which: cast.cy.public_id})
    assert "not one of the available choices" in str(chosen(cast, cast.cy.public_id))


def test_a_name_is_nobody_where_there_is_a_list(cast: Cast) -> None:
    assert "not one of the available choices" in str(chosen(cast, cast.bo.name))


def test_a_large_call_is_named_as_well(cast: Cast, is_large: None) -> None:
    Community.objects.filter(pk=cast.weavers.pk).update(state=Community.State.CALL)
    cast.weavers.refresh_from_db()
    assert "<select" not in str(ContactForm(community=cast.weavers)["person"])
    assert chosen(cast, cast.bo.name) == cast.bo


@pytest.mark.parametrize("page", ["offices", "conduct"])
def test_nobody_is_asked_for_whom_the_page_offers_to_nobody(cast: Cast, page: str, is_large: None) -> None:
    def asks(person: Person) -> bool:
        client = Client()
        client.force_login(person)
        with CaptureQueriesContext(connection) as asked:
            client.get(f"/c/weavers/{page}/")
        return any('"communities_ring"' in one["sql"] for one in asked.captured_queries)

    assert (asks(cast.ana), asks(cast.bo)) == (True, False)
