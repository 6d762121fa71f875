"""The shape of what people write about themselves."""

from typing import Any
from zoneinfo import available_timezones

from allauth.account.forms import SignupForm as AccountForm
from allauth.account.models import EmailAddress
from django import forms
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from guildhouse.kit.ids import public_id
from guildhouse.kit.turns import writers_turn
from guildhouse.people.models import Person

ZONES = frozenset(available_timezones())
CITIES = sorted(zone for zone in ZONES if "/" in zone and not zone.startswith("Etc/"))


def zone_choices() -> list[tuple[str, str]]:
    """Every zone named after a city, to choose from."""
    return [("", gettext("not said")), ("UTC", "UTC"), *((city, city.replace("_", " ")) for city in CITIES)]


class BrowserZone(forms.CharField):
    """The time zone a browser says by itself; empty where it says none, or one nobody knows."""

    def __init__(self) -> None:
        super().__init__(required=False, widget=forms.HiddenInput(attrs={"data-browser-zone": ""}))

    def clean(self, value: Any) -> str:
        zone: str = super().clean(value)
        return zone if zone in ZONES else ""


class SignupForm(AccountForm):
    """What it takes to have an account: a name, an address, a password. The browser may add its time zone."""

    name = forms.CharField(label=_("Your name"), max_length=Person.NAME_LENGTH)
    zone = BrowserZone()
    field_order = ["name", "email", "password1", "zone"]

    def try_save(self, request: HttpRequest) -> Any:
        """Make the account; where the address has one already, take as long as if it were made."""
        if self.account_already_exists:
            _as_if_made(self.cleaned_data["password1"])
        return super().try_save(request)


def _as_if_made(password: str) -> None:
    """Spend what making an account costs, and make none: an answer in less time would tell that there is one."""
    with writers_turn(), transaction.atomic():
        person = Person.objects.create_user(f"{public_id()}@nobody.invalid", password, name="-")
        EmailAddress.objects.create(user=person, email=person.email, primary=True)
        transaction.set_rollback(True)
    # Two rows are made for good with an account, each waiting for the disk.
    for _turn in range(2):
        cache.set("sign-up", True, 1)


class ProfileForm(forms.ModelForm):
    """What somebody says of themselves, and when they want to be left in peace.

    Give it a fresh copy of the person: checking the form writes into it, and saving is the action's.
    """

    zone = forms.ChoiceField(label=_("My time zone"), required=False, choices=zone_choices)
    language = forms.ChoiceField(
        label=_("My language"), required=False, choices=[("", _("as my browser says")), *settings.LANGUAGES]
    )

    class Meta:
        model = Person
        fields = (
            *("name", "called", "affiliation", "practises", "helps_with", "zone", "language"),
            *("quiet_from", "quiet_until", "seen_by"),
        )
        widgets = {
            "practises": forms.Textarea(attrs={"rows": 4}),
            "helps_with": forms.Textarea(attrs={"rows": 4}),
            "quiet_from": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            "quiet_until": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            "seen_by": forms.RadioSelect,
        }
        help_texts = {
            "called": _(
                "The name others use when they speak to you. Your full name, if you leave this empty."
            ),
            "quiet_from": _(
                "Between these hours no letter is sent, except answers about your own seat or request."
            ),
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        both = (cleaned.get("quiet_from"), cleaned.get("quiet_until"))
        if (both[0] is None) != (both[1] is None):
            self.add_error("quiet_until", _("Quiet hours need both ends: from when, and until when."))
        elif both[0] is not None and both[0] == both[1]:
            self.add_error("quiet_until", _("Quiet hours cannot end when they begin."))
        return cleaned


class ClaimInvitationForm(forms.Form):
    """To whom the link goes by which somebody takes their place."""

    email = forms.EmailField(label=_("Their e-mail address"))
    note = forms.CharField(
        label=_("A word to them"), required=False, max_length=600, widget=forms.Textarea(attrs={"rows": 3})
    )


class ProofCodeForm(forms.Form):
    """The code of a letter, which shows that it is still the same person."""

    code = forms.CharField(
        label=_("Code"), max_length=40, widget=forms.TextInput(attrs={"autocomplete": "one-time-code"})
    )


class AddressForm(forms.Form):
    """Another address; whoever has a second factor may say that nobody reads the old one any more."""

    email = forms.EmailField(
        label=_("Your new address"), widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
    old_is_gone = forms.BooleanField(
        label=_("I no longer get letters at the old address"),
        required=False,
        help_text=_("Your second factor then speaks for it. The old address is told all the same."),
    )

    def __init__(self, *args: Any, by_factor: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not by_factor:
            del self.fields["old_is_gone"]

    def clean(self) -> dict[str, Any]:
        return {"old_is_gone": False, **(super().clean() or self.cleaned_data)}
