"""What the machine is told (keys, passwords of databases) is no part of any request, and so is kept with none."""

import io
import re

import pytest
from django.core.signals import request_started
from django.db import close_old_connections
from django.test import Client

from guildhouse import wsgi
from guildhouse.history.actors import SYSTEM
from guildhouse.people import actions
from guildhouse.people.sessions import Session

ASKED = {
    "REQUEST_METHOD": "POST",
    "PATH_INFO": "/account/email/",
    "SCRIPT_NAME": "",
    "QUERY_STRING": "",
    "SERVER_NAME": "127.0.0.1",
    "SERVER_PORT": "8000",
    "SERVER_PROTOCOL": "HTTP/1.1",
    "REMOTE_ADDR": "127.0.0.1",
    "HTTP_HOST": "127.0.0.1",
    "CONTENT_TYPE": "application/x-www-form-urlencoded",
    "wsgi.url_scheme": "http",
    "wsgi.errors": io.StringIO(),
}


def test_of_a_request_only_what_it_brought_is_taken():
    assert wsgi.of_the_request({**wsgi.SURROUNDINGS, **ASKED}) == ASKED
    assert wsgi.of_the_request({"PATH": "/another"}) == {"PATH": "/another"}


@pytest.mark.django_db
def test_a_form_that_waits_is_kept_without_what_the_machine_was_told(client: Client, monkeypatch):
    monkeypatch.setitem(wsgi.SURROUNDINGS, "GUILDHOUSE_SECRET_KEY", "told-to-the-machine")
    ana = actions.open_account("ana@example.org", "Ana", None, actor=SYSTEM)
    client.force_login(ana)
    token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', client.get("/me/").content.decode())
    assert token
    body = f"csrfmiddlewaretoken={token[1]}&email=new@example.org".encode()
    brought = {
        "HTTP_COOKIE": "; ".join(f"{one.key}={one.value}" for one in client.cookies.values()),
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": io.BytesIO(body),
    }
    answered: list[str] = []
    request_started.disconnect(close_old_connections)  # the connection of the test stays
    try:
        whole = {**wsgi.SURROUNDINGS, **ASKED, **brought}
        wsgi.application(whole, lambda status, headers: answered.append(status))
    finally:
        request_started.connect(close_old_connections)
    assert answered == ["302 Found"]
    kept = Session.objects.get(person_id=ana.pk).get_decoded()["account_reauthentication_state"]["request"]
    assert "new@example.org".replace("@", "%40") in kept
    assert "told-to-the-machine" not in kept


@pytest.mark.django_db
def test_a_form_that_waits_is_kept_without_the_passwords_in_it(client: Client):
    ana = actions.open_account("ana@example.org", "Ana", None, actor=SYSTEM)
    client.force_login(ana)
    answer = client.post("/account/password/set/", {"password1": "a-fine-long-secret-7", "from": "here"})
    assert answer.status_code == 302
    kept = Session.objects.get(person_id=ana.pk).get_decoded()["account_reauthentication_state"]["request"]
    assert "from=here" in kept
    assert "a-fine-long-secret-7" not in kept
