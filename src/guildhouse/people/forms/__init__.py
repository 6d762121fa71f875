"""The shape and wording of what people fill in about themselves; the settings name the forms of second factors."""

from guildhouse.people.forms.own import (
    AddressForm,
    BrowserZone,
    ClaimInvitationForm,
    ProfileForm,
    ProofCodeForm,
    SignupForm,
)

__all__ = [
    "AddressForm",
    "BrowserZone",
    "ClaimInvitationForm",
    "ProfileForm",
    "ProofCodeForm",
    "SignupForm",
]
