from collections.abc import Iterator

import pytest
from django.test import Client

from guildhouse.communities import actions, meetings, queries
from guildhouse.communities.facts import Facts
from guildhouse.communities.models import Community, Membership, Office
from guildhouse.history.actors import Actor
from guildhouse.history.models import Fact
from guildhouse.kit import clock
from guildhouse.kit.rules import Refused
from guildhouse.testing.cast import Cast, person

TEXTS = {"stakes": "Looms stand idle.", "scope": "Weaving, not trading.", "rhythm": "Every second Tuesday."}


@pytest.fixture(autouse=True)
def no_room_ahead() -> Iterator[None]:
    """What the apps above count is theirs to test; here nobody counts anything."""
    known = [*meetings.ROOMS_AHEAD]
    meetings.ROOMS_AHEAD[:] = []
    yield
    meetings.ROOMS_AHEAD[:] = known


@pytest.fixture
def room_ahead(no_room_ahead: None) -> None:
    """A first room is planned, as far as the app above can tell."""
    meetings.ROOMS_AHEAD.append(lambda community, at: 1)


def call(cast: Cast, name: str = "Dyers", **more: str) -> Community:
    return actions.call(name=name, domain="Colour", reason="I dye.", actor=cast.actor("cy"), **more)


def complete(community: Community, cast: Cast) -> None:
    texts = {"name": community.name, "domain": "Colour", "first_thing": "Bring a leaf.", **TEXTS}
    actions.edit_call(community, actor=cast.actor("cy"), **texts)
    actions.appoint(community, cast.cy, kind=Office.Kind.WELCOMER, actor=cast.actor("cy"))
    for name in ("ana", "bo"):
        actions.sign_on(community, reason="I care.", actor=cast.actor(name))


def test_whoever_calls_convenes_and_has_signed_on(cast: Cast) -> None:
    community = call(cast)
    assert community.state == Community.State.CALL
    assert queries.standing(cast.cy, community).is_convener
    assert [one.reason for one in queries.sign_ons(community)] == ["I dye."]


def test_the_same_form_sent_twice_makes_one_call(cast: Cast) -> None:
    assert call(cast, form_key="k1") == call(cast, form_key="k1")
    assert Community.objects.filter(name="Dyers").count() == 1


def test_two_calls_of_one_name_get_two_addresses(cast: Cast) -> None:
    assert [call(cast).slug, call(cast).slug] == ["dyers", "dyers-2"]


def test_each_missing_condition_says_how_to_meet_it(cast: Cast) -> None:
    conditions = {one.key: one for one in queries.conditions(call(cast), at=clock.now())}
    assert {key for key, one in conditions.items() if one.met} == {"domain", "convener"}
    assert all(one.how and one.page for one in conditions.values())


def test_a_call_with_something_missing_does_not_open(cast: Cast) -> None:
    community = call(cast)
    with pytest.raises(Refused, match="Not yet"):
        actions.open_community(community, actor=cast.actor("cy"))


def test_opening_makes_every_signer_a_member(cast: Cast, room_ahead: None) -> None:
    community = call(cast)
    complete(community, cast)
    opened = actions.open_community(community, actor=cast.actor("cy"))
    assert opened.state == Community.State.OPEN
    levels = dict(community.memberships.values_list("person__name", "level"))
    assert levels == {"Cy": Membership.Level.CORE, "Ana": "peripheral", "Bo": "peripheral"}


def test_opening_twice_opens_once(cast: Cast, room_ahead: None) -> None:
    community = call(cast)
    complete(community, cast)
    actions.open_community(community, actor=cast.actor("cy"))
    actions.open_community(community, actor=cast.actor("cy"))
    assert Fact.objects.filter(kind=Facts.OPENED).count() == 1
    assert community.memberships.living().count() == 3


def test_only_the_convener_opens_a_call(cast: Cast, room_ahead: None) -> None:
    community = call(cast)
    complete(community, cast)
    with pytest.raises(Refused, match="Only a convener"):
        actions.open_community(community, actor=cast.actor("ana"))


