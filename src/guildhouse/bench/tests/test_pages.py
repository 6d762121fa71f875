"""The pages that two houses are compared by."""

from urllib.parse import urlsplit

import pytest
from django.urls import resolve

from guildhouse.bench import pages


def names(monkeypatch: pytest.MonkeyPatch, public_id: str) -> list[str]:
    """What the pages are, in their order, in a house whose room has this id."""
    room = {"slug": "weavers", "public_id": public_id}
    given = {"": {}, "c/<slug:slug>/": {"slug": "weavers"}, "c/<slug:slug>/rooms/<str:public_id>/": room}
    monkeypatch.setattr(pages, "_given", lambda: given)
    return [str(resolve(urlsplit(page.path).path).url_name) for page in pages.pages({"signed out": None})]


def test_the_same_page_has_the_same_place_in_every_house(monkeypatch):
    here = names(monkeypatch, "9vk35s36n272")
    assert "room-calendar" in here
    assert here == names(monkeypatch, "gvdb8q5un9ft")
