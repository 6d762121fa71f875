"""Second factors and passkeys: their words, their forms, and whether somebody has one."""

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from allauth.account.adapter import get_adapter as account_adapter
from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.adapter import get_adapter as factor_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    EditWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from cryptography.exceptions import InvalidSignature
from cryptography.fernet import Fernet, InvalidToken
from django import forms
from django.core.cache import cache
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from guildhouse.kit import metrics, tokens
from guildhouse.people.models import Person, Site

NAME_LENGTH = 60
# A code of the app is good for ninety seconds: its own thirty, and thirty before and after.
REMEMBER_USED = 120
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


def _code_field(label: str) -> forms.CharField:
    attributes = {"autocomplete": "one-time-code", "inputmode": "numeric"}
    return forms.CharField(label=label, max_length=40, widget=forms.TextInput(attrs=attributes))


class PasskeyAnswer(forms.JSONField):
    """What a browser says of a passkey; nested so deep that nobody can read it, it is nothing."""

    widget = forms.HiddenInput

    def to_python(self, value: Any) -> Any:
        """The answer as plain values."""
        try:
            return super().to_python(value)
        except RecursionError:
            raise factor_adapter().validation_error("refused_passkey") from None


@contextmanager
def _no_nonsense() -> Iterator[None]:
    # What reads the answers of passkeys takes their shape for granted, and calls what does not fit a code.
    try:
        yield
    except (
        KeyError,
        TypeError,
        ValueError,
        AttributeError,
        IndexError,
        InvalidSignature,
        forms.ValidationError,
    ):
        raise factor_adapter().validation_error("refused_passkey") from None


class CodeForm(AuthenticateForm):
    """A code of the app, or a recovery code, while signing in."""

    code = _code_field(_("Code of your app, or a recovery code"))

    def clean_code(self) -> str:
        try:
            code: str = super().clean_code()
            _only_once(self.user, code)
        except forms.ValidationError:
            metrics.sign_in_refused("code")
            raise
        _tell_of_recovery(self.authenticator)
        return code


class CodeAgainForm(ReauthenticateForm):
    """A code of the app, or a recovery code, before something important."""

    code = _code_field(_("Code of your app, or a recovery code"))

    def clean_code(self) -> str:
        code: str = super().clean_code()
        _only_once(self.user, code)
        _tell_of_recovery(self.authenticator)
        return code


class FirstCodeForm(ActivateTOTPForm):
    """The first code, which shows that the app has the secret."""

    code = _code_field(_("The code the app shows now"))


class PasskeyForm(AddWebAuthnForm):
    """A new passkey: always one that lets somebody in by itself."""

    name = forms.CharField(
        label=_("What you call it"),
        required=False,
        max_length=NAME_LENGTH,
        help_text=_("So that you know it again: my phone, the blue key."),
    )
    credential = PasskeyAnswer()
    passwordless = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def clean_passwordless(self) -> bool:
        return True

    def clean(self) -> dict[str, Any]:
        with _no_nonsense():
            cleaned: dict[str, Any] = super().clean()
        return cleaned


class PasskeyLoginForm(LoginWebAuthnForm):
    """A passkey as the only thing somebody signs in with."""

    credential = PasskeyAnswer()

    def clean_credential(self) -> Authenticator:
        with _no_nonsense():
            return super().clean_credential()


class PasskeySecondForm(AuthenticateWebAuthnForm):
    """A passkey after the password."""

    credential = PasskeyAnswer()

    def clean_credential(self) -> Authenticator:
        with _no_nonsense():
            return super().clean_credential()


class PasskeyAgainForm(ReauthenticateWebAuthnForm):
    """A passkey before something important."""

    credential = PasskeyAnswer()

    def clean_credential(self) -> Authenticator:
        with _no_nonsense():
            return super().clean_credential()


class PasskeyNameForm(EditWebAuthnForm):
    """Another name for a passkey."""

    name = forms.CharField(label=_("What you call it"), max_length=NAME_LENGTH)


def _tell_of_recovery(used: Authenticator) -> None:
    if used.type == Authenticator.Type.RECOVERY_CODES:
        account_adapter().send_notification_mail("house/recovery_code_used", used.user)


def _only_once(person: Person, code: str) -> None:
    # As whoever compares codes reads them: 123-456 is 123456.
    if not cache.add(f"code used:{person.pk}:{normalize_user_code(code)}", True, REMEMBER_USED):
        raise factor_adapter().validation_error("incorrect_code")


def may_speak_for_address(person: Person, *, at: datetime) -> bool:
    """Whether a second factor of this person may stand in for an old address: only one that is a week old.

    Somebody who got hold of a password could add a factor in a minute.
    """
    return factors_of(person).filter(type__in=SECOND, created_at__lte=at - OLD_ENOUGH).exists()


def way_to_ask(person: Person) -> str:
    """The name of the page on which this person gives a second factor once more."""
    has_app = factors_of(person).filter(type=Authenticator.Type.TOTP).exists()
    return "mfa_reauthenticate" if has_app else "mfa_reauthenticate_webauthn"
