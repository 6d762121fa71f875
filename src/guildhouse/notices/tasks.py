"""What the worker does for the mail: hear of facts, write letters and digests, send them, read what came back."""

from django.conf import settings
from django.db import transaction

from guildhouse.communities.facts import Facts as Communities
from guildhouse.history import deliveries
from guildhouse.history.models import Delivery
from guildhouse.kit import clock
from guildhouse.kit.durable import done_again_if_lost
from guildhouse.kit.turns import writers_turn
from guildhouse.notices import digest, outbox, sending, waking
from guildhouse.notices.actions import STALE
from guildhouse.notices.bounces import taking
from guildhouse.notices.held import READER, held_since
from guildhouse.notices.writing import letters_of


def hear_of_facts() -> int:
    """Turn facts nobody has been told of into letters; return how many facts were heard."""
    return deliveries.work_off(READER, hear)


def hear(delivery: Delivery) -> None:
    """Write the letters of one fact, and note in the same transaction that it was heard."""
    # A house filled with a year of history, or put back from a backup, must not write it all down again.
    fact = delivery.fact
    letters = [] if clock.now() - fact.happened_at > STALE else list(letters_of(fact))
    # Lost in a power cut, the letters are written again from the fact; people who wait for an answer go first.
    with done_again_if_lost(), writers_turn(), transaction.atomic():
        outbox.queue(letters)
        digest.expect(letters)
        if fact.kind == Communities.PAUSE_ENDED and fact.community_id:
            waking.wake(fact.community_id)
        deliveries.settle(delivery)


def write_digests() -> int:
    """Write the digests that are due; return how many people that were."""
    if held_since() is not None:
        return 0
    due = digest.claim()
    for wishes in due:
        digest.write(wishes)
    return len(due)


def send_letters() -> int:
    """Send what is due; return how many letters were tried."""
    if not settings.MAIL.geturl():
        return 0
    letters = outbox.claim()
    if letters:
        sending.send(letters)
    return len(letters)


def read_bounces() -> int:
    """Look into the mailbox for letters that came back; return how many messages were there."""
    return taking.take_due() if settings.BOUNCES.geturl() else 0
