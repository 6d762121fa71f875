"""What the worker does for the mail: hear of facts, write letters, send them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation

from guildhouse.communities.models import Community
from guildhouse.history import deliveries
from guildhouse.history.models import Delivery, Fact
from guildhouse.kit import clock
from guildhouse.kit.turns import writers_turn
from guildhouse.notices import outbox, queries, timing
from guildhouse.notices.letters import TABLE
from guildhouse.notices.letters.layout import lay_out
from guildhouse.notices.letters.people import invited_to_claim
from guildhouse.notices.letters.shape import Entry, Telling
from guildhouse.notices.models import Letter
from guildhouse.people.facts import Facts as People
from guildhouse.people.models import ClaimInvitation, Person

# News that old helps nobody; and a house filled with a year of history, or restored, must not write it all down again.
STALE = timedelta(days=3)


def hear_of_facts() -> int:
    """Turn facts nobody has been told of into letters; return how many facts were heard."""
    return deliveries.work_off("mail", hear)


def send_letters() -> int:
    """Send what is due; return how many letters were tried."""
    if not settings.MAIL.geturl():
        return 0
    letters = outbox.claim()
    if letters:
        outbox.send(letters)
    return len(letters)


def hear(delivery: Delivery) -> None:
    """Write the letters of one fact, and note in the same transaction that it was heard."""
    fact = delivery.fact
    letters = [] if clock.now() - fact.happened_at > STALE else list(letters_of(fact))
    with writers_turn(), transaction.atomic():
        outbox.queue(letters)
        deliveries.settle(delivery)


def letters_of(fact: Fact) -> Iterator[Letter]:
    """Every letter a fact leads to: at most one for each person, in the words of the first line that names them."""
    if fact.kind == People.INVITED_TO_CLAIM:
        yield from _to_an_address(fact)
    entries = TABLE.get(fact.kind, ())
    if fact.via == "import":
        # A landscape brings hundreds of offices at once; only those whose own seat it moves hear of it.
        entries = tuple(entry for entry in entries if entry.own)
    if not entries:
        return
    actor = queries.person_of(fact.actor_id)
    community = Community.objects.filter(pk=fact.community_id or 0).first()
    written: set[int] = set()
    for entry in entries:
        for person in entry.hears(fact):
            if person.pk not in written:
                written.add(person.pk)
                yield _letter(Telling(fact, person, actor, community), entry)


def _letter(telling: Telling, entry: Entry) -> Letter:
    person, fact = telling.to, telling.fact
    at = clock.now()
    with as_read_by(person):
        laid = lay_out(entry.words(telling), person)
    muted = not entry.own and queries.has_muted(person, fact.actor_id)
    return Letter(
        person=person,
        to=person.email or "",
        kind=fact.kind,
        fact_id=fact.pk,
        community_id=fact.community_id,
        **laid._asdict(),
        language=person.language or settings.LANGUAGE_CODE,
        state=Letter.State.DROPPED if muted else Letter.State.QUEUED,
        not_before=timing.not_before(person, telling.community, at, own=entry.own),
        created_at=at,
    )


def _to_an_address(fact: Fact) -> Iterator[Letter]:
    invitation = (
        ClaimInvitation.objects.select_related("person").filter(pk=fact.subject_id, used_at=None).first()
    )
    at = clock.now()
    if invitation is None or invitation.expires_at <= at:
        return
    sender = queries.person_of(fact.actor_id)
    language = invitation.person.language or (sender and sender.language) or settings.LANGUAGE_CODE
    with translation.override(language):
        laid = lay_out(invited_to_claim(invitation, sender), None)
    yield Letter(
        to=invitation.email,
        kind=fact.kind,
        fact_id=fact.pk,
        message_id=f"<claim.{invitation.public_id}@{settings.MAIL_FROM.rpartition('@')[2].rstrip('>')}>",
        **laid._asdict(),
        language=language,
        holds_secret=True,
        not_before=at,
        created_at=at,
    )


@contextmanager
def as_read_by(person: Person) -> Iterator[None]:
    """The language and the zone of a reader, for as long as a letter to them is written."""
    with (
        translation.override(person.language or settings.LANGUAGE_CODE),
        timezone.override(ZoneInfo(person.zone) if person.zone else None),
    ):
        yield
