"""The picture of the landscape is drawn once for many, and shows nobody what is not theirs to see."""

import pytest

from guildhouse.communities.models import Community, Membership
from guildhouse.kit import clock
from guildhouse.kit.kept import shelf

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def landscape(cast):
    """Enough open communities to draw; the hidden one is open, too."""
    shelf.clear()
    now = clock.now()
    for name in ("Dyers", "Spinners", "Felters"):
        Community.objects.create(
            name=name, slug=name.lower(), domain="Wool.", state="open", created_at=now, opened_at=now
        )
    Community.objects.filter(slug="glass").update(state="open", opened_at=now, domain="Sand.")


def picture(client, person):
    client.force_login(person)
    page = client.get("/").content.decode()
    return page[page.index('<figure class="landscape">') :]


def test_a_hidden_community_is_drawn_for_its_members_alone(cast, client):
    name = Community.objects.get(slug="glass").name

    assert name in picture(client, cast.ana)
    assert name not in picture(client, cast.bo)


def test_it_is_drawn_once_for_two_who_see_the_same(cast, client, django_assert_num_queries):
    picture(client, cast.bo)
    client.force_login(cast.cy)
    with django_assert_num_queries(5) as counted:
        client.get("/")
    assert "bridge" not in str(counted.captured_queries)


def test_somebody_who_joins_both_draws_a_bridge(cast, client):
    assert "bridge" not in picture(client, cast.cy)
    for slug in ("dyers", "felters"):
        community = Community.objects.get(slug=slug)
        Membership.objects.create(community=community, person=cast.bo, joined_at=clock.now())

    assert '<path class="bridge"' in picture(client, cast.cy)
