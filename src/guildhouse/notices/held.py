"""Letters of a house that was put back from a backup: they stay inside until somebody lets them leave."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from guildhouse.history.models import Delivery, DeliveryQuerySet, Fact
from guildhouse.kit import clock
from guildhouse.notices.models import Letter, LetterQuerySet
from guildhouse.people.models import Site

READER = "mail"


@dataclass(frozen=True, slots=True)
class Held:
    """Since when letters are held, and how many: about what happened before that moment, and about what came after."""

    since: datetime
    restored_to: datetime | None
    older: int
    newer: int


def held_since() -> datetime | None:
    """Since when this house lets no letter leave, because it was put back from a backup; None where they do."""
    moment: datetime | None = Site.objects.filter(pk=1).values_list("letters_held_since", flat=True).first()
    return moment


def held_letters() -> Held | None:
    """What is held in this house, or None where letters leave as usual."""
    site = Site.objects.filter(pk=1).exclude(letters_held_since=None).first()
    if site is None or site.letters_held_since is None:
        return None
    older = _older(site.letters_held_since).count() + _untold(site.letters_held_since).count()
    return Held(
        since=site.letters_held_since,
        restored_to=site.restored_to,
        older=older,
        newer=_waiting().exclude(_is_older(site.letters_held_since)).count(),
    )


def drop_older(since: datetime) -> int:
    """Send nothing about what happened before this moment: letters written already and those not yet written.

    Answers how many letters and untold facts that were.
    """
    at = clock.now()
    dropped = _older(since).update(state=Letter.State.DROPPED, leased_until=None)
    return dropped + _untold(since).update(done_at=at, leased_until=None)


def _waiting() -> LetterQuerySet:
    state = Letter.State
    return Letter.objects.filter(state__in=(state.QUEUED, state.SENDING, state.WAITING, state.PARKED))


def _older(since: datetime) -> LetterQuerySet:
    return _waiting().filter(_is_older(since))


def _is_older(since: datetime) -> Q:
    before = Fact.objects.filter(pk=OuterRef("fact_id"), happened_at__lt=since)
    return Q(created_at__lt=since) | Q(Exists(before))


def _untold(since: datetime) -> DeliveryQuerySet:
    return Delivery.objects.filter(reader=READER, done_at=None, fact__happened_at__lt=since)
