"""Letters about the ways into an account: factors, accounts elsewhere, and a change of address."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from guildhouse.notices.letters.reasons import asked, of_account
from guildhouse.notices.letters.shape import AccountLetter, Context, Words

PAGE = "/account/security/"


def told(subject: Callable[[], str], sentence: Callable[[], str]) -> AccountLetter:
    """A letter that only says what was done, and what to do if it was somebody else."""

    def letter(context: Context) -> Words:
        return Words(
            subject=subject(),
            paragraphs=[
                sentence(),
                _(
                    "If it was not you, choose a new password at once, and look at where you are signed in: "
                    "you can end all of it there."
                ),
            ],
            button=_("Signing in and security"),
            link=PAGE,
            why=of_account(),
        )

    return letter


def proof_code(context: Context) -> Words:
    return Words(
        subject=_("Your code to show that it is you"),
        paragraphs=[_("Write this code on the page you left open:"), context["code"]],
        after=[
            _(
                "It works for ten minutes. If you did not ask for it, somebody may be signed in as you: "
                "look under “Signing in and security”."
            )
        ],
        why=of_account(),
    )


def address_new(context: Context) -> Words:
    return Words(
        subject=_("Is this address yours?"),
        paragraphs=[
            _("Somebody, probably you, wants to use this address for an account in this house."),
            _("It changes once this address and the old one have agreed."),
        ],
        button=_("See what was asked"),
        link=_link(context),
        after=[_("The link works for two days. If it was not you, leave this letter; nothing changes.")],
        why=asked(),
    )


def address_taken(context: Context) -> Words:
    return Words(
        subject=_("This address has an account already"),
        paragraphs=[
            _("Somebody, probably you, wanted to use this address for another account in this house."),
            _("It has an account of its own, so nothing changes. Sign in with it, or use another address."),
        ],
        after=[_("If it was not you, leave this letter.")],
        why=asked(),
    )


def address_old(context: Context) -> Words:
    return Words(
        subject=_("Another address for your account?"),
        paragraphs=[
            _("Somebody signed in as you wants your account to use %(new)s instead of this address.")
            % {"new": context["change"].new_email},
            _("If it was you, agree. If not, stop it on the same page, and choose a new password."),
        ],
        button=_("Agree, or stop it"),
        link=_link(context),
        after=[_("The link works for two days. Nothing changes before both addresses have agreed.")],
        why=of_account(),
    )


def address_told(context: Context) -> Words:
    return Words(
        subject=_("Your account is to use another address"),
        paragraphs=[
            _(
                "Somebody signed in as you, with the second factor of your account, says that this address is no "
                "longer read. Once %(new)s has agreed, your account uses it."
            )
            % {"new": context["change"].new_email},
            _("If it was not you, stop it; for a week after the change you can still take it back."),
        ],
        button=_("Stop it, or take it back"),
        link=_link(context),
        why=of_account(),
    )


def address_changed(context: Context) -> Words:
    return Words(
        subject=_("The address of your account was changed"),
        paragraphs=[
            _("Your account uses %(new)s from now on, and no longer this address.")
            % {"new": context["change"].new_email},
            _("If it was not you, take it back within a week."),
        ],
        button=_("It was not me"),
        link=_link(context),
        why=of_account(),
    )


def _link(context: Context) -> str:
    return f"/account/email/{context['token']}/"


LETTERS: dict[str, AccountLetter] = {
    "totp_activated": told(
        lambda: _("A code app was added to your account"),
        lambda: _("From now on a code of this app is asked for after your password."),
    ),
    "totp_deactivated": told(
        lambda: _("The code app of your account was taken away"),
        lambda: _("Its codes no longer count."),
    ),
    "webauthn_added": told(
        lambda: _("A passkey was added to your account"),
        lambda: _("It lets its owner in without a password."),
    ),
    "webauthn_removed": told(
        lambda: _("A passkey of your account was taken away"),
        lambda: _("It no longer lets anybody in."),
    ),
    "recovery_codes_generated": told(
        lambda: _("Your account has new recovery codes"),
        lambda: _("Those from before no longer count."),
    ),
    "recovery_code_used": told(
        lambda: _("A recovery code of your account was used"),
        lambda: _("Somebody gave one of your recovery codes, as one does when a phone or a key is lost."),
    ),
    "account_connected": told(
        lambda: _("An account elsewhere was connected with yours"),
        lambda: _("Whoever is signed in there can come in here as you."),
    ),
    "account_disconnected": told(
        lambda: _("An account elsewhere was disconnected from yours"),
        lambda: _("It no longer leads in here."),
    ),
    "proof_code": proof_code,
    "address_new": address_new,
    "address_taken": address_taken,
    "address_old": address_old,
    "address_told": address_told,
    "address_changed": address_changed,
}
