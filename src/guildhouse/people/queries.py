"""What people see of their own ways in."""

from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse

from guildhouse.people.devices import device_words
from guildhouse.people.factors import factors_of
from guildhouse.people.models import AddressChange, Person
from guildhouse.people.sessions import Session


@dataclass(frozen=True, slots=True)
class Passkey:
    """One passkey, as its person knows it."""

    pk: int
    name: str
    added_at: datetime
    used_at: datetime | None


@dataclass(frozen=True, slots=True)
class SignedIn:
    """One browser in which somebody is signed in."""

    public_id: str
    device: str
    began_at: datetime
    seen_at: datetime
    is_here: bool


@dataclass(frozen=True, slots=True)
class Provider:
    """Somebody else's account one may come in by, and whether this person has connected it."""

    name: str
    login_url: str
    account: int | None
    known_as: str


def passkeys_of(person: Person) -> list[Passkey]:
    """A person's passkeys, oldest first."""
    return [
        Passkey(one.pk, one.wrap().name, one.created_at, one.last_used_at)
        for one in factors_of(person).filter(type=Authenticator.Type.WEBAUTHN)
    ]


def recovery_codes_left(person: Person) -> int | None:
    """How many recovery codes are good still; None where there are none at all."""
    found = factors_of(person).filter(type=Authenticator.Type.RECOVERY_CODES).first()
    try:
        return len(found.wrap().get_unused_codes()) if found else None
    except ValidationError:  # made under another key of the site: none of them fits any more
        return 0


def sessions_of(person: Person, *, here: str | None) -> list[SignedIn]:
    """Where somebody is signed in: this browser first, then the one used last."""
    rows = Session.objects.filter(person_id=person.pk).order_by("-seen_at", "pk")
    found = [
        SignedIn(row.public_id, device_words(row.device), row.began_at, row.seen_at, row.session_key == here)
        for row in rows
    ]
    return sorted(found, key=lambda one: not one.is_here)


def pending_address_change(person: Person, *, at: datetime) -> AddressChange | None:
    """The change of address that waits for its two ends."""
    waiting = AddressChange.objects.filter(person=person, done_at=None, ended_at=None, expires_at__gt=at)
    return waiting.order_by("pk").first()


def providers_to_come_in_by() -> list[tuple[str, str]]:
    """Whose accounts let somebody in here: the words of the button, and where it leads."""
    apps = settings.SOCIALACCOUNT_PROVIDERS.get("openid_connect", {}).get("APPS", ())
    return [(app["name"], reverse("openid_connect_login", args=[app["provider_id"]])) for app in apps]


def providers_of(request: HttpRequest, person: Person) -> list[Provider]:
    """Whose accounts one may come in by here, and which of them this person has connected."""
    mine = {one.provider: one for one in SocialAccount.objects.filter(user=person).order_by("pk")}
    found = []
    for provider in get_adapter().list_providers(request):
        account = mine.get(provider.sub_id)
        known_as = str(account.get_provider_account()) if account else ""
        found.append(
            Provider(
                provider.name,
                provider.get_login_url(request, process="connect"),
                account.pk if account else None,
                known_as,
            )
        )
    return found
