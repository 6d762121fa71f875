"""Letters on their way: put in the outbox, claimed by a lease, sent, or given back with the reason."""

import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta
from email.utils import parseaddr
from smtplib import SMTPDataError, SMTPException, SMTPRecipientsRefused

import structlog
from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import F

from guildhouse.kit import clock, mail
from guildhouse.kit.turns import writers_turn
from guildhouse.notices.envelope import wrap
from guildhouse.notices.held import held_since
from guildhouse.notices.models import Letter, LetterQuerySet

log = structlog.get_logger()

LEASE = timedelta(minutes=5)
BATCH = 20
BACK_OFF = (10, 60, 300, 1800, 3600, 4 * 3600)  # seconds
MOST_ATTEMPTS = 15  # about two days, after which a mail server is not coming back for this letter
PERMANENT = 500


def queue(letters: Iterable[Letter]) -> None:
    """Put letters into the outbox, or show them in the house itself where no mail server is named.

    A letter that is there already (the same fact for the same person) is left as it is.
    """
    letters = list(letters)
    for letter in letters:
        letter.message_id = letter.message_id or _message_id(letter)
        if not settings.MAIL.geturl() and letter.state == Letter.State.QUEUED:
            letter.state = Letter.State.SHOWN
    Letter.objects.bulk_create(letters, ignore_conflicts=True)


def claim(most: int = BATCH) -> list[Letter]:
    """Lease letters that are due to the caller; those of a worker that died come back when its lease runs out.

    A restored house holds them all until somebody lets them leave.
    """
    if held_since() is not None:
        return []
    at = clock.now()
    until = at + LEASE
    with writers_turn(), transaction.atomic():
        due = Letter.objects.due(at).order_by("not_before", "pk")
        mine = list(due.select_for_update(skip_locked=True)[:most])
        Letter.objects.filter(pk__in=[letter.pk for letter in mine]).update(
            state=Letter.State.SENDING, leased_until=until, attempts=F("attempts") + 1
        )
    for letter in mine:
        letter.leased_until = until
    return mine


def send(letters: list[Letter]) -> int:
    """Send claimed letters over one connection and note what became of each; return how many left.

    When the server itself fails (hangs, refuses our name or our password), the rest of the batch is given back
    at once: it must not hold one letter after another until its time runs out, nor spoil letters that are sound.
    """
    sent = 0
    connection = mail.connection(settings.MAIL)
    try:
        for place, letter in enumerate(letters):
            if not _still_mine(letter):
                continue
            try:
                connection.open()
                connection.send_messages([wrap(letter, connection)])
            except SMTPDataError as error:
                _refused(letter, error.smtp_code, f"{error.smtp_code} {error.smtp_error!r}")
            except SMTPRecipientsRefused as error:
                code, words = next(iter(error.recipients.values()))
                _refused(letter, code, f"{code} {words!r}")
            except ValueError as error:  # an address or a subject that cannot be written into a letter
                _end(letter, Letter.State.FAILED, last_error=str(error)[:300])
            except (SMTPException, OSError) as error:
                for unsent in letters[place:]:
                    _give_back(unsent, f"{type(error).__name__}: {error}")
                log.warning("mail server out of reach", error=str(error), letters=len(letters) - place)
                return sent
            else:
                _note_sent(letter)
                sent += 1
    finally:
        _close(connection)
    return sent


def _still_mine(letter: Letter) -> bool:
    # The lease may have run out while earlier letters of the batch were slow; then another worker has it.
    until = clock.now() + LEASE
    with writers_turn():
        renewed = _claimed(letter).update(leased_until=until)
    letter.leased_until = until
    return renewed == 1


def _claimed(letter: Letter) -> LetterQuerySet:
    return Letter.objects.filter(pk=letter.pk, state=Letter.State.SENDING, leased_until=letter.leased_until)


def _note_sent(letter: Letter) -> None:
    _end(letter, Letter.State.SENT, sent_at=clock.now(), last_error="")


def _refused(letter: Letter, code: int, why: str) -> None:
    """The server answered no: for good with a code of five hundred, else for now."""
    if code >= PERMANENT:
        _end(letter, Letter.State.FAILED, last_error=why[:300])
    else:
        _give_back(letter, why)


def _give_back(letter: Letter, why: str) -> None:
    if letter.attempts + 1 >= MOST_ATTEMPTS:
        _end(letter, Letter.State.FAILED, last_error=why[:300])
        return
    pause = timedelta(seconds=BACK_OFF[min(letter.attempts, len(BACK_OFF) - 1)])
    with writers_turn():
        _claimed(letter).update(
            state=Letter.State.QUEUED, leased_until=None, not_before=clock.now() + pause, last_error=why[:300]
        )


def _end(letter: Letter, state: str, *, last_error: str, sent_at: datetime | None = None) -> None:
    # A code that has been sent is of no use to anybody but a thief.
    emptied = {"text": "", "html": ""} if letter.holds_secret else {}
    with writers_turn():
        _claimed(letter).update(
            state=state, leased_until=None, sent_at=sent_at, last_error=last_error, **emptied
        )


def _message_id(letter: Letter) -> str:
    domain = parseaddr(settings.MAIL_FROM)[1].rpartition("@")[2] or "localhost"
    if letter.fact_id and letter.person_id:
        return f"<fact.{letter.fact_id}.{letter.person_id}@{domain}>"
    return f"<{uuid.uuid4().hex}@{domain}>"


def _close(connection: BaseEmailBackend) -> None:
    try:
        connection.close()
    except (SMTPException, OSError):
        log.info("mail server left without a word")
