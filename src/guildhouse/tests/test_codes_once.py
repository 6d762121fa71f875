"""A code of the app that was used, perhaps looked at over a shoulder, lets nobody in a second time."""

import time
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from guildhouse.history.actors import SYSTEM
from guildhouse.kit import clock
from guildhouse.people import actions
from guildhouse.people.factors import FactorAdapter
from guildhouse.people.models import Person
from guildhouse.testing.fresh import fresh_login
from guildhouse.testing.keys import totp_code

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana() -> Person:
    return actions.open_account("ana@example.org", "Ana", None, actor=SYSTEM)


@pytest.mark.parametrize("again", ["{0}", "{1}-{2}", " {1} {2} ", "{1}.{2}", "({0})"])
def test_a_code_of_the_app_is_good_once_however_it_is_written(client: Client, ana: Person, again: str):
    secret = "JBSWY3DPEHPK3PXP"
    kept = {"secret": FactorAdapter().encrypt(secret)}
    Authenticator.objects.create(user=ana, type=Authenticator.Type.TOTP, data=kept)
    code = totp_code(secret, time.time())
    path = "/account/mfa/reauthenticate/"
    assert fresh_login(client, ana).post(path, {"code": code}).status_code == 302
    written = again.format(code, code[:3], code[3:])
    with clock.at(clock.now() + timedelta(seconds=45)):
        assert fresh_login(Client(), ana).post(path, {"code": written}).status_code == 200
