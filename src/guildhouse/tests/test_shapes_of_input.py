"""What makes no sense in an address is not found; it never breaks a page."""

import pytest
from django.test import Client

from guildhouse.testing.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/people/%00/", 404),
        ("/appeals/%00/", 404),
        ("/i/%00/", 404),
        ("/claim/%00/", 404),
        ("/c/weavers/rooms/%00/", 404),
        ("/c/weavers/series/%00/", 404),
        ("/c/weavers/agenda/%00/", 404),
        ("/c/weavers/people/%00/", 404),
        ("/c/weavers/offices/%00/", 404),
        ("/c/weavers/charter/99999999999999999999999/", 404),
        ("/c/weavers/conduct/report/?about=%00", 200),
        ("/c/weavers/rooms/new/?like=%00", 404),
        ("/c/weavers/people/?words=%00&page=%00", 200),
        ("/c/weavers/rooms/?page=99999999999999999999&mode=%00", 200),
        ("/rooms/?community=%00&format=%00&free=%00&past=%00&page=%00", 200),
        ("/communities/?words=%00%27%22%25", 200),
    ],
)
def test_an_address_nobody_made_is_not_found(cast: Cast, address: str, status: int) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(cast.ana)
    assert client.get(address).status_code == status
