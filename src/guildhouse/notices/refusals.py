"""What a mail server's final no is about: the address, or something else.

The rule. With an enhanced code (RFC 3463) that code decides: the address is meant by 5.1.1, 5.1.2, 5.1.3, 5.1.6,
5.1.10 (no such mailbox, no such host, bad address, moved, takes no mail) and 5.2.1 (mailbox disabled), wherever in
the conversation they are said. Any other one is not about the address, so a full mailbox (5.2.2), a letter too large
(5.3.4), a broken rule (5.7.x) or a sender they dislike (5.1.7, 5.1.8) never suspends anybody. Without one, or with
one that says nothing (5.0.0, 5.1.0), a 550, 551 or 553 in answer to the recipient's name may mean the address or our
own reputation: that is a suspicion, and what becomes of it is decided in `actions.note_failure`.
"""

import re
from enum import Enum

ENHANCED = re.compile(r"(?<![\d.])5\.\d{1,3}\.\d{1,3}(?!\.?\d)")
ABOUT_THE_ADDRESS = {"5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1"}
SAYS_NOTHING = {"5.0.0", "5.1.0"}
PERHAPS_THE_ADDRESS = {550, 551, 553}


class Refusal(Enum):
    """What a final no is about."""

    ADDRESS = "the address, for certain"
    PERHAPS = "perhaps the address"
    OTHER = "something else"


def of(code: int, words: str, *, at_recipient: bool) -> Refusal:
    """What a final no is about: its code, its words, and whether it answered the recipient's name."""
    telling = [found for found in ENHANCED.findall(words) if found not in SAYS_NOTHING]
    if telling:
        return Refusal.ADDRESS if telling[0] in ABOUT_THE_ADDRESS else Refusal.OTHER
    return Refusal.PERHAPS if at_recipient and code in PERHAPS_THE_ADDRESS else Refusal.OTHER
