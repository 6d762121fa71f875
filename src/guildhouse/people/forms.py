"""The shape of what people write about themselves."""

from typing import Any
from zoneinfo import available_timezones

from allauth.account.forms import SignupForm as AccountForm
from django import forms
from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from guildhouse.people.models import Person

ZONES = frozenset(available_timezones())


class SignupForm(AccountForm):
    """What it takes to have an account: a name, an address, a password. The browser may add its time zone."""

    name = forms.CharField(label=_("Your name"), max_length=Person.NAME_LENGTH)
    zone = forms.CharField(
        required=False, widget=forms.HiddenInput(attrs={"data-browser-zone": ""})
    )
    field_order = ["name", "email", "password1", "zone"]

    def clean_zone(self) -> str:
        zone: str = self.cleaned_data["zone"]
        return zone if zone in ZONES else ""

    def custom_signup(self, request: HttpRequest, user: Any) -> None:
        user.name = self.cleaned_data["name"]
        user.zone = self.cleaned_data["zone"]
        user.language = translation.get_language() or ""
        user.save(update_fields=["name", "zone", "language"])
