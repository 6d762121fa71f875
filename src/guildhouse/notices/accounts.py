"""How the account pages speak: in the house's words, and by letters like everything else."""

from ipaddress import IPv4Address, ip_address, ip_network
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from guildhouse.history.actors import Actor
from guildhouse.kit import clock, metrics
from guildhouse.kit.fresh import is_fresh
from guildhouse.kit.turns import writers_turn
from guildhouse.notices import outbox
from guildhouse.notices.letters.accounts import LETTERS, SECRET
from guildhouse.notices.letters.layout import lay_out
from guildhouse.notices.models import ABOUT_ACCOUNT, Letter
from guildhouse.people import actions, sessions
from guildhouse.people.models import Person

MESSAGES = {
    "cannot_delete_primary_email": _("This is the address of your account; it cannot be taken away."),
    "email_confirmation_failed": _("This address cannot be used here."),
    "email_confirmed": _("Your address is confirmed."),
    "logged_out": _("You have signed out."),
    "password_changed": _("Your new password holds from now on."),
    "password_set": _("Your new password holds from now on."),
    "primary_email_set": _("Letters go to this address from now on."),
    "account_connected": _("That account leads in here from now on."),
    "totp_activated": _("Codes of your app are asked for from now on."),
    "totp_deactivated": _("The code app is taken away."),
    "webauthn_added": _("Your passkey is ready."),
    "webauthn_removed": _("The passkey is taken away."),
    "unverified_primary_email": _("Confirm this address first."),
}
# Bits of an address that stand for one line; whoever has the line chooses the others.
LINE = 64


class AccountAdapter(DefaultAccountAdapter):
    """Our rules for accounts: the house's words, letters by the outbox, and a place in the house once confirmed."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("This account has been closed. Write to whoever runs this house."),
        "email_password_mismatch": _("This address and this password do not belong together. Try again."),
        "email_taken": _("This address cannot be used."),
        "enter_current_password": _("Write your present password."),
        "incorrect_code": _("This is not the code. Look at the letter again, or ask for a new one."),
        "incorrect_password": _("This is not the password."),
        "invalid_login": _("This address and this password do not belong together. Try again."),
        "too_many_login_attempts": _("Too many attempts. Wait a few minutes, then try again."),
        "rate_limited": _("That was too often in a short time. Wait a minute, then try again."),
        "same_as_current": _("This is what it is already."),
    }

    def get_client_ip(self, request: HttpRequest) -> str:
        """Where somebody tries from, as limits count it: everybody has billions of addresses of the sixth version."""
        address = ip_address(super().get_client_ip(request))
        if isinstance(address, IPv4Address) or address.ipv4_mapped:
            return str(address if isinstance(address, IPv4Address) else address.ipv4_mapped)
        return str(ip_network((address, LINE), strict=False).network_address)

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Say what happened in the house's words, and nothing where the page itself shows it."""
        name = (message_template or "").rpartition("/")[2].removesuffix(".txt")
        words = message or MESSAGES.get(name, "")
        if words:
            messages.add_message(request, level, words, extra_tags=extra_tags)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """One rule for the account pages and ours: not within five minutes of signing in."""
        return not is_fresh(self.request)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """How somebody shows that it is still them; by a letter where they have nothing else."""
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        words = {
            "reauthenticate": _("Give my password"),
            "mfa_reauthenticate": _("Give a code of my app, or a recovery code"),
            "mfa_reauthenticate:webauthn": _("Use my passkey"),
        }
        for method in methods:
            method["description"] = words[method["id"]]
        if methods or not user.is_authenticated:
            return methods
        by_letter = {"id": "code", "description": _("By a letter"), "url": reverse("reauthenticate-by-code")}
        return [by_letter]

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Count it, beside the limit that allauth keeps."""
        metrics.sign_in_refused("password")
        super().authentication_failed(request, **credentials)

    def set_password(self, user: Person, password: str) -> None:
        """Keep a new password; wherever else somebody is signed in as this person is closed."""
        user.set_password(password)
        user.save(update_fields=["password"])
        mine = self.request.user == user
        sessions.end(user.pk, but=self.request.session.session_key if mine else None)

    def new_user(self, request: HttpRequest) -> Person:
        """Somebody who signs up; what they read now is the language they want letters in."""
        return Person(language=translation.get_language() or "")

    def save_user(self, request: HttpRequest, user: Person, form: Any, commit: bool = True) -> Person:
        """Keep the name and the browser's zone with the account."""
        user.name = form.cleaned_data["name"]
        user.zone = form.cleaned_data.get("zone", "")
        saved: Person = super().save_user(request, user, form, commit)
        return saved

    def confirm_email(self, request: HttpRequest, email_address: Any) -> bool:
        """An address is confirmed: from now on the person has a place here."""
        confirmed: bool = super().confirm_email(request, email_address)
        if confirmed:
            actions.settle_in(email_address.user, actor=Actor(email_address.user))
        return confirmed

    def login(self, request: HttpRequest, user: Person) -> None:
        """Sign in; whose address a trusted provider confirmed has a place here from now on, too."""
        super().login(request, user)
        if user.claimed_at is None:
            actions.settle_in(user, actor=Actor(user))

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Put the letter into the outbox; the page never waits for a mail server."""
        name = template_prefix.rpartition("/")[2]
        person = Person.objects.filter(email__iexact=email, is_active=True).first()
        language = (person and person.language) or translation.get_language() or ""
        at = clock.now()
        with translation.override(language):
            laid = lay_out(LETTERS[name](context), person if person and person.is_claimed else None)
        letter = Letter(
            person=person,
            to=email,
            kind=f"{ABOUT_ACCOUNT}{name}",
            **laid._asdict(),
            language=language,
            holds_secret=name in SECRET,
            not_before=at,
            created_at=at,
        )
        with writers_turn(), transaction.atomic():
            outbox.queue([letter])
