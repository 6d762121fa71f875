"""Second factors and passkeys: their words, how their secrets are kept, and whether somebody has one."""

import base64
from datetime import datetime, timedelta
from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from guildhouse.kit import tokens
from guildhouse.people.models import Person, Site

SECOND = ("totp", "webauthn")
OLD_ENOUGH = timedelta(days=7)


class FactorAdapter(DefaultMFAAdapter):
    """Our words for second factors; the house is known to an app by its own name."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_generate_recovery_codes": _(
            "Recovery codes come with a passkey or a code app. Add one first."
        ),
        "incorrect_code": _("This did not fit. Codes change every half minute: try the one shown now."),
        "refused_passkey": _("This passkey opens nothing here. Try again, or come in another way."),
        "unverified_email": _("Confirm your e-mail address first; then come back here."),
    }

    def encrypt(self, text: str) -> str:
        """What the database keeps of a secret: nothing without the site's key."""
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The secret again; where the site's key is another one now, no code fits."""
        try:
            return _box().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            raise self.validation_error("incorrect_code") from None

    def get_totp_issuer(self) -> str:
        """The name of the house, as the app shows it."""
        house = Site.objects.first()
        return house.name if house else "Guildhouse"

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """The house as the passkey knows it."""
        return {**super().get_public_key_credential_rp_entity(), "name": self.get_totp_issuer()}

    def generate_authenticator_name(self, user: Person, type: Authenticator.Type) -> str:  # noqa: A002
        """What a passkey is called until it is given a name."""
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return gettext("My passkey") if number == 1 else gettext("Passkey %(number)s") % {"number": number}


def _box() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(tokens.keyed("people.factors")))


def has_second_factor(person: Person) -> bool:
    """Whether a password alone does not let this person in."""
    return factors_of(person).exclude(type=Authenticator.Type.RECOVERY_CODES).exists()


def keepers_without_factor() -> set[int]:
    """Those who look after the house and come in by a password alone, by their ids."""
    keepers = Person.objects.living().filter(is_site_admin=True, is_active=True)
    with_factor = Authenticator.objects.filter(type__in=SECOND).values("user_id")
    return set(keepers.exclude(pk__in=with_factor).values_list("pk", flat=True))


def factors_of(person: Person) -> Any:
    """The person's passkeys, code app and recovery codes."""
    return Authenticator.objects.filter(user_id=person.pk).order_by("created_at", "pk")


def may_speak_for_address(person: Person, *, at: datetime) -> bool:
    """Whether a second factor of this person may stand in for an old address: only one that is a week old.

    Somebody who got hold of a password could add a factor in a minute.
    """
    return factors_of(person).filter(type__in=SECOND, created_at__lte=at - OLD_ENOUGH).exists()


def way_to_ask(person: Person) -> str:
    """The name of the page on which this person gives a second factor once more."""
    has_app = factors_of(person).filter(type=Authenticator.Type.TOTP).exists()
    return "mfa_reauthenticate" if has_app else "mfa_reauthenticate_webauthn"
