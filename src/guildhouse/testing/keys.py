"""A passkey for tests: Chromium's own virtual authenticator, which signs like a phone or a key would."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

from guildhouse.people.models import Person

OPTIONS = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def plug_in(page: Any) -> Any:
    """Give this window a passkey holder; it keeps its keys until the window closes. Answers how to pull it out."""
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    holder = tools.send("WebAuthn.addVirtualAuthenticator", {"options": OPTIONS})["authenticatorId"]
    return lambda: tools.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": holder})


def totp_code(secret: str, at: float) -> str:
    """What a code app shows at this moment."""
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

    return format_hotp_value(hotp_value(secret, int(at) // 30))


def every_factor(person: Person) -> Authenticator:
    """Give somebody a code app, recovery codes, and a passkey nobody holds; answers the passkey."""
    TOTP.activate(person, generate_totp_secret())
    RecoveryCodes.activate(person)
    data = {"name": "The blue key", "credential": {}}
    return Authenticator.objects.create(user=person, type=Authenticator.Type.WEBAUTHN, data=data)
