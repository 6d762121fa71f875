"""What a person sees when a rule says no, a form is stale, or nothing is there."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path

from guildhouse.kit.doors import public
from guildhouse.kit.rules import Refused, forbid, no


@public
def full(request: HttpRequest) -> HttpResponse:
    raise Refused(no("full", "All seats are taken."))


@public
def closed(request: HttpRequest) -> HttpResponse:
    raise Refused(forbid("closed", "Only members may do this."))


@public
def broken(request: HttpRequest) -> HttpResponse:
    raise ZeroDivisionError


urlpatterns = [
    path("full/", full),
    path("closed/", closed),
    path("broken/", broken),
    path("", include("guildhouse.urls")),
]
handler404 = "guildhouse.pages.errors.not_found"
handler500 = "guildhouse.pages.errors.broken"
pytestmark = [pytest.mark.urls(__name__), pytest.mark.django_db]


def test_after_a_press_of_a_button_one_is_back_with_the_sentence(client: Client):
    answer = client.post("/full/", headers={"Referer": "http://testserver/account/login/?a=1"})
    assert answer.headers["Location"] == "/account/login/?a=1"
    assert "All seats are taken." in client.get("/account/login/").content.decode()


@pytest.mark.parametrize("away", ["https://evil.example/x", "", "//evil.example/"])
def test_a_page_from_elsewhere_is_never_gone_back_to(client: Client, away: str):
    answer = client.post("/full/", headers={"Referer": away})
    assert (answer.status_code, "Location" in answer.headers) == (409, False)
    assert "All seats are taken." in answer.content.decode()


@pytest.mark.parametrize("path", ["//evil.example/x", "/\\evil.example/x", "///evil.example/x"])
def test_a_path_of_ours_is_never_read_as_the_address_of_another_house(client: Client, path: str):
    answer = client.post("/full/", {"next": f"http://testserver{path}"})
    assert answer.headers.get("Location", "/evil.example/x") == "/evil.example/x"


def test_looking_at_a_page_shows_the_sentence_with_its_status(client: Client):
    assert (client.get("/full/").status_code, client.get("/closed/").status_code) == (409, 403)
    assert "Only members may do this." in client.get("/closed/").content.decode()


def test_htmx_gets_a_fragment(client: Client):
    answer = client.post("/full/", headers={"HX-Request": "true", "Referer": "http://testserver/"})
    assert answer.status_code == 409
    assert "All seats are taken." in answer.content.decode()
    assert "<html" not in answer.content.decode()


def test_a_mistake_of_ours_shows_no_insides():
    client = Client(raise_request_exception=False)
    answer = client.get("/broken/")
    assert answer.status_code == 500
    assert "ZeroDivision" not in answer.content.decode()
    assert "X-Request-Id" in answer.headers


def test_nothing_there_is_said_kindly(client: Client):
    assert client.get("/not/a/page/").status_code == 404
    assert "There is nothing here" in client.get("/not/a/page/").content.decode()


def test_a_stale_form_is_explained():
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/account/login/", {"login": "a@example.org", "password": "x"})
    assert answer.status_code == 403
    assert "nothing has been changed" in answer.content.decode()


def test_every_page_says_what_a_browser_may_not_do(client: Client):
    headers = client.get("/account/login/").headers
    assert headers["Cache-Control"].startswith(("private", "max-age=0"))
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
