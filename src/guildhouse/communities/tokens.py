"""The secret part of an invitation link: shown once, and only its hash is kept."""

import hashlib
import secrets

BYTES = 24  # 192 bits


def new() -> str:
    """A token nobody can guess."""
    return secrets.token_urlsafe(BYTES)


def hash_of(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()
