"""What one page keeps to itself, no other page, filter or answer gives away."""

import time

import pytest
from django.test import Client

from guildhouse.communities import actions, queries
from guildhouse.communities.models import Community, JoinRequest, Report, SignOn
from guildhouse.kit import clock
from guildhouse.people.models import Person
from guildhouse.testing.cast import Cast

pytestmark = pytest.mark.django_db


def listed(cast: Cast) -> None:
    Community.objects.filter(pk=cast.weavers.pk).update(visibility=Community.Visibility.LISTED)


def test_a_form_that_is_wrong_does_not_open_a_listed_community(cast: Cast, client: Client) -> None:
    listed(cast)
    SignOn.objects.create(
        community=cast.weavers, person=cast.bo, reason="Between us: I cannot knot.", at=clock.now()
    )
    client.force_login(cast.cy)
    answer = client.post("/c/weavers/founding/sign-on/", {"reason": ""}, follow=True)
    assert "I cannot knot" not in answer.content.decode()


def test_asking_about_somebody_does_not_tell_whether_they_belong(cast: Cast, client: Client) -> None:
    listed(cast)
    address = f"/c/weavers/conduct/report/?about={cast.bo.public_id}"
    client.force_login(cast.cy)
    assert "About Bo" not in client.get(address).content.decode()
    client.force_login(cast.ana)
    assert "About Bo" in client.get(address).content.decode()


@pytest.mark.parametrize(
    ("seen_by", "reader", "found"),
    [("me", "ana", False), ("communities", "ana", True), ("communities", "cy", False), ("house", "cy", True)],
)
def test_nobody_is_found_by_words_they_do_not_show(
    cast: Cast, client: Client, seen_by: str, reader: str, found: bool
) -> None:
    Person.objects.filter(pk=cast.bo.pk).update(helps_with="Grief after a loss", seen_by=seen_by)
    client.force_login(getattr(cast, reader))
    page = client.get("/c/weavers/people/?words=grief").content.decode()
    assert (f"/people/{cast.bo.public_id}/" in page) is found


def test_whoever_keeps_the_house_does_not_read_what_is_about_them(cast: Cast, client: Client) -> None:
    Person.objects.filter(pk=cast.cy.pk).update(is_site_admin=True)
    made = Report.objects.create(
        community=cast.weavers,
        reporter=cast.bo,
        about=cast.cy,
        text="He shouts.",
        to_site=True,
        at=clock.now(),
    )
    client.force_login(cast.cy)
    assert made.public_id not in client.get("/site/conduct/").content.decode()
    assert client.get(f"/site/conduct/reports/{made.public_id}/").status_code == 404
    Report.objects.update(about=None)
    assert "He shouts." in client.get(f"/site/conduct/reports/{made.public_id}/").content.decode()


@pytest.mark.parametrize("page", ["9" * 5000, "0", "00", "-1", "²", "x"])
def test_a_page_that_makes_no_sense_is_a_page(cast: Cast, client: Client, page: str) -> None:
    assert client.get("/c/weavers/people/", {"page": page}).status_code == 200


def test_an_edition_nobody_wrote_is_not_kept_with_a_request(cast: Cast, client: Client) -> None:
    Community.objects.filter(pk=cast.weavers.pk).update(joining=Community.Joining.REQUEST)
    client.force_login(cast.cy)
    client.post("/c/weavers/join-request/", {"message": "May I?", "edition": "9" * 30})
    assert JoinRequest.objects.get().accepted_edition == 0


def test_two_long_charters_are_compared_in_no_time() -> None:
    same = "We listen.\n" * 3500
    began = time.monotonic()
    changes = queries.differences(same, "We speak.\n" + same)
    assert [words for kind, words in changes if kind == "added"] == ["We speak."]
    queries.differences(same, "We speak.\nWe listen.\n" * 1800)
    assert time.monotonic() - began < 2


def test_what_changed_is_told_in_order() -> None:
    assert queries.differences("One. Two. Three.", "One. Four. Three.") == [
        ("same", "One."),
        ("removed", "Two."),
        ("added", "Four."),
        ("same", "Three."),
    ]


def test_the_front_of_a_part_does_not_name_a_hidden_whole(cast: Cast, client: Client) -> None:
    Community.objects.filter(pk=cast.weavers.pk).update(parent=cast.glass)
    assert "Glass makers" not in client.get("/c/weavers/").content.decode()
    client.force_login(cast.cy)
    assert "Glass makers" not in client.get("/c/weavers/").content.decode()
    client.force_login(cast.ana)
    assert "Glass makers" in client.get("/c/weavers/").content.decode()


def test_a_kept_front_forgets_what_was_hidden_since(cast: Cast, client: Client) -> None:
    stated = {"joining": "open", "rooms_by": "active", "language": "en", "zone": "UTC"}
    actions.change_settings(cast.glass, visibility="public", actor=cast.actor("ana"), **stated)
    Community.objects.filter(pk=cast.weavers.pk).update(parent=cast.glass)
    part, whole = "/c/weavers/", "/c/glass/"
    assert "Glass makers" in client.get(part).content.decode()
    assert "Weavers of the valley" in client.get(whole).content.decode()

    actions.change_settings(cast.glass, visibility="hidden", actor=cast.actor("ana"), **stated)
    assert "Glass makers" not in client.get(part).content.decode()
    actions.change_settings(cast.glass, visibility="public", actor=cast.actor("ana"), **stated)
    assert "Weavers of the valley" in client.get(whole).content.decode()
    actions.change_settings(cast.weavers, visibility="hidden", actor=cast.actor("ana"), **stated)
    assert "Weavers of the valley" not in client.get(whole).content.decode()


def test_a_listed_community_tells_strangers_its_name_its_domain_and_how_to_join(
    cast: Cast, client: Client
) -> None:
    texts = ("stakes", "scope", "rhythm", "first_thing", "elsewhere")
    Community.objects.filter(pk=cast.weavers.pk).update(
        visibility=Community.Visibility.LISTED, **{name: f"Of {name}." for name in texts}
    )
    pages = ("/c/weavers/", "/", "/communities/")
    seen = "".join(client.get(page).content.decode() for page in pages)
    assert "What weavers of the valley care about." in seen
    assert [name for name in texts if f"Of {name}." in seen] == []
    assert "2 people" not in seen
    client.force_login(cast.bo)
    assert "2 people" in client.get("/").content.decode()
    front = client.get("/c/weavers/").content.decode()
    assert [name for name in texts if f"Of {name}." in front] == list(texts)
