import pytest
from django.test import Client

from guildhouse.communities import actions, queries
from guildhouse.communities.facts import Facts
from guildhouse.communities.models import Membership, Office
from guildhouse.history.models import Fact
from guildhouse.kit.rules import Refused
from guildhouse.people.models import Person
from guildhouse.testing.cast import Cast


def membership(cast: Cast, person: Person) -> Membership:
    return Membership.objects.get(community=cast.weavers, person=person, ended_at=None)


def test_recognising_writes_down_what_was_seen(cast: Cast) -> None:
    bo = membership(cast, cast.bo)
    for _time in range(2):
        actions.recognise(bo, level="core", evidence="Mended the loom.", actor=cast.actor("ana"))
    bo.refresh_from_db()
    assert bo.level == "core"
    changes = [(one.before, one.after, one.evidence, one.by) for one in queries.level_changes(bo)]
    assert changes == [("active", "core", "Mended the loom.", cast.ana)]
    assert Fact.objects.get(kind=Facts.LEVEL_RECOGNISED).concerns_id == cast.bo.pk


def test_nobody_recognises_themselves(cast: Cast) -> None:
    with pytest.raises(Refused, match="Nobody recognises themselves"):
        actions.recognise(membership(cast, cast.ana), level="active", evidence="Me", actor=cast.actor("ana"))


def test_members_do_not_recognise_each_other(cast: Cast) -> None:
    with pytest.raises(Refused, match="Only a convener"):
        actions.recognise(membership(cast, cast.ana), level="active", evidence="Her", actor=cast.actor("bo"))


def test_appointing_twice_gives_one_office(cast: Cast) -> None:
    one = actions.appoint(cast.weavers, cast.bo, kind=Office.Kind.MENTOR, actor=cast.actor("ana"))
    assert actions.appoint(cast.weavers, cast.bo, kind=Office.Kind.MENTOR, actor=cast.actor("ana")) == one
    assert Fact.objects.filter(kind=Facts.APPOINTED).count() == 1


def test_only_members_hold_offices(cast: Cast) -> None:
    with pytest.raises(Refused, match="Only a member"):
        actions.appoint(cast.weavers, cast.cy, kind=Office.Kind.MENTOR, actor=cast.actor("ana"))


def test_handing_over_twice_hands_over_once(cast: Cast) -> None:
    office = Office.objects.get(community=cast.weavers, person=cast.ana)
    taken = actions.hand_over(office, cast.bo, note="All yours.", actor=cast.actor("ana"))
    assert actions.hand_over(office, cast.bo, note="All yours.", actor=cast.actor("ana")) == taken
    office.refresh_from_db()
    assert office.handover_note == "All yours."
    assert queries.conveners(cast.weavers) == [cast.bo]


def test_the_last_convener_does_not_lay_the_office_down(cast: Cast) -> None:
    office = Office.objects.get(community=cast.weavers, person=cast.ana)
    with pytest.raises(Refused, match="only convener"):
        actions.end_office(office, actor=cast.actor("ana"))


def test_an_office_is_laid_down_by_its_holder(cast: Cast) -> None:
    office = actions.appoint(cast.weavers, cast.bo, kind=Office.Kind.MENTOR, actor=cast.actor("ana"))
    actions.end_office(office, actor=cast.actor("bo"))
    assert queries.standing(cast.bo, cast.weavers).offices == frozenset()


def test_signed_out_one_sees_rings_and_no_list_of_names(cast: Cast, client: Client) -> None:
    page = client.get("/c/weavers/people/").content.decode()
    assert "Who takes part" in page
    assert ">Bo<" not in page


def test_what_a_member_keeps_to_themselves_stays_off_the_page(cast: Cast, client: Client) -> None:
    Person.objects.filter(pk=cast.bo.pk).update(helps_with="Warping", seen_by=Person.SeenBy.COMMUNITIES)
    client.force_login(cast.cy)
    assert "Warping" not in client.get("/c/weavers/people/").content.decode()
    client.force_login(cast.ana)
    assert "Warping" in client.get("/c/weavers/people/").content.decode()
    Person.objects.filter(pk=cast.bo.pk).update(seen_by=Person.SeenBy.ME)
    page = client.get(f"/c/weavers/people/{cast.bo.public_id}/").content.decode()
    assert "Bo" in page
    assert "Warping" not in page


def test_recognising_on_the_page_needs_a_sentence(cast: Cast, client: Client) -> None:
    client.force_login(cast.ana)
    address = f"/c/weavers/people/{cast.bo.public_id}/level/"
    assert client.post(address, {"level": "core", "evidence": ""}).status_code == 422
    assert client.post(address, {"level": "core", "evidence": "Taught me."}).status_code == 302
    client.force_login(cast.bo)
    assert "Taught me." in client.get(f"/c/weavers/people/{cast.bo.public_id}/").content.decode()


def test_handing_over_on_the_page(cast: Cast, client: Client) -> None:
    office = Office.objects.get(community=cast.weavers, person=cast.ana)
    client.force_login(cast.ana)
    address = f"/c/weavers/offices/{office.public_id}/"
    assert "Bo" in client.get(address).content.decode()
    client.post(address, {"person": cast.bo.public_id, "note": "Look after it."})
    assert queries.conveners(cast.weavers) == [cast.bo]


def test_whoever_runs_the_house_sees_and_finds_among_members_what_they_see_on_a_persons_own_page(
    cast: Cast, client: Client
) -> None:
    Person.objects.filter(pk=cast.bo.pk).update(helps_with="Warping", seen_by=Person.SeenBy.ME)
    Person.objects.filter(pk=cast.cy.pk).update(is_site_admin=True)
    client.force_login(cast.cy)
    for address in (
        f"/people/{cast.bo.public_id}/",
        "/c/weavers/people/",
        "/c/weavers/people/?words=warping",
    ):
        assert "Warping" in client.get(address).content.decode()
