"""The links by which both ends of a change of address speak, and what the apps above have to move along.

from guildhouse.people import addresses
addresses.ON_CHANGE.append(actions.follow)   # (person_id, old_email, new_email), inside the act
"""

from collections.abc import Callable
from datetime import timedelta

from django.db.models import Q

from guildhouse.kit import tokens
from guildhouse.people.models import AddressChange

ON_CHANGE: list[Callable[[int, str, str], None]] = []

LASTS = timedelta(days=2)
UNDO_LASTS = timedelta(days=7)
OLD, NEW = "old", "new"


def token_of(key: str, end: str) -> str:
    """The secret of one end's link, made from the change's id and the site's key; only its hash is kept."""
    return tokens.made_from(f"people.address:{end}:{key}")


def found_by(token: str) -> tuple[AddressChange | None, str]:
    """The change a link speaks of, and which end the link belongs to."""
    wanted = tokens.hash_of(token)
    change = (
        AddressChange.objects.select_related("person")
        .filter(Q(old_hash=wanted) | Q(new_hash=wanted))
        .order_by("pk")
        .first()
    )
    return change, OLD if change is not None and change.old_hash == wanted else NEW
