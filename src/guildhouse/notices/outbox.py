"""Letters on their way: put in the outbox, claimed by a lease, and noted as sent, given back or ended."""

import random
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F

from guildhouse.kit import clock
from guildhouse.kit.logs import request_id
from guildhouse.kit.turns import writers_turn
from guildhouse.notices.held import held_since
from guildhouse.notices.models import WORDLESS, Letter, LetterQuerySet
from guildhouse.notices.threads import message_id

LEASE = timedelta(minutes=5)
BATCH = 20
BACK_OFF = (10, 60, 300, 1800, 3600, 4 * 3600)  # seconds, at most; each pause is drawn from nothing up to it
SHORTEST_PAUSE = 1.0
MOST_ATTEMPTS = 25  # about two days, after which a mail server is not coming back for this letter


def queue(letters: Iterable[Letter]) -> None:
    """Put letters into the outbox, or show them in the house itself where no mail server is named.

    A letter that is there already (the same fact for the same person) is left as it is. What is told to somebody
    whose address takes no letters waits until it does.
    """
    letters = list(letters)
    for letter in letters:
        letter.message_id = letter.message_id or message_id(letter)
        letter.request_id = letter.request_id or request_id()
        if letter.state != Letter.State.QUEUED:
            continue
        if not settings.MAIL.geturl():
            letter.state = Letter.State.SHOWN
        elif is_parked(letter):
            letter.state = Letter.State.PARKED
    Letter.objects.bulk_create(letters, ignore_conflicts=True)


def is_parked(letter: Letter) -> bool:
    """Whether it waits for an address; letters about the account itself go, they are how it is mended."""
    unreachable = letter.person is not None and letter.person.unreachable_since is not None
    return unreachable and not letter.is_about_account


def claim(most: int = BATCH) -> list[Letter]:
    """Lease letters that are due to the caller; those of a worker that died come back when its lease runs out.

    A restored house holds them all until somebody lets them leave.
    """
    if held_since() is not None:
        return []
    at = clock.now()
    until = at + LEASE
    if not Letter.objects.due(at).exists():  # nobody's turn is taken for nothing, twice a second
        return []
    with writers_turn(), transaction.atomic():
        due = Letter.objects.due(at).select_related("person__address_failure").order_by("not_before", "pk")
        mine = list(due.select_for_update(skip_locked=True, of=("self",))[:most])
        Letter.objects.filter(pk__in=[letter.pk for letter in mine]).update(
            state=Letter.State.SENDING, leased_until=until, attempts=F("attempts") + 1
        )
    for letter in mine:
        letter.leased_until = until
    return mine


def still_mine(letter: Letter) -> bool:
    """Whether the caller holds the letter still, and for long enough to send it: earlier ones may have been slow."""
    at = clock.now()
    if letter.leased_until is not None and letter.leased_until - at > LEASE / 2:
        return _claimed(letter).exists()  # somebody may have been erased meanwhile
    with writers_turn():
        renewed = _claimed(letter).update(leased_until=at + LEASE)
    letter.leased_until = at + LEASE
    return renewed == 1


def end(letter: Letter, state: str, *, last_error: str = "", sent_at: datetime | None = None) -> None:
    """Note what became of a claimed letter. A code that has been sent is of no use to anybody but a thief."""
    emptied = WORDLESS if letter.holds_secret or state == Letter.State.DROPPED else {}
    with writers_turn():
        _claimed(letter).update(
            state=state, leased_until=None, sent_at=sent_at, last_error=last_error[:300], **emptied
        )


def give_back(letter: Letter, why: str) -> None:
    """Try a claimed letter again later, after a pause drawn by lot, so that not all come back at once."""
    if letter.attempts + 1 >= MOST_ATTEMPTS:
        end(letter, Letter.State.FAILED, last_error=why)
        return
    longest = BACK_OFF[min(letter.attempts, len(BACK_OFF) - 1)]
    pause = timedelta(seconds=max(SHORTEST_PAUSE, random.uniform(0, longest)))  # noqa: S311 - no secret
    with writers_turn():
        _claimed(letter).update(
            state=Letter.State.QUEUED, leased_until=None, not_before=clock.now() + pause, last_error=why[:300]
        )


def _claimed(letter: Letter) -> LetterQuerySet:
    return Letter.objects.filter(pk=letter.pk, state=Letter.State.SENDING, leased_until=letter.leased_until)