def test_signing_on_again_changes_the_words_and_counts_once(cast: Cast) -> None:
    community = call(cast)
    actions.sign_on(community, reason="Yes", actor=cast.actor("bo"))
    actions.sign_on(community, reason="Yes, truly", actor=cast.actor("bo"))
    assert [one.reason for one in queries.sign_ons(community)] == ["I dye.", "Yes, truly"]


def test_a_sign_on_is_taken_back_but_not_the_callers(cast: Cast) -> None:
    community = call(cast)
    actions.sign_on(community, reason="Yes", actor=cast.actor("bo"))
    actions.withdraw_sign_on(community, actor=cast.actor("bo"))
    assert community.sign_ons.count() == 1
    with pytest.raises(Refused, match="You carry this call"):
        actions.withdraw_sign_on(community, actor=cast.actor("cy"))


def test_an_open_community_takes_no_sign_ons(cast: Cast) -> None:
    with pytest.raises(Refused, match="has opened"):
        actions.sign_on(cast.weavers, reason="Late", actor=cast.actor("cy"))


def test_a_community_founded_elsewhere_stands_without_sign_ons(cast: Cast) -> None:
    brought = actions.bring_in(
        slug="sig-net", name="SIG Net", domain="Nets", actor=Actor(None, "import"), form_key="k"
    )
    again = actions.bring_in(
        slug="sig-net", name="Other", domain="Nets", actor=Actor(None, "import"), form_key="k"
    )
    assert (brought.state, brought.founded_elsewhere, again.pk) == (Community.State.OPEN, True, brought.pk)
    with pytest.raises(Refused):
        actions.bring_in(slug="x", name="X", domain="X", actor=cast.actor("ana"))


def test_a_brought_member_holds_the_office_they_held_there(cast: Cast) -> None:
    brought = actions.bring_in(slug="sig-net", name="SIG Net", domain="Nets", actor=Actor(None, "import"))
    lee = person("Lee")
    for _time in range(2):
        actions.bring_member(brought, lee, office=Office.Kind.CONVENER, actor=Actor(None, "import"))
    assert queries.standing(lee, brought).is_convener
    assert brought.memberships.count() == 1


def test_the_founding_page_shows_met_and_missing_and_no_button(cast: Cast, client: Client) -> None:
    call(cast)
    client.force_login(cast.cy)
    page = client.get("/c/dyers/founding/").content.decode()
    assert "Still missing" in page
    for missing in ("founding/call/", "rooms/new/", "offices/", "founding/#sign-ons"):
        assert f'<a href="/c/dyers/{missing}">' in page
    assert "Open the community" not in page


def test_only_the_convener_is_told_how_to_meet_what_a_convener_meets(cast: Cast, client: Client) -> None:
    pages = {}
    path = f"{call(cast).get_absolute_url()}founding/"
    for who in (cast.cy, cast.bo):
        client.force_login(who)
        pages[who] = client.get(path).content.decode()
    assert "Name a welcomer" in pages[cast.cy]
    assert "Name a welcomer" not in pages[cast.bo]
    assert all("Send the address of this page" in page for page in pages.values())


def test_calling_through_the_pages_keeps_what_was_typed(cast: Cast, client: Client) -> None:
    client.force_login(cast.cy)
    answer = client.post(
        "/communities/new/", {"name": "Dyers", "domain": "", "reason": "I dye.", "form_key": "f"}
    )
    assert answer.status_code == 422
    assert "I dye." in answer.content.decode()
    sent = {"name": "Dyers", "domain": "Colour", "reason": "I dye.", "form_key": "f"}
    assert client.post("/communities/new/", sent).headers["Location"] == "/c/dyers/founding/"


def test_signing_on_and_opening_through_the_pages(cast: Cast, client: Client, room_ahead: None) -> None:
    community = call(cast)
    complete(community, cast)
    client.force_login(cast.dee)
    client.post("/c/dyers/founding/sign-on/", {"reason": "Me too"})
    client.force_login(cast.cy)
    assert "Open the community" in client.get("/c/dyers/founding/").content.decode()
    client.post("/c/dyers/founding/opening/")
    community.refresh_from_db()
    assert community.is_open
    assert queries.standing(cast.dee, community).is_member
