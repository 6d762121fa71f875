"""Whether somebody has just shown that it is them, or has to once more."""

import time

from allauth.account.internal.flows.login import get_authentication_records
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest

# Coming in by somebody else's account may happen without a word, on a browser that was left open.
NOT_ENOUGH = {"socialaccount"}


def is_fresh(request: HttpRequest, kinds: tuple[str, ...] = ()) -> bool:
    """Whether the person signed in gave a password, passkey or code within the last five minutes, in this browser.

    `kinds`: only these second factors count ("totp", "webauthn").
    """
    person = request.user
    if not isinstance(person, AbstractBaseUser):
        return False
    since = time.time() - settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
    return any(
        record["at"] > since
        and record["method"] not in NOT_ENOUGH
        and (not kinds or record.get("type") in kinds)
        for record in get_authentication_records(request, person)
    )
