"""The page that explains the house speaks of everything a newcomer meets."""

from html import unescape

import pytest
from django.test import Client


@pytest.mark.django_db
def test_what_a_newcomer_meets_has_a_sentence(client: Client) -> None:
    page = unescape(client.get("/help/").content.decode())
    words = ("Circle", "Case", "Card", "Duty", "one screen", "certificate of attendance")
    assert [word for word in words if word not in page] == []
