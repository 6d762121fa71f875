"""Somebody who has just signed in, for pages behind `freshly_signed_in`."""

import time

from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY,
    AUTHENTICATION_METHODS_SESSION_KEY,
)
from django.contrib.auth.base_user import AbstractBaseUser
from django.test import Client


def fresh_login(client: Client, person: AbstractBaseUser, *, seconds_ago: float = 0) -> Client:
    """Sign somebody in as if they had given their password so long ago; answers the client."""
    client.force_login(person)
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "password", "at": time.time() - seconds_ago}]
    session[_AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(person.pk)
    session.save()
    return client
