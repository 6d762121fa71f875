"""Today, when nothing waits: one room to come to, and only one that the reader could come to."""

import pytest
from django.test import Client

from guildhouse.testing.small_house import account, community, open_house, room

pytestmark = pytest.mark.django_db


def test_somebody_of_no_community_is_led_to_a_room_that_is_open_to_them(client: Client) -> None:
    open_house()
    ana = account("Ana")
    weavers = community(ana, "Weavers", account("Bo"), account("Eve"))
    room(weavers, ana, days=3, purpose="Among ourselves")
    client.force_login(account("Cy"))
    assert "Among ourselves" not in client.get("/today/").content.decode()
    room(weavers, ana, days=5, purpose="A talk for all", access="site")
    assert "A talk for all" in client.get("/today/").content.decode()
