"""Answers of passkeys that no browser gives: each is refused with a sentence, and none breaks a page."""

import json

import pytest
from django.test import Client

from guildhouse.history.actors import SYSTEM
from guildhouse.kit.models import Limit
from guildhouse.people import actions
from guildhouse.testing.fresh import fresh_login
from guildhouse.testing.keys import every_factor

pytestmark = pytest.mark.django_db
CLIENT_DATA = "eyJ0eXBlIjoid2ViYXV0aG4uZ2V0IiwiY2hhbGxlbmdlIjoiQUEiLCJvcmlnaW4iOiJodHRwOi8vbG9jYWxob3N0In0"
SAID = {
    **dict.fromkeys(("authenticatorData", "signature", "userHandle"), "AA"),
    "clientDataJSON": "e30",
    "attestationObject": "oA",
}
KEY = {"id": "AA", "rawId": "AA", "type": "public-key"}
NONSENSE = [
    *("", "x", "null", "1", "[]", "{}", '{"id": 1}', "[" * 3000, '{"a":' * 500 + "1" + "}" * 500),
    *(
        json.dumps({**KEY, "response": response})
        for response in (
            {},
            [],
            SAID,
            {**SAID, "userHandle": None},
            {**SAID, "userHandle": 5},
            {**SAID, "userHandle": "Mg"},
            {**SAID, "userHandle": "2" * 50},
            {**SAID, "clientDataJSON": CLIENT_DATA},
        )
    ),
]
LOGIN, ADD, AGAIN = (f"/account/mfa/webauthn/{one}/" for one in ("login", "add", "reauthenticate"))


def test_nonsense_from_a_passkey_is_refused_and_breaks_nothing():
    ana = actions.open_account("ana@example.org", "Ana", "a-fine-long-secret-7", actor=SYSTEM)
    stranger, hers = Client(), fresh_login(Client(), ana)
    for answer in NONSENSE:
        Limit.objects.all().delete()
        stranger.get(LOGIN, headers={"accept": "application/json"})
        assert stranger.post(LOGIN, {"credential": answer}).status_code == 302, answer[:90]
        hers.get(ADD)
        assert hers.post(ADD, {"name": "x", "credential": answer}).status_code == 200, answer[:90]
    assert stranger.get("/me/").status_code == 302

    every_factor(ana)
    assert hers.get(AGAIN).status_code == 200
    for answer in ("[" * 3000, '{"id": 1}', json.dumps({**KEY, "response": SAID})):
        assert hers.post(AGAIN, {"credential": answer}).status_code == 302


def test_whose_passkey_is_not_known_reads_of_passkeys_and_not_of_codes():
    stranger = Client()
    stranger.get(LOGIN, headers={"accept": "application/json"})
    answer = json.dumps({**KEY, "response": {**SAID, "userHandle": "Mg"}})
    page = stranger.post(LOGIN, {"credential": answer}, follow=True).content.decode()
    assert "This passkey opens nothing here." in page
    assert "code" not in page.partition("This passkey opens nothing here.")[2][:60]
