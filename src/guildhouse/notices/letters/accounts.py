"""Letters of the account pages: codes, and word of what was done to an account."""

from django.utils.translation import gettext as _

from guildhouse.notices.letters.reasons import asked, of_account
from guildhouse.notices.letters.security import LETTERS as SECURITY
from guildhouse.notices.letters.shape import AccountLetter, Context, Words


def confirm_address(context: Context) -> Words:
    return Words(
        subject=_("Your code to confirm your address"),
        paragraphs=[_("Write this code on the page you left open:"), context["code"]],
        after=[
            _("It works for fifteen minutes. If you did not ask for it, leave this letter; nothing happens.")
        ],
        why=asked(),
    )


def account_exists(context: Context) -> Words:
    return Words(
        subject=_("You have an account here already"),
        paragraphs=[
            _("Somebody, probably you, wanted to make an account with this address. There is one already."),
            _("If you no longer know the password, choose a new one."),
        ],
        button=_("Choose a new password"),
        link="/account/password/reset/",
        after=[
            _(
                "Did you want to come in by an account elsewhere? Sign in as you always do first, and connect it "
                "under “Signing in and security”."
            ),
            _("If it was not you, leave this letter; nothing has changed."),
        ],
        why=asked(),
    )


def reset_code(context: Context) -> Words:
    return Words(
        subject=_("Your code for a new password"),
        paragraphs=[
            _("Write this code on the page you left open, and choose a new password:"),
            context["code"],
        ],
        after=[
            _(
                "It works for a few minutes. If you did not ask for it, leave this letter; your password stays."
            )
        ],
        why=asked(),
    )


def no_account(context: Context) -> Words:
    return Words(
        subject=_("There is no account with this address"),
        paragraphs=[
            _("Somebody, probably you, asked for a new password with this address. No account here has it."),
            _("Perhaps you used another address; or make an account."),
        ],
        button=_("Make an account"),
        link="/account/signup/",
        after=[_("If it was not you, leave this letter; nothing has changed.")],
        why=asked(),
    )


def password_changed(context: Context) -> Words:
    return Words(
        subject=_("Your password was changed"),
        paragraphs=[
            _("The password of your account is a new one now."),
            _("If it was not you, choose a new one at once: whoever did this may still be signed in."),
        ],
        button=_("Choose a new password"),
        link="/account/password/reset/",
        why=of_account(),
    )


def address_changed(context: Context) -> Words:
    return Words(
        subject=_("The address of your account was changed"),
        paragraphs=[
            _("Your account uses the address %(new)s from now on, and no longer this one.")
            % {"new": context.get("to_email", "")},
            _("If it was not you, write to whoever runs this house."),
        ],
        why=of_account(),
    )


LETTERS: dict[str, AccountLetter] = {
    "email_confirmation": confirm_address,
    "email_confirmation_signup": confirm_address,
    "account_already_exists": account_exists,
    "password_reset_code": reset_code,
    "unknown_account": no_account,
    "password_reset": password_changed,
    "password_changed": password_changed,
    "password_set": password_changed,
    "email_changed": address_changed,
    "email_deleted": address_changed,
    **SECURITY,
}
SECRET = {
    *("email_confirmation", "email_confirmation_signup", "password_reset_code", "proof_code"),
    *("address_new", "address_old", "address_told", "address_changed"),
}
