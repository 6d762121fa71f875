import pytest
from django.test import Client

from guildhouse.communities import actions, leaving, policy, queries
from guildhouse.communities.facts import Facts
from guildhouse.communities.models import Acceptance, Community, JoinRequest, Membership, Office
from guildhouse.history.models import Fact
from guildhouse.kit.rules import Refused
from guildhouse.testing.cast import Cast


def set_joining(community: Community, joining: str) -> None:
    community.joining = joining
    community.save(update_fields=["joining"])


def write_charter(cast: Cast, text: str = "We listen.") -> None:
    actions.write_edition(cast.weavers, text=text, reason="Because", actor=cast.actor("ana"))


def test_joining_makes_a_newcomer(cast: Cast) -> None:
    membership = actions.join(cast.weavers, actor=cast.actor("cy"))
    assert membership.level == Membership.Level.NEWCOMER
    assert Fact.objects.filter(kind=Facts.JOINED, concerns_id=cast.cy.pk).count() == 1


def test_joining_twice_makes_one_membership(cast: Cast) -> None:
    assert actions.join(cast.weavers, actor=cast.actor("cy")) == actions.join(
        cast.weavers, actor=cast.actor("cy")
    )
    assert Fact.objects.filter(kind=Facts.JOINED).count() == 1


def test_whoever_was_asked_to_stay_away_cannot_join(cast: Cast) -> None:
    with pytest.raises(Refused, match="asked to stay away"):
        actions.join(cast.weavers, actor=cast.actor("dee"))


def test_the_charter_is_accepted_by_name_when_joining(cast: Cast) -> None:
    write_charter(cast)
    with pytest.raises(Refused, match="Write your name"):
        actions.join(cast.weavers, edition=1, actor=cast.actor("cy"))
    actions.join(cast.weavers, name="Cyrus", edition=1, actor=cast.actor("cy"))
    assert Acceptance.objects.get(person=cast.cy).name == "Cyrus"


def test_an_older_edition_is_not_what_one_accepts(cast: Cast) -> None:
    write_charter(cast)
    write_charter(cast, "We listen twice.")
    with pytest.raises(Refused, match="has changed meanwhile"):
        actions.join(cast.weavers, name="Cyrus", edition=1, actor=cast.actor("cy"))


def test_by_request_one_asks_and_a_convener_accepts(cast: Cast) -> None:
    set_joining(cast.weavers, Community.Joining.REQUEST)
    write_charter(cast)
    with pytest.raises(Refused, match="Send a request"):
        actions.join(cast.weavers, name="Cy", edition=1, actor=cast.actor("cy"))
    asking = actions.ask_to_join(
        cast.weavers, message="I weave.", name="Cy", edition=1, actor=cast.actor("cy")
    )
    assert actions.ask_to_join(cast.weavers, message="Again", actor=cast.actor("cy")) == asking
    membership = actions.accept(asking, reason="Welcome", actor=cast.actor("ana"))
    assert actions.accept(asking, actor=cast.actor("ana")) == membership
    asking.refresh_from_db()
    assert (asking.state, asking.decided_by) == (JoinRequest.State.ACCEPTED, cast.ana)
    assert [mine.accepted_edition for mine in queries.belongings(cast.cy)] == [1]


def test_declining_says_why_and_may_be_the_last_word(cast: Cast) -> None:
    set_joining(cast.weavers, Community.Joining.REQUEST)
    asking = actions.ask_to_join(cast.weavers, message="I weave.", actor=cast.actor("cy"))
    words = {"reason": "We are full.", "next_step": "Come to an open room.", "may_ask_again": False}
    assert actions.decline(asking, actor=cast.actor("ana"), **words).decided_by == cast.ana
    with pytest.raises(Refused, match="not to send another"):
        actions.ask_to_join(cast.weavers, message="Please", actor=cast.actor("cy"))


def test_a_member_who_holds_no_office_answers_nobody(cast: Cast) -> None:
    set_joining(cast.weavers, Community.Joining.REQUEST)
    asking = actions.ask_to_join(cast.weavers, message="I weave.", actor=cast.actor("cy"))
    with pytest.raises(Refused, match="Only a convener"):
        actions.accept(asking, actor=cast.actor("bo"))
    actions.appoint(cast.weavers, cast.bo, kind=Office.Kind.WELCOMER, actor=cast.actor("ana"))
    assert actions.accept(asking, actor=cast.actor("bo"))


