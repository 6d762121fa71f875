"""The forms by which somebody adds, names and gives a second factor or a passkey. Named in the settings."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allauth.account.adapter import get_adapter as account_adapter
from allauth.core.internal.cryptokit import normalize_user_code
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
from django import forms
from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

from guildhouse.kit import metrics
from guildhouse.people.models import Person

NAME_LENGTH = 60
# A code of the app is good for ninety seconds: its own thirty, and thirty before and after.
REMEMBER_USED = 120


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
