"""Taking note of letters that came back. A report that names no letter of this house, or another recipient, is nothing.

The Message-ID of a letter cannot be guessed (`threads.py`), so nobody can have somebody else's address suspended.
"""

import imaplib
from time import monotonic

import structlog
from django.conf import settings

from guildhouse.history.actors import SYSTEM
from guildhouse.notices import actions, refusals
from guildhouse.notices.bounces.mailbox import look_through
from guildhouse.notices.bounces.reading import Bounce, read
from guildhouse.notices.models import Letter

log = structlog.get_logger()

EVERY = 60.0  # seconds between two looks
AFTER_TROUBLE = 600.0  # the worker has other work than to wait for a mailbox that does not answer

_next_look = 0.0


def take_due() -> int:
    """Look into the mailbox when the last look was long enough ago; return how many messages were there."""
    global _next_look
    if monotonic() < _next_look:
        return 0
    _next_look = monotonic() + EVERY
    try:
        return take_all()
    except (OSError, imaplib.IMAP4.error) as error:
        _next_look = monotonic() + AFTER_TROUBLE
        log.warning("bounce mailbox out of reach", error=str(error))
        return 0


def take_all() -> int:
    """Look into the mailbox now; return how many messages were there."""
    return look_through(settings.BOUNCES, lambda raw: [take(bounce) for bounce in read(raw)])


def take(bounce: Bounce) -> bool:
    """Note one letter that came back; answers whether its address is suspended now."""
    letter = Letter.objects.select_related("person").filter(message_id=bounce.message_id).first()
    if letter is None or letter.person is None or letter.to.lower() not in bounce.recipients:
        log.info("a bounce of no letter of ours")
        return False
    verdict = refusals.of(bounce.code, bounce.words, at_recipient=True)
    if verdict == refusals.Refusal.OTHER:
        return False
    certain = verdict == refusals.Refusal.ADDRESS
    return actions.note_failure(
        letter.person, address=letter.to, why=bounce.words, certain=certain, actor=SYSTEM
    )
