import pytest
from django.test import Client

from guildhouse.communities import actions, queries
from guildhouse.communities.models import Block, Membership, Office, Report
from guildhouse.history.models import Fact
from guildhouse.kit.rules import Refused
from guildhouse.people.models import Person
from guildhouse.testing.cast import Cast


def block_of_dee(cast: Cast) -> Block:
    return Block.objects.get(community=cast.weavers, person=cast.dee)


def bo_convenes(cast: Cast) -> None:
    actions.appoint(cast.weavers, cast.bo, kind=Office.Kind.CONVENER, actor=cast.actor("ana"))


def test_a_report_is_read_by_the_contact_alone(cast: Cast) -> None:
    actions.name_contact(cast.weavers, cast.bo, actor=cast.actor("ana"))
    cast.weavers.refresh_from_db()
    made = actions.report(cast.weavers, text="He shouted.", actor=cast.actor("cy"))
    assert actions.report(cast.weavers, text="He shouted.", actor=cast.actor("cy")) == made
    assert queries.reports_for(cast.weavers, queries.standing(cast.bo, cast.weavers)) == [made]
    assert queries.reports_for(cast.weavers, queries.standing(cast.ana, cast.weavers)) == []
    with pytest.raises(Refused, match="conduct contact"):
        actions.answer_report(made, answer="I see.", actor=cast.actor("ana"))
    assert actions.answer_report(made, answer="We talked.", actor=cast.actor("bo")).answered_by == cast.bo


def test_nobody_answers_a_report_about_themselves(cast: Cast) -> None:
    made = actions.report(cast.weavers, text="She shouted.", about=cast.ana, actor=cast.actor("cy"))
    with pytest.raises(Refused, match="about you"):
        actions.answer_report(made, answer="No.", actor=cast.actor("ana"))


def test_history_does_not_say_who_reported_whom(cast: Cast) -> None:
    actions.report(cast.weavers, text="Secret words", about=cast.bo, actor=cast.actor("cy"))
    fact = Fact.objects.get(kind="communities.reported")
    assert (fact.actor_id, fact.concerns_id, fact.data) == (None, None, {"to_site": False})


def test_a_report_to_the_house_is_answered_by_the_house(cast: Cast, client: Client) -> None:
    made = actions.report(cast.weavers, text="All of them.", to_site=True, actor=cast.actor("cy"))
    client.force_login(cast.ana)
    assert client.get(f"/c/weavers/conduct/reports/{made.public_id}/").status_code == 404
    assert client.get("/site/conduct/").status_code == 404
    Person.objects.filter(pk=cast.bo.pk).update(is_site_admin=True)
    client.force_login(cast.bo)
    assert made.public_id in client.get("/site/conduct/").content.decode()
    client.post(f"/site/conduct/reports/{made.public_id}/", {"answer": "We look into it."})
    assert Report.objects.get().answer == "We look into it."


def test_removing_ends_everything_and_blocks_nothing(cast: Cast) -> None:
    actions.appoint(cast.weavers, cast.bo, kind=Office.Kind.MENTOR, actor=cast.actor("ana"))
    membership = Membership.objects.get(community=cast.weavers, person=cast.bo)
    for _time in range(2):
        actions.remove(membership, reason="Never came.", actor=cast.actor("ana"))
    assert not queries.standing(cast.bo, cast.weavers).is_member
    assert not Office.objects.held().filter(person=cast.bo).exists()
    assert actions.join(cast.weavers, actor=cast.actor("bo"))


def test_nobody_removes_themselves_and_members_remove_nobody(cast: Cast) -> None:
    ana, bo = (Membership.objects.get(community=cast.weavers, person=one) for one in (cast.ana, cast.bo))
    with pytest.raises(Refused, match="cannot remove yourself"):
        actions.remove(ana, reason="Tired", actor=cast.actor("ana"))
    with pytest.raises(Refused, match="Only a convener"):
        actions.remove(ana, reason="Power", actor=cast.actor("bo"))
    assert bo.ended_at is None


def test_blocking_puts_somebody_outside_at_once(cast: Cast, client: Client) -> None:
    actions.change_settings(
        cast.weavers,
        visibility="hidden",
        joining="open",
        rooms_by="active",
        language="en",
        zone="UTC",
        actor=cast.actor("ana"),
    )
    client.force_login(cast.bo)
    assert client.get("/c/weavers/agenda/").status_code == 200
    made = actions.block(cast.weavers, cast.bo, reason="Shouted.", actor=cast.actor("ana"))
    assert actions.block(cast.weavers, cast.bo, reason="Again.", actor=cast.actor("ana")) == made
    assert client.get("/c/weavers/agenda/").status_code == 404
    assert "Shouted." in client.get(f"/appeals/{made.public_id}/").content.decode()


def test_an_appeal_is_answered_by_another_than_who_blocked(cast: Cast, client: Client) -> None:
    block = block_of_dee(cast)
    client.force_login(cast.dee)
    client.post(f"/appeals/{block.public_id}/", {"text": "I am sorry."})
    with pytest.raises(Refused, match="somebody else answers"):
        actions.decide_appeal(block, decision="No.", lifted=False, actor=cast.actor("ana"))
    bo_convenes(cast)
    client.force_login(cast.bo)
    assert "I am sorry." in client.get(f"/c/weavers/conduct/blocks/{block.public_id}/").content.decode()
    client.post(f"/c/weavers/conduct/blocks/{block.public_id}/", {"decision": "Come back.", "lifted": "on"})
    assert actions.join(cast.weavers, actor=cast.actor("dee"))


def test_one_appeals_once_and_only_for_oneself(cast: Cast, client: Client) -> None:
    block = block_of_dee(cast)
    client.force_login(cast.cy)
    assert client.get(f"/appeals/{block.public_id}/").status_code == 404
    actions.appeal(block, text="Sorry.", actor=cast.actor("dee"))
    bo_convenes(cast)
    actions.decide_appeal(block, decision="Not yet.", lifted=False, actor=cast.actor("bo"))
    with pytest.raises(Refused, match="was answered"):
        actions.appeal(block, text="Please.", actor=cast.actor("dee"))
    assert queries.standing(cast.dee, cast.weavers).is_blocked


def test_lifting_lets_somebody_join_again(cast: Cast) -> None:
    with pytest.raises(Refused, match="Only a convener"):
        actions.lift(block_of_dee(cast), actor=cast.actor("bo"))
    for _time in range(2):
        actions.lift(block_of_dee(cast), actor=cast.actor("ana"))
    assert actions.join(cast.weavers, actor=cast.actor("dee"))


def test_the_house_answers_an_appeal_of_a_hidden_community(cast: Cast, client: Client) -> None:
    block = actions.block(cast.glass, cast.bo, reason="Told others.", actor=cast.actor("ana"))
    actions.appeal(block, text="I did not.", actor=cast.actor("bo"))
    Person.objects.filter(pk=cast.cy.pk).update(is_site_admin=True)
    client.force_login(cast.cy)
    assert client.get("/c/glass/conduct/").status_code == 404
    client.post(f"/site/conduct/appeals/{block.public_id}/", {"decision": "We believe you.", "lifted": "on"})
    block.refresh_from_db()
    assert block.lifted_at is not None
