"""Who sees what, and what it costs."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from guildhouse.communities import actions, queries
from guildhouse.communities.models import Community, Membership, Office
from guildhouse.kit import clock
from guildhouse.testing.cast import Cast, community, person

INSIDE = ("agenda", "people", "charter", "rhythm", "offices")


def names(cast: Cast, client: Client) -> str:
    return client.get("/communities/").content.decode()


def test_a_hidden_community_is_absent_for_everybody_else(cast: Cast, client: Client) -> None:
    client.force_login(cast.ana)
    assert "Glass makers" in names(cast, client)
    for who in (cast.bo, cast.cy, cast.dee):
        client.force_login(who)
        assert "Glass makers" not in names(cast, client)
        absent = client.get("/c/nowhere/people/")
        hidden = client.get("/c/glass/people/")
        assert hidden.status_code == absent.status_code == 404


@pytest.mark.parametrize("page", INSIDE)
def test_a_listed_community_shows_its_inside_to_members_alone(cast: Cast, client: Client, page: str) -> None:
    Community.objects.filter(pk=cast.weavers.pk).update(visibility=Community.Visibility.LISTED)
    assert client.get(f"/c/weavers/{page}/").status_code == 404
    assert client.get("/c/weavers/joining/").status_code == 200
    client.force_login(cast.dee)
    assert client.get(f"/c/weavers/{page}/").status_code == 404
    client.force_login(cast.bo)
    assert client.get(f"/c/weavers/{page}/").status_code == 200


def test_no_address_of_ours_lets_somebody_signed_out_act(cast: Cast, client: Client) -> None:
    for address in (
        "membership",
        "join-request",
        "agenda/questions",
        "charter/acceptance",
        "offices/appointment",
    ):
        answer = client.post(f"/c/weavers/{address}/")
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith("/account/login/")


@pytest.mark.parametrize("how_many", [1, 50])
def test_the_list_of_communities_costs_the_same_for_one_and_for_fifty(
    cast: Cast, client: Client, how_many: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    at = clock.now()
    for number in range(how_many):
        community(f"c{number}", f"Community {number}", cast.bo, at)
    client.force_login(cast.bo)
    client.get("/communities/")
    with django_assert_num_queries(3):
        client.get("/communities/")


@pytest.mark.parametrize("how_many", [1, 50])
def test_the_people_page_costs_the_same_for_one_and_for_fifty(
    cast: Cast, client: Client, how_many: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    at = clock.now()
    for number in range(how_many):
        who = person(f"P{number}")
        Membership.objects.create(community=cast.weavers, person=who, joined_at=at)
        Office.objects.create(community=cast.weavers, person=who, kind=Office.Kind.MENTOR, since=at)
    client.force_login(cast.bo)
    client.get("/c/weavers/people/")
    with django_assert_num_queries(7):
        client.get("/c/weavers/people/")


@pytest.mark.parametrize("how_many", [1, 50])
def test_the_agenda_costs_the_same_for_one_and_for_fifty(
    cast: Cast, client: Client, how_many: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(how_many):
        actions.ask_question(cast.weavers, text=f"Why {number}?", actor=cast.actor("bo"))
    client.force_login(cast.bo)
    client.get("/c/weavers/agenda/")
    with django_assert_num_queries(4):
        client.get("/c/weavers/agenda/")


def test_belongings_are_one_query_with_offices_and_editions(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    actions.appoint(cast.weavers, cast.ana, kind=Office.Kind.MENTOR, actor=cast.actor("ana"))
    actions.appoint(cast.glass, cast.ana, kind=Office.Kind.WELCOMER, actor=cast.actor("ana"))
    actions.write_edition(cast.weavers, text="One.", reason="Why", actor=cast.actor("ana"))
    with django_assert_num_queries(1):
        glass, weavers = queries.belongings(cast.ana)
    assert weavers.offices == {"convener", "mentor"}
    assert glass.offices == {"convener", "welcomer"}
    assert (weavers.owes_acceptance, glass.owes_acceptance) == (True, False)
    assert weavers.version == 2


def test_the_front_shows_an_outsider_how_to_join_and_no_more(cast: Cast) -> None:
    Community.objects.filter(pk=cast.weavers.pk).update(visibility=Community.Visibility.LISTED)
    cast.weavers.refresh_from_db()
    front = queries.front(cast.weavers, queries.standing(cast.cy, cast.weavers))
    assert bool(front.may_join)
    assert (front.sees_inside, front.conveners, front.rings) == (False, [], [])
    blocked = queries.front(cast.weavers, queries.standing(cast.dee, cast.weavers))
    assert blocked.my_block is not None
    assert blocked.may_join.code == "blocked"


def test_the_front_links_duties_and_formats_for_whoever_sees_inside(cast: Cast, client: Client) -> None:
    here = cast.weavers.get_absolute_url()
    Community.objects.filter(pk=cast.weavers.pk).update(visibility=Community.Visibility.LISTED)
    outside = client.get(here).content.decode()
    client.force_login(cast.bo)
    inside = client.get(here).content.decode()
    for way in (f'href="{here}duties/"', f'href="{here}formats/"'):
        assert way in inside
        assert way not in outside
