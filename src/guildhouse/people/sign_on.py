"""Accounts elsewhere: our rules for coming in by them. Named in the settings."""

from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, _build_apps_from_settings
from allauth.socialaccount.forms import SignupForm as ProviderForm
from allauth.socialaccount.models import SocialAccount, SocialLogin
from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from guildhouse.people.factors import factors_of
from guildhouse.people.forms import BrowserZone
from guildhouse.people.models import Person
from guildhouse.people.provider import NONCE, Fetching


class ProviderAdapter(DefaultSocialAccountAdapter):
    """Accounts elsewhere open a door of their own; none opens somebody else's, whatever address it has."""

    error_messages = DefaultSocialAccountAdapter.error_messages | {
        "connected_other": _(
            "That account is connected with somebody else's place here. Use another, or disconnect it there first."
        ),
        "disconnect_last": _("This is your only way in. Choose a password or add a passkey first."),
        "invalid_token": _("What came back does not fit. Try again."),
        "no_password": _("This is your only way in. Choose a password or add a passkey first."),
        "no_verified_email": _("Confirm your e-mail address first; then come back here."),
    }

    def list_apps(self, request: HttpRequest, provider: Any = None, client_id: Any = None) -> list[Any]:
        """The providers of the settings, and no others."""
        found = _build_apps_from_settings(provider=provider, client_id=client_id)
        return [app for apps in found.values() for app in apps]

    def get_requests_session(self) -> Fetching:
        """Fetch from hosts the operator named alone."""
        return Fetching({host for app in self.list_apps(self.request) for host in app.settings["hosts"]})

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Refuse an answer that was not asked for from this browser, in this moment."""
        token = sociallogin.account.extra_data.get("id_token") or {}
        wanted = (sociallogin.state or {}).get(NONCE)
        if not wanted or token.get(NONCE) != wanted:
            raise ImmediateHttpResponse(
                render(request, "socialaccount/authentication_error.html", status=403)
            )

    def can_authenticate_by_email(self, login: SocialLogin, email: str) -> bool:
        """Whether an address alone may lead to an account that is there: where the operator trusts the provider."""
        return bool(login.provider.app.settings.get("trusted"))

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]) -> Person:
        """Suggest name and address."""
        person: Person = super().populate_user(request, sociallogin, data)
        person.name = (data.get("name") or "")[: Person.NAME_LENGTH]
        return person

    def get_signup_form_initial_data(self, sociallogin: SocialLogin) -> dict[str, Any]:
        """What the provider says somebody is called."""
        return super().get_signup_form_initial_data(sociallogin) | {"name": sociallogin.user.name}

    def validate_disconnect(self, account: SocialAccount, accounts: Any) -> None:
        """Nobody locks themselves out."""
        person = account.user
        others = SocialAccount.objects.filter(user=person).exclude(pk=account.pk)
        passkeys = factors_of(person).filter(type="webauthn")
        if not (person.has_usable_password() or others.exists() or passkeys.exists()):
            raise ValidationError(self.error_messages["disconnect_last"], code="disconnect_last")


class ProviderSignupForm(ProviderForm):
    """A name and an address, filled with what the provider says."""

    name = forms.CharField(label=_("Your name"), max_length=Person.NAME_LENGTH)
    zone = BrowserZone()
    field_order = ["name", "email", "zone"]
