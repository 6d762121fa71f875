"""Why somebody gets a letter about an account: the line at its end, where several letters say the same."""

from django.utils.translation import gettext as _


def asked() -> str:
    """Somebody wrote the address on an account page; perhaps it was somebody else."""
    return _("You get this letter because somebody wrote this address on the account pages of this house.")


def of_account() -> str:
    """It is the address of an account, whose person has to know."""
    return _(
        "You get this letter because this is the address of your account; letters like this cannot be turned off."
    )


def concerns_account() -> str:
    """Somebody who looks after the house, or the person, did something with the account."""
    return _("You get this letter because it concerns your account.")
