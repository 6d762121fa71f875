import pytest
from django.test import Client

from guildhouse.communities import actions
from guildhouse.communities.forms import SettingsForm
from guildhouse.communities.models import Community, OldSlug, StageDeclaration
from guildhouse.kit.rules import Refused
from guildhouse.testing.cast import Cast

SETTINGS = {
    "visibility": "public",
    "joining": "request",
    "rooms_by": "members",
    "language": "en",
    "zone": "UTC",
}
TEXTS = {"name": "Weavers", "domain": "Cloth", "stakes": "", "scope": "", "first_thing": ""}


def test_settings_change_for_a_convener_alone(cast: Cast) -> None:
    changed = actions.change_settings(cast.weavers, actor=cast.actor("ana"), **SETTINGS)
    assert (changed.joining, changed.rooms_by) == ("request", "members")
    with pytest.raises(Refused, match="Only a convener"):
        actions.change_settings(cast.weavers, actor=cast.actor("bo"), **SETTINGS)


def test_a_call_is_not_hidden(cast: Cast) -> None:
    call = actions.call(name="Dyers", domain="Colour", reason="I dye.", actor=cast.actor("cy"))
    with pytest.raises(Refused, match="made in the open"):
        actions.change_settings(call, actor=cast.actor("cy"), **SETTINGS | {"visibility": "hidden"})


def test_an_open_community_keeps_a_domain(cast: Cast) -> None:
    assert actions.write_domain(cast.weavers, actor=cast.actor("ana"), **TEXTS).domain == "Cloth"
    with pytest.raises(Refused, match="what it cares about"):
        actions.write_domain(cast.weavers, actor=cast.actor("ana"), **TEXTS | {"domain": " "})


def test_an_old_address_leads_on(cast: Cast, client: Client) -> None:
    actions.readdress(cast.weavers, slug="cloth", actor=cast.actor("ana"))
    answer = client.get("/c/weavers/people/?page=2")
    assert answer.headers["Location"] == "/c/cloth/people/?page=2"
    with pytest.raises(Refused, match="has or had this address"):
        actions.readdress(cast.glass, slug="weavers", actor=cast.actor("ana"))
    actions.readdress(cast.weavers, slug="weavers", actor=cast.actor("ana"))
    assert list(OldSlug.objects.values_list("slug", flat=True)) == ["cloth"]


def test_the_old_address_of_a_hidden_community_leads_nowhere(cast: Cast, client: Client) -> None:
    actions.readdress(cast.glass, slug="blowers", actor=cast.actor("ana"))
    assert client.get("/c/glass/people/").status_code == 404
    client.force_login(cast.ana)
    assert client.get("/c/glass/people/").headers["Location"] == "/c/blowers/people/"


def test_a_declared_stage_keeps_the_counts_of_the_day(cast: Cast) -> None:
    for _time in range(2):
        actions.declare_stage(cast.weavers, stage="maturing", why="We teach.", actor=cast.actor("ana"))
    declared = StageDeclaration.objects.get()
    assert declared.evidence["members"] == 2
    cast.weavers.refresh_from_db()
    assert cast.weavers.stage == "maturing"


def test_an_archived_community_is_read_and_not_changed(cast: Cast, client: Client) -> None:
    for _time in range(2):
        actions.archive(cast.weavers, actor=cast.actor("ana"))
    with pytest.raises(Refused, match="archived"):
        actions.ask_question(cast.weavers, text="Why?", actor=cast.actor("bo"))
    with pytest.raises(Refused, match="archived"):
        actions.join(cast.weavers, actor=cast.actor("cy"))
    assert client.get("/c/weavers/agenda/").status_code == 200
    assert actions.unarchive(cast.weavers, actor=cast.actor("ana")).state == Community.State.OPEN


def test_nesting_needs_a_convener_of_both_and_makes_no_circle(cast: Cast) -> None:
    assert actions.nest(cast.weavers, cast.glass, actor=cast.actor("ana")).parent == cast.glass
    with pytest.raises(Refused, match="own parts"):
        actions.nest(cast.glass, cast.weavers, actor=cast.actor("ana"))
    call = actions.call(name="Dyers", domain="Colour", reason="I dye.", actor=cast.actor("cy"))
    with pytest.raises(Refused, match="larger community"):
        actions.nest(call, cast.weavers, actor=cast.actor("cy"))
    assert actions.nest(cast.weavers, None, actor=cast.actor("ana")).parent is None


@pytest.mark.parametrize("page", ["", "domain/", "address/", "place/", "stage/", "archive/"])
def test_settings_are_shown_to_conveners_alone(cast: Cast, client: Client, page: str) -> None:
    client.force_login(cast.bo)
    assert client.get(f"/c/weavers/settings/{page}").status_code == 403
    client.force_login(cast.ana)
    assert client.get(f"/c/weavers/settings/{page}").status_code == 200


def test_a_taken_address_is_said_beside_the_field(cast: Cast, client: Client) -> None:
    client.force_login(cast.ana)
    answer = client.post("/c/weavers/settings/address/", {"slug": "glass"})
    assert answer.status_code == 422
    assert "has or had this address" in answer.content.decode()
    assert client.post("/c/weavers/settings/address/", {"slug": "cloth"}).headers["Location"] == (
        "/c/cloth/settings/address/"
    )


def test_the_archive_and_place_forms_work(cast: Cast, client: Client) -> None:
    client.force_login(cast.ana)
    client.post("/c/weavers/settings/place/", {"parent": cast.glass.public_id})
    cast.weavers.refresh_from_db()
    assert cast.weavers.parent == cast.glass
    client.post("/c/weavers/settings/archive/")
    assert "read and no longer changed" in client.get("/c/weavers/agenda/").content.decode()
    client.post("/c/weavers/settings/archive/end/")
    cast.weavers.refresh_from_db()
    assert cast.weavers.is_open


@pytest.mark.parametrize(("days", "are_taken"), [("0", False), ("1", True), ("365", True), ("366", False)])
def test_cases_stay_a_day_at_least_and_a_year_at_most(days: str, are_taken: bool) -> None:
    assert ("case_days" not in SettingsForm({"case_days": days}).errors) == are_taken