def test_a_request_is_taken_back_by_whoever_made_it(cast: Cast) -> None:
    set_joining(cast.weavers, Community.Joining.REQUEST)
    asking = actions.ask_to_join(cast.weavers, message="I weave.", actor=cast.actor("cy"))
    with pytest.raises(Refused, match="Only whoever asked"):
        actions.withdraw_request(asking, actor=cast.actor("bo"))
    actions.withdraw_request(asking, actor=cast.actor("cy"))
    with pytest.raises(Refused, match="withdrawn meanwhile"):
        actions.accept(asking, actor=cast.actor("ana"))


def test_leaving_ends_offices_and_tells_the_apps_above(cast: Cast) -> None:
    told: list[tuple[int, int]] = []
    actions.appoint(cast.weavers, cast.bo, kind=Office.Kind.MENTOR, actor=cast.actor("ana"))
    actions.name_contact(cast.weavers, cast.bo, actor=cast.actor("ana"))
    leaving.ON_LEAVING.append(lambda community, person, actor: told.append((community, person)))
    try:
        actions.leave(cast.weavers, actor=cast.actor("bo"))
        actions.leave(cast.weavers, actor=cast.actor("bo"))
    finally:
        leaving.ON_LEAVING.pop()
    cast.weavers.refresh_from_db()
    assert told == [(cast.weavers.pk, cast.bo.pk)]
    assert not Office.objects.held().filter(person=cast.bo).exists()
    assert cast.weavers.conduct_contact is None
    assert not queries.standing(cast.bo, cast.weavers).is_member


def test_what_the_apps_above_refuse_undoes_the_leaving(cast: Cast) -> None:
    def refuse(community: int, person: int, actor: object) -> None:
        raise Refused(policy.refusals.archived())

    leaving.ON_LEAVING.append(refuse)
    try:
        with pytest.raises(Refused):
            actions.leave(cast.weavers, actor=cast.actor("bo"))
    finally:
        leaving.ON_LEAVING.pop()
    assert queries.standing(cast.bo, cast.weavers).is_member


def test_the_last_convener_hands_over_before_leaving(cast: Cast) -> None:
    with pytest.raises(Refused, match="only convener"):
        actions.leave(cast.weavers, actor=cast.actor("ana"))
    office = Office.objects.get(community=cast.weavers, person=cast.ana)
    actions.hand_over(office, cast.bo, note="The looms are yours.", actor=cast.actor("ana"))
    actions.leave(cast.weavers, actor=cast.actor("ana"))
    assert queries.conveners(cast.weavers) == [cast.bo]


def test_joining_through_the_page_shows_and_keeps_the_charter(cast: Cast, client: Client) -> None:
    write_charter(cast)
    client.force_login(cast.cy)
    assert "We listen." in client.get("/c/weavers/joining/").content.decode()
    assert client.post("/c/weavers/membership/", {"edition": 1, "name": ""}).status_code == 422
    assert (
        client.post("/c/weavers/membership/", {"edition": 1, "name": "Cy"}).headers["Location"]
        == "/c/weavers/"
    )
    assert queries.standing(cast.cy, cast.weavers).is_member


def test_declining_through_the_page_asks_for_a_next_step(cast: Cast, client: Client) -> None:
    set_joining(cast.weavers, Community.Joining.REQUEST)
    asking = actions.ask_to_join(cast.weavers, message="I weave.", actor=cast.actor("cy"))
    client.force_login(cast.ana)
    assert "I weave." in client.get("/c/weavers/requests/").content.decode()
    address = f"/c/weavers/requests/{asking.public_id}/refusal/"
    assert client.post(address, {"reason": "Full."}).status_code == 422
    assert client.post(address, {"reason": "Full.", "next_step": "Come by."}).status_code == 302
    client.force_login(cast.cy)
    assert "Come by." in client.get("/c/weavers/joining/").content.decode()


def test_requests_are_not_for_members_without_office(cast: Cast, client: Client) -> None:
    client.force_login(cast.bo)
    assert client.get("/c/weavers/requests/").status_code == 403


def test_leaving_through_the_page_says_first_what_happens(cast: Cast, client: Client) -> None:
    client.force_login(cast.bo)
    assert "seats" in client.get("/c/weavers/leaving/").content.decode()
    client.post("/c/weavers/leaving/", {})
    assert not queries.standing(cast.bo, cast.weavers).is_member


def test_the_page_speaks_of_a_charter_only_where_there_is_one(cast: Cast, client: Client) -> None:
    client.force_login(cast.cy)
    path = f"{cast.weavers.get_absolute_url()}joining/"
    assert "put your name under it" not in client.get(path).content.decode()
    write_charter(cast)
    assert "put your name under it" in client.get(path).content.decode()
