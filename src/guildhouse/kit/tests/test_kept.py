"""Pages kept as bytes: when they are kept, when they change, and that nothing personal is among them."""

import threading
import urllib.request
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib import import_module
from urllib.error import HTTPError

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.test import Client
from django.urls import path
from django.utils.translation import gettext as _

from guildhouse.kit import clock, kept
from guildhouse.kit.doors import public

state = {"version": 1, "made": 0}


def session_rows() -> type:
    return import_module(settings.SESSION_ENGINE).SessionStore.get_model_class()


def version(request: HttpRequest) -> int:
    return state["version"]


@public
@kept.kept(version=version, query=["page"])
def front(request: HttpRequest) -> HttpResponse:
    state["made"] += 1
    who = request.user.email if request.user.is_authenticated else "nobody"
    return HttpResponse(f"{who} {_('Sign in')} page {request.GET.get('page', '1')} v{state['version']}")


@public
@kept.kept(version=version)
def with_token(request: HttpRequest) -> HttpResponse:
    state["made"] += 1
    return HttpResponse(get_token(request))


urlpatterns = [path("", front, name="front"), path("token/", with_token, name="token")]
pytestmark = [pytest.mark.urls(__name__), pytest.mark.django_db]


@pytest.fixture(autouse=True)
def _empty_shelf():
    kept.shelf.clear()
    state.update(version=1, made=0)


def test_a_page_is_made_once_and_then_kept(client: Client):
    first, second = client.get("/"), client.get("/")
    assert first.content == second.content == b"nobody Sign in page 1 v1"
    assert state["made"] == 1
    assert first.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert {one.strip() for one in first.headers["Vary"].split(",")} == {"Cookie", "Accept-Language"}


def test_whoever_has_it_already_gets_no_second_copy(client: Client):
    first = client.get("/")
    again = client.get("/", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    assert "Cookie" in again.headers["Vary"]


def test_a_new_version_is_shown_at_once(client: Client):
    etag = client.get("/").headers["ETag"]
    state["version"] = 2
    again = client.get("/", headers={"If-None-Match": etag})
    assert (again.status_code, again.content) == (200, b"nobody Sign in page 1 v2")


def test_language_page_and_minute_are_told_apart(client: Client):
    client.get("/")
    client.get("/", headers={"Accept-Language": "it"})
    client.get("/?page=2")
    assert state["made"] == 3
    with clock.at(clock.now().replace(second=0) + clock_minutes(2)):
        client.get("/")
    assert state["made"] == 4


def clock_minutes(count: int):
    from datetime import timedelta

    return timedelta(minutes=count)


def test_a_parameter_the_page_does_not_know_fills_no_shelf(client: Client):
    for number in range(3):
        client.get(f"/?x={number}")
    assert kept.shelf.size == 0
    assert client.get("/?x=1").headers["Cache-Control"] == "private, no-store"


def test_whoever_has_a_session_gets_a_page_of_their_own(client: Client):
    client.force_login(get_user_model().objects.create_user("ana@example.org", "a-long-secret", name="Ana"))
    page = client.get("/")
    assert page.content.startswith(b"ana@example.org")
    assert page.headers["Cache-Control"] == "private, no-store"
    assert kept.shelf.size == 0


def test_a_page_with_a_token_is_never_kept(client: Client):
    first, second = client.get("/token/"), Client().get("/token/")
    assert first.content != second.content
    assert first.headers["Cache-Control"] == "private, no-store"
    assert kept.shelf.size == 0


def test_the_shelf_never_grows_over_its_size():
    shelf = kept.Shelf(most=1600)
    for number in range(100):
        shelf.put(number, b"x" * 100, 100)
    assert shelf.size == 1600
    assert (shelf.get(0), shelf.get(99)) == (None, b"x" * 100)
    shelf.put("large", b"", 101)
    assert shelf.get("large") is None


# Below, a small caching proxy that does what the headers allow, no less and no more.


class Cache(BaseHTTPRequestHandler):
    origin = ""
    stored: dict[tuple, tuple[dict[str, str], bytes]] = {}
    vary: dict[str, list[str]] = {}
    answered_from_store = 0

    def do_GET(self) -> None:
        asked = {
            name: value for name, value in self.headers.items() if name.lower() not in ("host", "connection")
        }
        key = (self.path, *(self.headers.get(name, "") for name in self.vary.get(self.path, [])))
        held = self.stored.get(key)
        if held:
            asked["If-None-Match"] = held[0]["ETag"]
        try:
            with urllib.request.urlopen(
                urllib.request.Request(self.origin + self.path, headers=asked)
            ) as answer:
                status, headers, body = answer.status, dict(answer.headers), answer.read()
        except HTTPError as error:
            status, headers, body = error.code, dict(error.headers), error.read()
        if status == 304 and held:
            type(self).answered_from_store += 1
            status, (headers, body) = 200, held
        elif status == 200 and "public" in headers.get("Cache-Control", ""):
            self.vary[self.path] = [name.strip() for name in headers["Vary"].split(",")]
            self.stored[self.path, *(self.headers.get(name, "") for name in self.vary[self.path])] = (
                headers,
                body,
            )
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *words: object) -> None:
        """Say nothing."""


@pytest.fixture
def proxy(live_server) -> Iterator[str]:
    Cache.origin = live_server.url
    Cache.stored, Cache.vary, Cache.answered_from_store = {}, {}, 0
    server = ThreadingHTTPServer(("127.0.0.1", 0), Cache)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.django_db(transaction=True)
def test_through_a_caching_proxy_nobody_sees_anything_of_anybody_else(proxy: str):
    def session(name: str) -> str:
        client = Client()
        client.force_login(
            get_user_model().objects.create_user(f"{name}@example.org", "a-long-secret", name=name)
        )
        return f"sessionid={client.session.session_key}"

    people = {"ana": session("ana"), "bo": session("bo"), "nobody": ""}
    assert session_rows().objects.count() == 2, "there must be something to leak"
    for _round in range(3):
        for name, cookie in people.items():
            headers = {"Cookie": cookie} if cookie else {}
            with urllib.request.urlopen(urllib.request.Request(proxy + "/", headers=headers)) as answer:
                assert answer.read().decode().split()[0].partition("@")[0] == name
    assert Cache.answered_from_store == 2, "the page of the signed-out must really come from the cache"
    assert all(body.startswith(b"nobody") for _headers, body in Cache.stored.values())
