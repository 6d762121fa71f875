"""A passkey for tests: Chromium's own virtual authenticator, which signs like a phone or a key would."""

import hashlib
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import (
    Aaguid,
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

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
    data = {"name": "The blue key", "credential": _credential()}
    return Authenticator.objects.create(user=person, type=Authenticator.Type.WEBAUTHN, data=data)


def _credential() -> dict[str, Any]:
    key = ES256.from_cryptography_key(ec.generate_private_key(ec.SECP256R1()).public_key())
    made = AttestedCredentialData.create(Aaguid(bytes(16)), b"a key nobody holds", key)
    about = AuthenticatorData.create(hashlib.sha256(b"localhost").digest(), 0x45, 0, made)
    client = CollectedClientData.create("webauthn.create", b"challenge", "http://localhost")
    response = {
        "clientDataJSON": websafe_encode(client),
        "attestationObject": websafe_encode(AttestationObject.create("none", about, {})),
    }
    named = websafe_encode(made.credential_id)
    return {"id": named, "rawId": named, "type": "public-key", "response": response}
