"""How the account pages speak: in the house's words, and by letters like everything else."""

from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    """Our rules for accounts."""
