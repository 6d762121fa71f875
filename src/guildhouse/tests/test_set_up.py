"""The first page of an empty house: one account, which looks after it and reads the time of where it is."""

import pytest
from django.test import Client
from django.urls import reverse

from guildhouse.people.models import Person, Site

pytestmark = pytest.mark.django_db
HERE = {"Host": "127.0.0.1:8000"}
SAID = {"house": "Our House", "name": "Ana", "email": "ana@example.org", "password": "korbweide-am-see"}


@pytest.mark.parametrize(("sent", "kept"), [("Europe/Rome", "Europe/Rome"), ("Nowhere/Land", ""), ("", "")])
def test_the_first_account_has_the_time_zone_of_its_browser(client: Client, sent: str, kept: str) -> None:
    page = client.get(reverse("set-up"), headers=HERE).content.decode()
    assert "data-browser-zone" in page
    assert "js/behaviours/browser-zone" in page
    client.post(reverse("set-up"), SAID | {"zone": sent}, headers=HERE)
    assert Person.objects.values_list("zone", "is_site_admin").get() == (kept, True)
    assert Site.objects.get().name == "Our House"


def test_once_somebody_is_here_the_page_is_gone(client: Client) -> None:
    client.post(reverse("set-up"), SAID, headers=HERE)
    assert Client().get(reverse("set-up"), headers=HERE).status_code == 404
