"""What is left of somebody who was erased: a name that is nobody's, and a digest by which an import knows them."""

import hashlib
from collections.abc import Callable, Sequence

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import override

from guildhouse.kit import tokens
from guildhouse.people.models import Person

# Called inside the act that erases somebody, with every row that was this person and the words they were known by:
# whoever wrote those down where no key leads takes them out. An app above appends its function in `AppConfig.ready`.
OnErasing = Callable[[Sequence[Person], set[str]], None]
ON_ERASING: list[OnErasing] = []

MARK = "erased:"
LETTERS = "abcdefghjkmnpqrstuvwxyz"  # none that is taken for another


def pseudonym(public_id: str) -> str:
    """A name that tells two erased people of one thread apart, the same whenever it is made again."""
    digest = hashlib.sha256(public_id.encode()).digest()
    code = "".join(LETTERS[byte % len(LETTERS)] for byte in digest[:4])
    with override(settings.LANGUAGE_CODE):
        return _("Former member %(code)s") % {"code": code}


def known_by(handle: str) -> str:
    """What is kept in place of a handle, or of an import's key: nobody can turn it back without the secret key."""
    if not handle or handle.startswith(MARK):
        return handle
    return MARK + tokens.keyed(f"people.erased:{handle.lower()}").hex()[:40]


def known_as(handle: str) -> Person | None:
    """Whoever has this handle, or had it until they were erased."""
    found = Person.objects.filter(Q(handle__iexact=handle) | Q(handle=known_by(handle)))
    return found.order_by("pk").first() if handle else None
