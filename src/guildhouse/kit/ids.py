"""Names for things that may be shown to the world and not be guessed."""

import secrets

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
LENGTH = 12


def public_id() -> str:
    """A random id of 12 letters and digits (about 59 bits), without look-alikes."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
