"""Whom a form lets one choose, in a small community and in a large one."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from guildhouse.communities.forms import ContactForm
from guildhouse.communities.models import Membership
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
    assert ("<select" in str(field), f'<option value="{cast.ana.name}">' in str(field)) == (False, True)
    assert cast.bo.name not in str(field)
    assert 'list="id_person-names"' in str(field)
    assert 'id="id_person-names"' in str(field)


def test_everybody_can_be_named_there(cast: Cast, is_large: None) -> None:
    Person.objects.filter(pk=cast.bo.pk).update(called="Bobo")
    for words in (cast.bo.name.lower(), f" {cast.bo.name} ", "bobo", cast.bo.public_id):
        assert chosen(cast, words) == cast.bo


def test_who_is_no_member_is_nobody_there(cast: Cast, is_large: None) -> None:
    for words in (cast.cy.name, cast.cy.public_id, "Somebody Else", "Bo\x00by", "b" * 100_000):
        assert NOBODY in str(chosen(cast, words))


def test_nothing_but_blanks_is_nothing(cast: Cast, is_large: None) -> None:
    assert chosen(cast, " \x00 ") == "This field is required."


def test_of_two_with_one_name_the_page_says_who(cast: Cast, is_large: None) -> None:
    Person.objects.filter(pk=cast.bo.pk).update(name=cast.ana.name)
    assert SEVERAL in str(chosen(cast, cast.ana.name))
    assert chosen(cast, cast.ana.public_id) == cast.ana


@pytest.mark.parametrize("page", ["offices", "conduct"])
def test_nobody_is_asked_for_whom_the_page_offers_to_nobody(cast: Cast, page: str, is_large: None) -> None:
    def asks(person: Person) -> bool:
        client = Client()
        client.force_login(person)
        with CaptureQueriesContext(connection) as asked:
            client.get(f"/c/weavers/{page}/")
        return any('"communities_ring"' in one["sql"] for one in asked.captured_queries)

    assert (asks(cast.ana), asks(cast.bo)) == (True, False)
