"""The shape of what those who keep a house write: its name and rules, and why an account is closed or erased."""

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from guildhouse.keeping.models import Lock
from guildhouse.people.forms import BrowserZone
from guildhouse.people.models import Person, Site


class SetUpForm(forms.Form):
    """The name of the house, and the account of whoever looks after it. The browser may add its time zone."""

    house = forms.CharField(
        label=_("What this house is called"),
        max_length=Site._meta.get_field("name").max_length,
        initial="Guildhouse",
    )
    name = forms.CharField(label=_("Your name"), max_length=Person.NAME_LENGTH)
    email = forms.EmailField(label=_("Your e-mail address"), help_text=_("You sign in with it."))
    password = forms.CharField(
        label=_("A password"),
        help_text=_("At least eight characters, and not one that everybody uses."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    zone = BrowserZone()

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password)
        return password


class SiteForm(forms.ModelForm):
    """What holds in the whole house."""

    class Meta:
        model = Site
        fields = ("name", "welcome", "rules", "signers_needed")
        widgets = {"welcome": forms.Textarea(attrs={"rows": 2}), "rules": forms.Textarea(attrs={"rows": 8})}


class LockForm(forms.ModelForm):
    """Why an account is closed."""

    class Meta:
        model = Lock
        fields = ("reason",)
        widgets = {"reason": forms.Textarea(attrs={"rows": 3})}


class ErasureForm(forms.Form):
    """Why somebody or something is erased."""

    reason = forms.CharField(
        label=_("Reason, which they are told"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


class OwnErasureForm(forms.Form):
    """That somebody has read what happens."""

    read = forms.BooleanField(label=_("I have read this, and I want to be erased"))


class FindPeopleForm(forms.Form):
    """Whom to look for."""

    words = forms.CharField(label=_("Name or address"), required=False, max_length=120)
    state = forms.ChoiceField(
        label=_("Who"),
        required=False,
        choices=[
            ("", _("everybody")),
            ("locked", _("closed accounts")),
            ("going", _("to be erased")),
            ("without", _("without an account")),
            ("admins", _("looking after the house")),
            ("erased", _("erased")),
        ],
    )
