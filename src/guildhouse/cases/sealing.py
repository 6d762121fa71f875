"""The words of a case, and how they are sealed: AES-256-GCM, with a key of their own and bound to their case."""

import json
import secrets
from dataclasses import asdict, dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from guildhouse.cases import keys

NONCE = 12
# What is sealed is as long as the next of these, so that its length tells little.
STEP = 1024


@dataclass(frozen=True, slots=True)
class Words:
    """What somebody wrote; `repr` holds none of it, so that no log and no traceback does."""

    situation: str = ""
    question: str = ""
    wish: str = ""
    name: str = ""

    def __repr__(self) -> str:
        return "Words(…)"

    @property
    def is_whole(self) -> bool:
        """Whether there is something to open to others, and who answers for it."""
        return bool(self.situation.strip() and self.question.strip() and self.name.strip())


def seal(words: Words, *, key: str, bound_to: str) -> bytes:
    """The words as the database keeps them."""
    plain = json.dumps(asdict(words)).encode("ascii")
    plain += b" " * (-len(plain) % STEP)
    nonce = secrets.token_bytes(NONCE)
    return nonce + AESGCM(keys.read(key)).encrypt(nonce, plain, bound_to.encode())


def unseal(sealed: "bytes | memoryview[int]", *, key: str, bound_to: str) -> Words | None:
    """The words again, or None where they cannot be read: the key was destroyed, or is not on this machine."""
    try:
        opener = AESGCM(keys.read(key))
        whole = bytes(sealed)
        plain = opener.decrypt(whole[:NONCE], whole[NONCE:], bound_to.encode())
    except (keys.Destroyed, keys.NotHere, InvalidTag, ValueError):
        return None
    return Words(**json.loads(plain))
