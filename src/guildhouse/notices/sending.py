"""Sending claimed letters over one connection: what the server answers decides what becomes of each."""

from smtplib import SMTPDataError, SMTPException, SMTPRecipientsRefused
from time import monotonic
from typing import Any

import structlog
from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend

from guildhouse.communities.models import Community
from guildhouse.history.actors import SYSTEM
from guildhouse.kit import clock, mail, metrics
from guildhouse.notices import actions, digest, outbox, refusals
from guildhouse.notices.envelope import wrap
from guildhouse.notices.models import Failure, Letter
from guildhouse.notices.readers import may_leave

log = structlog.get_logger("guildhouse.mail")

PERMANENT = 500
FRESH = 5.0  # seconds for which it is believed that a reader may still be told; a slow server takes its time
NOT_ANY_MORE = "whoever it was for would not be told any more"


def send(letters: list[Letter]) -> int:
    """Send claimed letters over one connection and note what became of each; return how many left.

    When the server itself fails (hangs, refuses our name or our password), the rest of the batch is given back
    at once: it must not hold one letter after another until its time runs out, nor spoil letters that are sound.
    """
    communities = Community.objects.in_bulk({one.community_id for one in letters if one.community_id})
    sent, allowed, asked_at = 0, set[int](), -FRESH
    connection = mail.connection(settings.MAIL)
    try:
        for place, letter in enumerate(letters):
            if monotonic() - asked_at >= FRESH:
                allowed, asked_at = _sift(letters[place:]), monotonic()
            if letter.pk not in allowed or not outbox.still_mine(letter):
                continue
            try:
                connection.open()
                message = wrap(letter, connection, communities.get(letter.community_id or 0))
                connection.send_messages([message])
            except SMTPDataError as error:
                _refused(letter, error.smtp_code, _words(error.smtp_error), at_recipient=False)
            except SMTPRecipientsRefused as error:
                code, words = next(iter(error.recipients.values()))
                _refused(letter, code, _words(words), at_recipient=True)
            except ValueError as error:  # an address or a subject that cannot be written into a letter
                outbox.end(letter, Letter.State.FAILED, last_error=str(error))
            except (SMTPException, OSError) as error:
                for unsent in letters[place:]:
                    outbox.give_back(unsent, f"{type(error).__name__}: {error}")
                metrics.letter(metrics.LATER)
                log.warning("mail server out of reach", error=str(error), letters=len(letters) - place)
                return sent
            else:
                _note_sent(letter)
                sent += 1
    finally:
        _close(connection)
    return sent


def _sift(letters: list[Letter]) -> set[int]:
    """The ids of those that may leave now; of the others it is noted why not."""
    allowed = may_leave(letters)
    leaving = set()
    for letter in letters:
        if outbox.is_parked(letter):
            outbox.end(letter, Letter.State.PARKED)
        elif letter.pk not in allowed or not digest.brought_up_to_date(letter):
            outbox.end(letter, Letter.State.DROPPED, last_error=NOT_ANY_MORE)
        else:
            leaving.add(letter.pk)
    return leaving


def _note_sent(letter: Letter) -> None:
    outbox.end(letter, Letter.State.SENT, sent_at=clock.now())
    metrics.letter(metrics.SENT)
    log.info("letter sent", **_about(letter))
    # One that arrives takes a mere suspicion away.
    if letter.person is not None and getattr(letter.person, "address_failure", None) is not None:
        Failure.objects.filter(person=letter.person, suspended_at=None).delete()


def _about(letter: Letter) -> dict[str, Any]:
    """What the log may say of a letter: nothing of whom it is to, nor of what it says."""
    about = {"letter": letter.pk, "message_id": letter.message_id, "kind": letter.kind}
    return about | ({"request_id": letter.request_id} if letter.request_id else {})


def _refused(letter: Letter, code: int, words: str, *, at_recipient: bool) -> None:
    """The server answered no: for good with a code of five hundred, else for now."""
    why = f"{code} {words}"
    log.warning("letter refused", code=code, **_about(letter))
    metrics.letter(metrics.LATER if code < PERMANENT else metrics.REFUSED)
    if code < PERMANENT:
        outbox.give_back(letter, why)
        return
    verdict = refusals.of(code, words, at_recipient=at_recipient)
    suspended = (
        letter.person is not None
        and verdict != refusals.Refusal.OTHER
        and actions.note_failure(
            letter.person,
            address=letter.to,
            why=why,
            certain=verdict == refusals.Refusal.ADDRESS,
            actor=SYSTEM,
        )
    )
    waits = suspended and not letter.is_about_account
    outbox.end(letter, Letter.State.PARKED if waits else Letter.State.FAILED, last_error=why)


def _words(said: bytes | str) -> str:
    return said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)


def _close(connection: BaseEmailBackend) -> None:
    try:
        connection.close()
    except (SMTPException, OSError):
        log.info("mail server left without a word")
