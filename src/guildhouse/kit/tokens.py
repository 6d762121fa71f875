"""The secret part of a link or of an address: one that chance makes, or one made from a name under the site's key.

Only a hash of either is kept, so that whoever reads the database has no way in.
"""

import base64
import hashlib
import hmac
import secrets

from django.conf import settings

BYTES = 24  # 192 bits


def new() -> str:
    """A token nobody can guess; it is shown once."""
    return secrets.token_urlsafe(BYTES)


def made_from(name: str) -> str:
    """The token of a name: the same whenever it is asked for, and nobody without the site's key can make it."""
    return base64.urlsafe_b64encode(keyed(name)).rstrip(b"=").decode()


def hash_of(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def keyed(name: str) -> bytes:
    """32 bytes made from a name under the site's key; begin the name with what it is for."""
    return hmac.new(settings.SECRET_KEY.encode(), name.encode(), hashlib.sha256).digest()
